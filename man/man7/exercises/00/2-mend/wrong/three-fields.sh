# The TAB of line 4 taken for the space before a ninth number, and a TAB and a 1 added.
sed -i -e '2s/O/0/' -e '4s/$/\t1/' broken.txt
