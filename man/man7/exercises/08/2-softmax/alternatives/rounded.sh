# Two digits behind the point are enough.
echo 0.87 >first.txt
