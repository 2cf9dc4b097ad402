# The inputs are brought to 0 to 1 first.
printf '%s\n' 'gradlab-network 1' 'input 1' standardise 'dense 1' sigmoid '' '0.mean 1' 0 '' '0.scale 1' 255 '' '1.weight 1 1' 4 '' '1.bias 1' -2 >stuck.net
