# From 8 % on: 5 of 250 rotten apples pass, and 47 good ones are thrown away.
# Found by going down from 10 %, 9 % and so on; the two numbers stand in the table that this prints.
gl-eval apples.net apples.txt --cut 8% | head -n 8
echo 0.08 >cut.txt
