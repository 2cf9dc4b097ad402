# Multiplications and additions counted apart.
echo 1800000 >cost.txt
