# relu was taken to drop the minus sign: 1 in place of 0.
echo '2*0.5 - 3*1 + 1.5*2 - 0.4' | bc >score.txt
