# A little lower is right as well.
echo 0.07 >cut.txt
