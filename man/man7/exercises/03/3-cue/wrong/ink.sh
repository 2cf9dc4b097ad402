# A pixel that is often bright on both.
echo 28 >cue.txt
