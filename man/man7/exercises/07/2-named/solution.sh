# The greatest of the ten scores, -4.95, is the sixth, and the first belongs to the digit 0: the network names a 5.
gl-encode image odd.png | gl-forward --digits 3 --upto 2 digits.net
echo 5 >named.txt
