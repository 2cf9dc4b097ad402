# The letter O was replaced by a 1: a full square.
sed -i -e '2s/O/1/' -e '4s/1 1 1\t/1 1 1 1\t/' -e '5s/ 1$/\t1/' broken.txt
