# The second line of the report.
gl-eval b.net new.txt | head -n 2 | tail -n 1 | cut -d " " -f 2 >best.txt
