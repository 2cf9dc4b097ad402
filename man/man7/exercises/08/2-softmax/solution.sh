# e to the power of the score, divided by the sum over all three.
echo 'e(3) / (e(3) + e(1) + e(-1))' | bc -l >first.txt
