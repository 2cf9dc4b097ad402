# The biases counted as multiply-adds.
echo 901500 >cost.txt
