# Counted down the columns.
echo 62 >cue.txt
