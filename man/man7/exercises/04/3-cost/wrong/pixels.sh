# The inputs of a picture.
echo 600 >cost.txt
