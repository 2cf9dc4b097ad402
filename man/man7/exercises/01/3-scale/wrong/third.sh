# The third tree in place of the first.
echo '(9-15)/sqrt(18)' | bc -l >first.txt
