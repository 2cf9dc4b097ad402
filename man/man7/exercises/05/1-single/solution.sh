# For 0 0 the output is the bias, -3.25; x0 adds 7 to it, and x1 takes 2.5 away.
printf '0 0\n1 0\n0 1\n' | gl-forward three.net
# Open the file with nano single.net. Below 0.weight 1 2, make 7 -2.5 of 0 0; below 0.bias 1, make -3.25 of 0. Save it.
# The same as one command, which writes the whole file anew:
printf 'gradlab-network 1\ninput 2\ndense 1\n\n0.weight 1 2\n7 -2.5\n\n0.bias 1\n-3.25\n' >single.net
