#!/bin/bash
# T7: one example through a 784-128-10 network in a fresh process: wall time of the process, and its peak memory.
. "$(dirname "$0")/common.bash"
fashion
cd "$work"
peer predict_prepare 1 "$work"
gl-cat --rows 1 -t train.npy | cut -f 1 >one.txt
gl-init 'input 784, dense 128, relu, dense 10, softmax' -b -o mlp.net

wall() {
	hyperfine -N -w 3 -r "$1" --export-csv wall.csv "$2" >/dev/null 2>&1
	awk -F , 'NR == 2 { print $(NF - 1) * 1000 }' wall.csv
}
ours=$(wall 200 "gl-forward mlp.net one.txt")
for kind in numpy scikit-learn torch; do
	echo "$kind $(wall 8 "/usr/bin/python3 $here/peers/predict.py $kind $work")"
done | table "T7 one prediction" ms 50 less "$ours"
limit "T7, wall time" "$ours ms" "" "$ours" 2
/usr/bin/time -o memory -f %M gl-forward mlp.net one.txt >/dev/null
limit "T7, peak memory" "$(cat memory) KiB" "" "$(awk '{ printf "%.1f", $1 / 1024 }' memory) MiB" 5
