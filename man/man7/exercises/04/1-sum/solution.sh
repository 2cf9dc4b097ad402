# Three products, 3, -6 and -2, make -5; the bias makes it -4.3.
echo '1.5*2 + -2*3 + 0.5*-4 + 0.7' | bc -l >sum.txt
