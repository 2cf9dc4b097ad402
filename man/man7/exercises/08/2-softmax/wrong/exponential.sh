# Not divided by the sum.
echo 20.0855 >first.txt
