# No brackets round the sum.
echo 'e(3) / e(3) + e(1) + e(-1)' | bc -l >first.txt
