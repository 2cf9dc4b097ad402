# The sigmoid was taken out.
printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 1' '' '0.weight 1 1' 0.003 '' '0.bias 1' 0.12 >stuck.net
