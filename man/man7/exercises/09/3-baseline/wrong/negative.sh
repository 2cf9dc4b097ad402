# The sign was left.
echo -0.325 >base.txt
echo baseline >better.txt
