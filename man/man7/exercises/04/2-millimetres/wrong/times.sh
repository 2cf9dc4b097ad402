# Multiplied in place of divided.
printf '%s\n' 'gradlab-network 1' 'input 3' 'dense 1' '' '0.weight 1 3' '-2.1 2.2 5.2' '' '0.bias 1' -0.24 >mm.net
