# Other neurons altogether: x0 - x1 and x1 - x0, of which one is above 0 when the inputs differ.
sed -i '/^0.weight/{ n; s/.*/1 -1/; n; s/.*/-1 1/; }; /^0.bias/{ n; s/.*/0 0/; }; /^2.weight/{ n; s/.*/-1 -1/; }' same.net
