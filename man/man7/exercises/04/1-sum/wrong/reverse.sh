# The weights in the reverse order.
echo "0.5*2 + -2*3 + 1.5*-4 + 0.7" | bc -l >sum.txt
