# The squared error of the same predictions.
echo 0.09 >base.txt
echo baseline >better.txt
