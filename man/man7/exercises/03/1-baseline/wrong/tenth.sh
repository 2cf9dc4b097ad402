# One in ten, as with the digits.
echo 10 >baseline.txt
