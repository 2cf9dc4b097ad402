# The outputs for 1 0 and 0 1, without subtracting the bias.
printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' '' '0.weight 1 2' '3.75 -5.75' '' '0.bias 1' -3.25 >single.net
