# A slip.
echo 4 >sum.txt
