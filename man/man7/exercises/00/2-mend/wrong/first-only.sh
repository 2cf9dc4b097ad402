# Only the first fault that gl-cat names was mended.
sed -i '2s/O/0/' broken.txt
