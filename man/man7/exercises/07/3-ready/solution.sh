# Made smaller and inverted, as the pictures of the training were.
gl-encode image --size 8x8 --invert scan.png >ready.txt
