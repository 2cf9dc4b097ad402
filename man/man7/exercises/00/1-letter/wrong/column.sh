# The picture was written column by column.
printf '1 0 0 1 1 1 1 0 0\t7\n' >t.txt
