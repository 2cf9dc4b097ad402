# The number of the column.
echo 8 >cue.txt
