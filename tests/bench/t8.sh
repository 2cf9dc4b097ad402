#!/bin/bash
# T8: reading 47 million numbers of text (60,000 rows of 784, about 209 MB).
. "$(dirname "$0")/common.bash"
fashion
cd "$work"
gl-cat -t --digits 4 train.npy | cut -f 1 >x.txt
size=$(stat -c %s x.txt)
seconds=$(least 3 gl-cat -b -o /dev/null x.txt)
peer text 0 x.txt | table T8 "s" 6 less "$seconds"
awk -v n="$size" -v s="$seconds" 'BEGIN { printf "T8   %.0f MB at %.0f MB/s\n\n", n / 1e6, n / 1e6 / s }'
