# In percent, without saying so.
echo 86.7 >first.txt
