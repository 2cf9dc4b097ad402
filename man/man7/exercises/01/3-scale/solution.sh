# The mean is 15 and the deviation sqrt(18): the first tree is (12 - 15) / sqrt(18).
echo '(12-15)/sqrt((3^2+0^2+6^2+6^2+3^2)/5)' | bc -l >first.txt
