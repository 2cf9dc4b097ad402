# The whole first line of the report.
gl-eval b.net new.txt | head -n 1 >best.txt
