# The probability of the third class.
echo 0.0159 >first.txt
