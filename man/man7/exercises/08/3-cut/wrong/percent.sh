# A percentage without its sign.
echo 8 >cut.txt
