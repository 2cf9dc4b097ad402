# echo was used, which does not turn \t into a TAB.
echo '1 1 1 0 1 0 0 1 0\t7' >t.txt
