# The name, not the accuracy.
echo b.net >best.txt
