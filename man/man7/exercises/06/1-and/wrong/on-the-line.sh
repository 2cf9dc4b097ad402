# The bias is as large as one weight: the inputs 0 1 and 1 0 lie on the boundary.
sed -i '/^0.weight/{n;s/.*/10 10/}; /^0.bias/{n;s/.*/-10/}' and.net
