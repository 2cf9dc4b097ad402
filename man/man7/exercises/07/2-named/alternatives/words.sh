# In a sentence.
echo 'it is a 5' >named.txt
