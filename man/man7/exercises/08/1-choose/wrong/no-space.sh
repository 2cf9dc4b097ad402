# The letters were written at the ends of the lines without a space.
sed -i 's/$/r/' choose.txt
