# The first product only.
echo 3 >sum.txt
