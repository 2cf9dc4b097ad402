# The picture was written as it looks, three lines of three numbers.
printf '1 1 1\n0 1 0\n0 1 0\t7\n' >t.txt
