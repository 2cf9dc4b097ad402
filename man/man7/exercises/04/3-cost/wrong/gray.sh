# One channel.
echo 300000 >cost.txt
