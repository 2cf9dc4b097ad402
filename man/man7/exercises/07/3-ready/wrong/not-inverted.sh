# Black ink on white, as it came.
gl-encode image --size 8x8 scan.png >ready.txt
