# A network with the three neurons, run by the tool.
printf '%s\n' 'gradlab-network 1' 'input 3' relu 'dense 1' '' '1.weight 1 3' '0.5 -3 2' '' '1.bias 1' -0.4 >hand.net
echo '2 -1 1.5' | gl-forward hand.net >score.txt
