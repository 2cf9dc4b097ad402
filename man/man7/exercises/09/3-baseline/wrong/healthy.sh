# The cost of those who are not ill only.
echo 0.105 >base.txt
echo baseline >better.txt
