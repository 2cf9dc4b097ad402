# What the picture looks like.
echo 9 >named.txt
