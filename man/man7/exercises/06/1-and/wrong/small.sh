# The right side of the boundary, but the weights are so small that the sigmoid stays near 0.5.
sed -i '/^0.weight/{ n; s/.*/1 1/; }; /^0.bias/{ n; s/.*/-1.5/; }' and.net
