# Thousands parted by a point.
echo 900.000 >cost.txt
