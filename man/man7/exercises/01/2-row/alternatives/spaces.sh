# How it is spaced does not matter.
printf ' 0  0 1.0  3000 6 \t 0' >new.txt
