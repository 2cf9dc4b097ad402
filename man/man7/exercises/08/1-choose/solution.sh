# Grams, millimetres, prices and years are amounts; an animal, yes or no, a digit and a postcode are names.
# Open the file with nano choose.txt. Type a space and a letter at the end of each line, and save it:
#   lines 1, 4, 6 and 7: r    lines 2, 3, 5 and 8: c
# The same by commands; paste puts the lines of two files side by side:
printf 'r\nc\nc\nr\nc\nr\nr\nc\n' >letters.txt
paste -d ' ' choose.txt letters.txt >chosen.txt
cat chosen.txt >choose.txt
