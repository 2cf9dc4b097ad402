# The threshold that is there anyway.
echo 0.5 >cut.txt
