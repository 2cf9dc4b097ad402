# The digit of the lesson.
echo 0 >named.txt
