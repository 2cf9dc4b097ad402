# Each input is ten times as large, so each weight is a tenth; the bias has no input, and stays.
# Open the file with nano mm.net, make -0.021 0.022 0.052 of the line -0.21 0.22 0.52, and save it.
# The same as one command, which writes the whole file anew:
printf 'gradlab-network 1\ninput 3\ndense 1\n\n0.weight 1 3\n-0.021 0.022 0.052\n\n0.bias 1\n-0.24\n' >mm.net
