# For 0 0 the output is the bias, -3.25; x0 adds 7 to it, and x1 takes 2.5 away.
printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' '' '0.weight 1 2' '7 -2.5' '' '0.bias 1' -3.25 >single.net
