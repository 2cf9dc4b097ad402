# The digit behind the point was dropped.
echo 92 >best.txt
