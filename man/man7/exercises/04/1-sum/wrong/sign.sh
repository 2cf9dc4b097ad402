# The sign of the last input was lost.
echo -0.3 >sum.txt
