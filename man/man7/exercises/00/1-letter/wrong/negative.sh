# 0 was written for ink, and 1 for none.
printf '0 0 0 1 0 1 1 0 1\t7\n' >t.txt
