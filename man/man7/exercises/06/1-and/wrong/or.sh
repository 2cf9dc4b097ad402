# The bias is too weak: one input that is 1 is enough. That is OR.
sed -i '/^0.weight/{ n; s/.*/10 10/; }; /^0.bias/{ n; s/.*/-5/; }' and.net
