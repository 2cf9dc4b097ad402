# Each layer has inputs times outputs weights, and a bias for each output.
echo '784*100 + 100 + 100*50 + 50 + 50*10 + 10' | bc >count.txt
