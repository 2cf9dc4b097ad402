# 0 to 255.
gl-encode image --raw --size 8x8 --invert scan.png >ready.txt
