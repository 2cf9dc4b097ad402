# Each weight alone must not lift the sum above 0, both together must: 10 - 15 = -5, 10 + 10 - 15 = 5.
# Open the file with nano and.net. Below 0.weight 1 2, make 10 10 of 0 0; below 0.bias 1, make -15 of 0. Save it.
# The same as one command, which writes the whole file anew:
printf 'gradlab-network 1\ninput 2\ndense 1\nsigmoid\n\n0.weight 1 2\n10 10\n\n0.bias 1\n-15\n' >and.net
