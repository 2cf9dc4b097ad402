# Rounded to two digits.
gl-encode image --invert --size 8x8 --digits 2 scan.png >ready.txt
