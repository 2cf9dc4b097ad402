# A comma for the point.
echo 13,33 >mse.txt
