# The height was subtracted from the mean.
echo "(15-12)/sqrt(18)" | bc -l >first.txt
