# The first network.
gl-eval a.net new.txt | head -n 1 | cut -d " " -f 2 >best.txt
