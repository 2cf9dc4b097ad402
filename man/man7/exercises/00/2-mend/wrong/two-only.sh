# The TAB of line 5 is still missing.
sed -i -e '2s/O/0/' -e '4s/1 1 1\t/1 1 1 1\t/' broken.txt
