# The output's bias was raised: 1 1 is right now, and the others are not.
sed -i '/^2.bias/{ n; s/.*/2/; }' same.net
