# The number of letters, not the percentage.
echo 170 >baseline.txt
