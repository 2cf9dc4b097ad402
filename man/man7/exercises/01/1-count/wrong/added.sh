# The sides were added, not multiplied.
echo 45 >count.txt
