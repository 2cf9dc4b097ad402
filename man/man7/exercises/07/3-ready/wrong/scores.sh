# The scores in place of the picture.
gl-encode image --size 8x8 --invert scan.png | gl-forward --upto 2 digits.net >ready.txt
