# The pixels of the picture before --size, one channel.
echo 200 >count.txt
