#!/bin/bash
# T8: reading 47 million numbers of text (60,000 rows of 784, about 209 MB).
. "$(dirname "$0")/common.bash"
fashion
cd "$work"
gl-cat -t --digits 4 train.npy | cut -f 1 >x.txt
size=$(stat -c %s x.txt)
seconds=$(least 7 gl-cat -b -o /dev/null x.txt)
peer text 0 x.txt | table "T8 reading text" s 6 less "$seconds"
rate=$(awk -v n="$size" -v s="$seconds" 'BEGIN { printf "%.0f", n / 1e6 / s }')
row "T8, speed" "$(awk -v n="$size" 'BEGIN { printf "%.0f", n / 1e6 }') MB" "" "$rate MB/s" 600
