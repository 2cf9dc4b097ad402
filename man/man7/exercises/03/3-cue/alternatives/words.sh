# Words round the number do no harm.
echo 'number 48' >cue.txt
