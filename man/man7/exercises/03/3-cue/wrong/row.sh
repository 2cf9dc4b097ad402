# The number of the row.
echo 6 >cue.txt
