# One number for the kind, counted from 0.
printf '2 3000 6\t0\n' >new.txt
