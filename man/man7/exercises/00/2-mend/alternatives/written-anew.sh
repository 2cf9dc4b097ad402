# All six lines written anew give the same numbers, however they are spaced.
printf '1 0 1 0 1 0 1 0 1\t0\n%s\n1 0 1 0 1 0 1 0 1\t0\n%s\n%s\n1 0 1 0 1 0 1 0 1\t0' \
	'1 1 1 1 0 1 1 1 1	1' '1 1 1 1  0 1 1 1 1	1' ' 1 1 1 1 0 1 1 1 1 	1' >broken.txt
