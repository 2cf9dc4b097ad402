# The sum goes from -2 for black to 2 for white: sigmoid is 0.12 and 0.88 there.
printf '%s\n' 'gradlab-network 1' 'input 1' 'dense 1' sigmoid '' '0.weight 1 1' '0.0157' '' '0.bias 1' -2 >stuck.net
