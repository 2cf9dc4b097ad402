# Divided by the mean of the squares: the root was forgotten.
echo "(12-15)/18" | bc -l >first.txt
