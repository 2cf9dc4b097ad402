# The height itself.
echo 12 >first.txt
