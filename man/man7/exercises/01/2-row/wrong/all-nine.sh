# All nine lines are in the file.
gl-encode table pets.csv --target adopted >new.txt; printf '0 0 1 3000 6\t0\n' >>new.txt
