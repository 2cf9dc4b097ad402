# The picture that becomes numbers is 10 across and 5 down, with 3 channels: 10 * 5 * 3.
echo 150 >count.txt
