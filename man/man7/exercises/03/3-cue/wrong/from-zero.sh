# Counted from 0.
echo 47 >cue.txt
