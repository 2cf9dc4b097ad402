# One picture.
echo 18000 >cost.txt
