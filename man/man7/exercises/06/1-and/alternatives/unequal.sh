# The two weights need not be the same.
sed -i '/^0.weight/{ n; s/.*/20 24/; }; /^0.bias/{ n; s/.*/-32/; }' and.net
