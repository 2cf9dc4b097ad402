# The cost of the ill only.
echo 2.303 >base.txt
echo network >better.txt
