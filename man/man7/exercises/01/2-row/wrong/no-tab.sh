# A space in place of the TAB.
echo '0 0 1 3000 6 0' >new.txt
