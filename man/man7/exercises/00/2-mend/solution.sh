# Line 2 has the letter O for the number 0, line 4 lacks a number, line 5 has a space where the TAB belongs.
# Open the file with nano broken.txt, and mend the three lines:
#   line 2: take the letter O away, and type the number 0
#   line 4: type a space and 1 behind the eighth number; the TAB behind it stays, though it may look like a single space
#   line 5: take the last space away, and press the Tab key there
# Save it with Ctrl-O and Enter, and leave with Ctrl-X. gl-cat broken.txt now prints all six lines.
# The same as one command, of a program that the course does not need:
sed -i -e '2s/O/0/' -e '4s/\t/ 1\t/' -e '5s/ 1$/\t1/' broken.txt
