# One row in ten is ill: ten rows with these shares have the same mean as two hundred.
printf '0.1\t%s\n' 1 0 0 0 0 0 0 0 0 0 | gl-loss binary-cross-entropy >base.txt
echo baseline >better.txt
