# Divided by 100.
printf '%s\n' 'gradlab-network 1' 'input 3' 'dense 1' '' '0.weight 1 3' '-0.0021 0.0022 0.0052' '' '0.bias 1' -0.24 >mm.net
