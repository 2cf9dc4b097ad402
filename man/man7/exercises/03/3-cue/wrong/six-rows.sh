# Six whole rows were counted before it.
echo 56 >cue.txt
