# The mean of the products in place of their sum.
echo "-5/3+0.7" | bc -l >sum.txt
