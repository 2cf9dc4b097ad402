# In percent.
echo 8% >cut.txt
