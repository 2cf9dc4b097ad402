# Row by row from the top: 1 1 1 is the bar, then twice 0 1 0, the stem. \t is the TAB before field 2.
printf '1 1 1 0 1 0 0 1 0\t7\n' >t.txt
