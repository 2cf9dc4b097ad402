# The squares were added, but not divided by the number of rows.
echo 40 >mse.txt
