# Only the rows that were held back count: b.net is right for 278 of the 300.
gl-eval b.net new.txt | head -n 1 | cut -d ' ' -f 2 >best.txt
