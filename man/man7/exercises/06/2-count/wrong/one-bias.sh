# One bias for a whole layer.
echo '784*100 + 1 + 100*50 + 1 + 50*10 + 1' | bc >count.txt
