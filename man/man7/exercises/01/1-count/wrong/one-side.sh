# Only one side was made smaller.
echo 300 >count.txt
