# The squares were divided by four, not by five.
echo "(12-15)/sqrt(90/4)" | bc -l >first.txt
