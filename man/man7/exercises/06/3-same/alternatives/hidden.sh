# The same by a steeper hidden neuron: 2 + 2 - 2 = 2 for the input 1 1, and 0 for the others.
sed -i '/^0.weight/{ n; n; s/.*/2 2/; }; /^0.bias/{ n; s/.*/0 -2/; }' same.net
