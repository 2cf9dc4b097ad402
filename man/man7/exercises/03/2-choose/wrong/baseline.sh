# The baseline.
gl-eval b.net new.txt | head -n 3 | tail -n 1 | cut -d " " -f 2 >best.txt
