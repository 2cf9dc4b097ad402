# The name, not the accuracy.
echo b >best.txt
