# The biases were forgotten.
echo '784*100 + 100*50 + 50*10' | bc >count.txt
