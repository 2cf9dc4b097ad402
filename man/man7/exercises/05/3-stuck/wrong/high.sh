# Steep enough, but the bias is too high.
printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 1' sigmoid '' '0.weight 1 1' '0.0157' '' '0.bias 1' -1 >stuck.net
