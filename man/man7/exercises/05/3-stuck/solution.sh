# The sum goes from -2 for black to 2 for white: sigmoid is 0.12 and 0.88 there.
# White is 255, and has to add 4 to the bias of -2: the weight is 4/255.
echo '4/255' | bc -l
# Open the file with nano stuck.net. Below 0.weight 1 1, make 0.0157 of 1; below 0.bias 1, make -2 of 0. Save it.
# The same as one command, which writes the whole file anew:
printf 'gradlab-network 1\ninput 1\ndense 1\nsigmoid\n\n0.weight 1 1\n0.0157\n\n0.bias 1\n-2\n' >stuck.net
