# Line 2 has the letter O for the number 0, line 4 lacks a number, line 5 has a space where the TAB belongs.
sed -i -e '2s/O/0/' -e '4s/1 1 1\t/1 1 1 1\t/' -e '5s/ 1$/\t1/' broken.txt
