# The TAB of line 5 was put in, and the kind became 0.
sed -i -e '2s/O/0/' -e '4s/1 1 1\t/1 1 1 1\t/' -e '5s/ 1$/\t0/' broken.txt
