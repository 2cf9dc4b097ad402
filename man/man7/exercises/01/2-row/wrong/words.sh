# The words were left as they are.
printf 'rabbit 3000 6\tno\n' >new.txt
