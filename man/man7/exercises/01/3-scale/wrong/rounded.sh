# Rounded to one digit.
echo -0.7 >first.txt
