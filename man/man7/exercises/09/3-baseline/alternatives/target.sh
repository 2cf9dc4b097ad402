# A target may be a probability too.
printf '0.1\t0.1\n' | gl-loss --bare binary-cross-entropy >base.txt
echo Baseline. >better.txt
