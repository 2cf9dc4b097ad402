# The mean was subtracted, and nothing divided.
echo "12-15" | bc -l >first.txt
