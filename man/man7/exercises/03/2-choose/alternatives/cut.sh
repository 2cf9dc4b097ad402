# All digits that the report has, taken out of it by cut.
gl-eval b.net new.txt | head -n 1 | cut -d ' ' -f 2 >best.txt
