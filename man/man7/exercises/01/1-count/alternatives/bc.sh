# The calculator may write the answer.
echo '20*10*3/4' | bc -l >count.txt
