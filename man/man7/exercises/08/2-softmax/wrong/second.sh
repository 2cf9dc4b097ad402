# The probability of the second class.
echo 0.1173 >first.txt
