# The same numbers with more digits.
printf '%s\n' 'gradlab-network 1' 'input 2' 'dense 1' '' '0.weight 1 2' '7.0 -2.50' '' '0.bias 1' -3.250 >single.net
