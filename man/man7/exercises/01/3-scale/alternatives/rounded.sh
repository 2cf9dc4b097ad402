# Three digits are enough.
echo -0.707 >first.txt
