# The stem comes before the bar: the picture stands on its head.
printf '0 1 0 0 1 0 1 1 1\t7\n' >t.txt
