# A copy of the network with three layers.
cp three.net single.net
