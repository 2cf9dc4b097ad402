# All is mended, and an empty line was left at the end.
sed -i -e '2s/O/0/' -e '4s/1 1 1\t/1 1 1 1\t/' -e '5s/ 1$/\t1/' broken.txt && echo >>broken.txt
