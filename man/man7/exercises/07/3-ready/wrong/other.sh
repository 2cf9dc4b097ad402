# The picture of the lesson.
gl-encode image digit.png >ready.txt
