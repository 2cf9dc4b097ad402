# The one stands at the place of the cat.
printf '1 0 0 3000 6\t0\n' >new.txt
