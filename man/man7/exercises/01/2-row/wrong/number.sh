# One number for the kind.
printf '3 3000 6\t0\n' >new.txt
