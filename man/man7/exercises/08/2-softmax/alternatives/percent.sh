# In words and rounded.
echo 'The probability is 0.867.' >first.txt
