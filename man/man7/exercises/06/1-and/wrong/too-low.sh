# The bias outweighs both weights together: the output is low for 1 1, too.
sed -i '/^0.weight/{ n; s/.*/10 10/; }; /^0.bias/{ n; s/.*/-25/; }' and.net
