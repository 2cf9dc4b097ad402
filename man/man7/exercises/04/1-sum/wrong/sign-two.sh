# The sign of the second weight was lost.
echo 7.7 >sum.txt
