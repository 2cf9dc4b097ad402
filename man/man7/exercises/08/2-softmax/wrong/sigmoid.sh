# The sigmoid of the score, as if there were no other classes.
echo 0.9526 >first.txt
