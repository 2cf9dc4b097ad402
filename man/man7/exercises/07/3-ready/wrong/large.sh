# Not made smaller.
gl-encode image --invert scan.png >ready.txt
