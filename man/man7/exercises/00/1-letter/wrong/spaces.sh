# A space stands before the 7 in place of a TAB.
echo '1 1 1 0 1 0 0 1 0 7' >t.txt
