# The bias was left out.
echo -5 >sum.txt
