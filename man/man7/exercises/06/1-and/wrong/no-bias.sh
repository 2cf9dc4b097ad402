# The bias is left at 0: the output for 0 0 is 0.5, whatever the weights are.
sed -i '/^0.weight/{ n; s/.*/10 10/; }' and.net
