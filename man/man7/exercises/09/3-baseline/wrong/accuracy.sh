# The accuracy of always saying no, not a loss.
echo 0.9 >base.txt
echo network >better.txt
