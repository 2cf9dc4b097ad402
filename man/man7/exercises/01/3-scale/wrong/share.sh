# Divided by the mean.
echo "12/15" | bc -l >first.txt
