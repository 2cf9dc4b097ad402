# The missing number was put in as a 0, so that the O has a gap.
sed -i -e '2s/O/0/' -e '4s/1 1 1\t/1 1 1 0\t/' -e '5s/ 1$/\t1/' broken.txt
