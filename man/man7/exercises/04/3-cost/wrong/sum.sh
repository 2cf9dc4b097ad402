# The numbers added.
echo 680 >cost.txt
