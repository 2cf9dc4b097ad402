# Thousands parted by a point.
echo 84.060 >count.txt
