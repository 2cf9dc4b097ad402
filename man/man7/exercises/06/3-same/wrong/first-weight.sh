# The other weight of the last neuron was changed.
sed -i 's/^-1 1$/-2 1/' same.net
