# For 1 1 the count h0 is 2, so 1 - 2 = -1, and h1 has to add 2 to it: its weight must be 2, not 1.
sed -i 's/^-1 1$/-1 2/' same.net
