# Guessing between two kinds.
echo 50 >baseline.txt
