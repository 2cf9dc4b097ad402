# The wrong way: higher.
echo 0.9 >cut.txt
