# Years before grams.
printf '0 0 1 6 3000\t0\n' >new.txt
