# What stands behind the word accuracy, with what was counted.
echo '92.7 % (278/300)' >best.txt
