# The third network.
gl-eval c.net new.txt | head -n 1 | cut -d " " -f 2 >best.txt
