# Two weights are left.
printf '%s\n' 'gradlab-network 1' 'input 3' 'dense 1' '' '0.weight 1 3' '-0.021 0.022' '' '0.bias 1' -0.24 >mm.net
