# The right loss, and the wrong conclusion.
echo 0.325 >base.txt
echo network >better.txt
