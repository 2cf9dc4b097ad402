# The share of the rare kind.
echo 15 >baseline.txt
