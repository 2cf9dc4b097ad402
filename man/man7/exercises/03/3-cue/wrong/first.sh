# The cue of the lesson.
echo 1 >cue.txt
