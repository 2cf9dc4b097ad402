# The height was divided by the deviation, and the mean not subtracted.
echo "12/sqrt(18)" | bc -l >first.txt
