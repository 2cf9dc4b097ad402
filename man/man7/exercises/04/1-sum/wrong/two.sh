# The third product left out.
echo -2.3 >sum.txt
