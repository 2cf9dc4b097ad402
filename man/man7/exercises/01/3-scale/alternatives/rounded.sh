# Two digits behind the point are enough.
echo -0.71 >first.txt
