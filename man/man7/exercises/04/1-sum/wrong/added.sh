# Weights and inputs were added, and not multiplied.
echo 1.7 >sum.txt
