# shellcheck shell=bash
# What the benchmarks share. Each sets `task`, measures ours and the peers' in one run, and prints a line for each.

set -euo pipefail
export LC_ALL=C
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
: "${work:?is set by tests/bench/run}"

peer() {
	local script=$1
	shift
	/usr/bin/python3 "$here/peers/$script.py" "$@"
}

# least RUNS COMMAND...: the shortest wall time of so many runs, in seconds
least() {
	local runs=$1 i start end
	shift
	for ((i = 0; i < runs; i++)); do
		start=$(date +%s%N)
		"$@" >/dev/null
		end=$(date +%s%N)
		echo $((end - start))
	done | sort -n | awk 'NR == 1 { print $1 / 1e9 }'
}

# per LESS MORE COMMAND...: seconds for one more repetition: the command is run with the counts LESS and MORE in place of @
per() {
	local less=$1 more=$2 a b
	shift 2
	a=$(least 3 "${@//@/$less}")
	b=$(least 3 "${@//@/$more}")
	awk -v a="$a" -v b="$b" -v n=$((more - less)) 'BEGIN { printf "%.9f\n", (b - a) / n }'
}

# table TASK UNIT GOAL less|more OURS < "NAME VALUE" lines of the peers: prints all, and the ratio of the best peer to ours
table() {
	sort | awk -v task="$1" -v unit="$2" -v goal="$3" -v better="$4" -v ours="$5" '
		function line(name, value, ratio) { printf "%-4s %-22s %12.6g %-14s %s\n", task, name, value, unit, ratio }
		BEGIN { line("gradlab", ours, "") }
		/-accuracy/ { next }
		{
			ratio = (better == "less") ? $2 / ours : ours / $2
			line($1, $2, sprintf("%.2fx", ratio))
			if (!least || ratio < least) least = ratio
		}
		END { printf "%-4s best peer / gradlab    %.2fx, goal %sx: %s\n\n", task, least, goal, (least + 0 >= goal + 0) ? "reached" : "MISSED" }'
}

# Fashion-MNIST as examples in $work/train.npy and $work/test.npy: float32 from 0 to 1, and the class.
fashion() {
	local from=/usr/share/datasets/fashion-mnist part
	for part in train:train test:t10k; do
		[[ -e $work/${part%:*}.npy ]] || gl-encode idx -b -o "$work/${part%:*}.npy" \
			"$from/${part#*:}-images-idx3-ubyte.gz" "$from/${part#*:}-labels-idx1-ubyte.gz"
	done
}
