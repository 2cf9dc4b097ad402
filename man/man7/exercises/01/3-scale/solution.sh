# The mean is 15 and the deviation sqrt(18): the first tree is (12 - 15) / sqrt(18).
# First the mean, then the deviation; each is printed.
echo '(12+15+9+21+18)/5' | bc -l
echo 'sqrt((3^2+0^2+6^2+6^2+3^2)/5)' | bc -l
echo '(12-15)/sqrt(18)' | bc -l >first.txt
