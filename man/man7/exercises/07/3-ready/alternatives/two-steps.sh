# Inverted by bc: 1 minus each number.
gl-encode image --size 8x8 scan.png | tr ' ' '\n' | sed 's/.*/1 - &/' | bc -l | paste -s -d ' ' >ready.txt
