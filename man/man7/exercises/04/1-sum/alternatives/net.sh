# By a network.
printf '%s\n' 'gradlab-network 1' 'input 3' 'dense 1' '' '0.weight 1 3' '1.5 -2 0.5' '' '0.bias 1' 0.7 >my.net
echo '2 3 -4' | gl-forward my.net >sum.txt
