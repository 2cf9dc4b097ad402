# The bias minus the outputs.
printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' '' '0.weight 1 2' '-7 2.5' '' '0.bias 1' -3.25 >single.net
