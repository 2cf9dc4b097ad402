# With a word.
echo 'score 3.60' >score.txt
