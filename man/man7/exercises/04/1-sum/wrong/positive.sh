# The minus sign got lost.
echo 4.3 >sum.txt
