# For 1 1 the count h0 is 2, so 1 - 2 = -1, and h1 has to add 2 to it: its weight must be 2, not 1.
# Open the file with nano same.net. Below 2.weight 1 2, make -1 2 of -1 1. Save it.
# The same as one command, of a program that the course does not need:
sed -i 's/^-1 1$/-1 2/' same.net
