# With gl-info, which counts them for one picture.
gl-init 600-30 >n.net
echo "50*$(gl-info --bare multiply-adds n.net)" | bc >cost.txt
