# Field 2 is missing.
echo '0 0 1 3000 6' >new.txt
