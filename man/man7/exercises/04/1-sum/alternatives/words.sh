# In words.
echo 'output = -4.30' >sum.txt
