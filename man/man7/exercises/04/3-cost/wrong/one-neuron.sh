# One neuron.
echo 30000 >cost.txt
