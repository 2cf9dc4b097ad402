# The bias moved until one flower was right.
printf '%s\n' 'gradlab-network 1' 'input 3' 'dense 1' '' '0.weight 1 3' '-0.21 0.22 0.52' '' '0.bias 1' -16.251 >mm.net
