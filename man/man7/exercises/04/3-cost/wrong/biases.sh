# The parameters of the neurons, biases and all.
echo 18030 >cost.txt
