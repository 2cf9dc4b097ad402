# A negative weight.
printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 1' sigmoid '' '0.weight 1 1' '-0.0157' '' '0.bias 1' 2 >stuck.net
