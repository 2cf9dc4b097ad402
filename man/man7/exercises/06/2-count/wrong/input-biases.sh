# A bias for each input as well.
echo '784 + 784*100 + 100 + 100*50 + 50 + 50*10 + 10' | bc >count.txt
