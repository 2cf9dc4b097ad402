# Made with an editor, where the Tab key types the TAB; some spaces too many, and no end of line.
printf ' 1 1  1 0 1.0 0 0 1 0 	7.0' >t.txt
