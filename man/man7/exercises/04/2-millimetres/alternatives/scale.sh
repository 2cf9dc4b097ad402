# The inputs divided by 10 before the neuron, and the neuron as it was.
printf '%s\n' 'gradlab-network 1' 'input 3' standardise 'dense 1' '' '0.mean 3' '0 0 0' '' '0.scale 3' '10 10 10' '' \
	'1.weight 1 3' '-0.21 0.22 0.52' '' '1.bias 1' -0.24 >mm.net
