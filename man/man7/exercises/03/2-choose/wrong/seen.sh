# The accuracy on the rows of the training.
gl-eval b.net seen.txt | head -n 1 | cut -d " " -f 2 >best.txt
