# From 8 % on: 5 of 250 rotten apples pass, and 47 good ones are thrown away.
echo 0.08 >cut.txt
