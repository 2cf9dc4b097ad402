# No rotten apple passes, and nearly half of the good ones are thrown away.
echo 0.01 >cut.txt
