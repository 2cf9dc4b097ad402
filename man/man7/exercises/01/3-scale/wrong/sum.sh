# The squares were added and not divided.
echo "(12-15)/sqrt(90)" | bc -l >first.txt
