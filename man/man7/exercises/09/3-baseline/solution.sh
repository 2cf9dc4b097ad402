# One row in ten is ill. Nobody looked at an input, and yet the loss is below the network's 0.4.
printf '0.1\t%s\n' 1 0 0 0 0 0 0 0 0 0 | gl-loss binary-cross-entropy >base.txt
echo baseline >better.txt
