# Field 2 was forgotten.
echo '1 1 1 0 1 0 0 1 0' >t.txt
