# All of the line, with what was counted, is taken too, if it is written as one number.
echo '92.7 %' >best.txt
