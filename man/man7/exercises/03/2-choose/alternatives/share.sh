# A share means the same.
echo 0.927 >best.txt
