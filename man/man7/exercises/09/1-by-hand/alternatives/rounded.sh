# Rounded to two digits after the point.
echo 13.33 >mse.txt
