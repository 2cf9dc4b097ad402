# The score that is farthest from 0, without regard to its sign.
echo 4 >named.txt
