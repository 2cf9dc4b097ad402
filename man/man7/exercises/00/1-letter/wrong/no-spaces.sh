# The nine numbers without spaces.
printf '111010010\t7\n' >t.txt
