# The size of the picture before --size was used.
echo 600 >count.txt
