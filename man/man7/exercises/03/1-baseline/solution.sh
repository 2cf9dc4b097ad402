# An answer that never looks names the most frequent kind, and is right for 170 of 200.
echo '170*100/200' | bc -l >baseline.txt
