# With the sign of percent.
echo '92.7 %' >best.txt
