# The score in place of the digit.
echo -4.95 >named.txt
