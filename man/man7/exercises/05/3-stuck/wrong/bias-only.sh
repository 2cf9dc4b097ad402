# The bias in the middle of the brightness, and the weight left.
printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 1' sigmoid '' '0.weight 1 1' '1' '' '0.bias 1' -128 >stuck.net
