# The index of the other answer.
printf '0 0 1 3000 6\t1\n' >new.txt
