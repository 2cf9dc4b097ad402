# The first network on the rows of the training.
gl-eval a.net seen.txt | head -n 1 | cut -d " " -f 2 >best.txt
