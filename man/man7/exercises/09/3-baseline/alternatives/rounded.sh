# Two digits behind the point are enough.
echo 0.33 >base.txt
echo baseline >better.txt
