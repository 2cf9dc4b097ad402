# The sum was multiplied by the bias.
echo "-5*0.7" | bc -l >sum.txt
