# Only one weight was set: the output follows that input alone.
sed -i '/^0.weight/{n;s/.*/10 0/}; /^0.bias/{n;s/.*/-5/}' and.net
