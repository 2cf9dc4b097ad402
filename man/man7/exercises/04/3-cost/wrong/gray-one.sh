# One channel and one picture.
echo 6000 >cost.txt
