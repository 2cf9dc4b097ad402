# The threshold of the lesson, which misses 7.
echo 10% >cut.txt
