# A share means the same.
echo 0.85 >baseline.txt
