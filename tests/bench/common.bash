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

# epoch COMMAND...: seconds of a gl-train's shortest epoch, by its log: as the peers measure their own loops
epoch() {
	rm -f log.tsv
	"$@" --log log.tsv >/dev/null
	awk -F '\t' 'NR > 1 { e = $NF - before; before = $NF; if (NR == 2 || e < least) least = e } END { print least }' log.tsv
}

# row TASK OURS PEERS RATIO GOAL: a row of the table; the last column says whether the ratio reaches the goal
row() {
	awk -v ratio="$4" -v goal="$5" -v head="| $1 | $2 | $3 |" 'BEGIN {
		printf "%s %s | %s | %s |\n", head, ratio, goal, (ratio + 0 >= goal + 0) ? "yes" : "NO" }'
}

# limit TASK OURS PEERS VALUE LIMIT: the same where a value must not be above a limit
limit() {
	awk -v value="$4" -v limit="$5" -v head="| $1 | $2 | $3 |" 'BEGIN {
		printf "%s %s | <= %s | %s |\n", head, value, limit, (value + 0 <= limit + 0) ? "yes" : "NO" }'
}

# quotient A B: A / B, with two digits
quotient() {
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", a / b }'
}

# best less|more < "NAME VALUE" lines: the best of each name, in the order of their first
best() {
	awk -v better="$1" '!($1 in best) { name[n++] = $1; best[$1] = $2 }
		better == "less" && $2 + 0 < best[$1] + 0 || better == "more" && $2 + 0 > best[$1] + 0 { best[$1] = $2 }
		END { for (i = 0; i < n; i++) print name[i], best[name[i]] }'
}

# table TASK UNIT GOAL less|more OURS < "NAME VALUE" lines of the peers: a row, with the ratio to the best peer
table() {
	local ours=$5 peers ratio
	peers=$(grep -v accuracy | sort | awk '{ printf "%s%s %.4g", (NR > 1) ? ", " : "", $1, $2 }')
	ratio=$(tr ',' '\n' <<<"$peers" | awk -v better="$4" -v ours="$ours" '
		{ r = (better == "less") ? $2 / ours : ours / $2; if (NR == 1 || r < least) least = r }
		END { printf "%.2f", least }')
	row "$1" "$(awk -v v="$ours" 'BEGIN { printf "%.4g", v }') $2" "$peers" "$ratio" "$3"
}

# Fashion-MNIST as examples in $work/train.npy and $work/test.npy: float32 from 0 to 1, and the class.
fashion() {
	local from=/usr/share/datasets/fashion-mnist part
	for part in train:train test:t10k; do
		[[ -e $work/${part%:*}.npy ]] || gl-encode idx -b -o "$work/${part%:*}.npy" \
			"$from/${part#*:}-images-idx3-ubyte.gz" "$from/${part#*:}-labels-idx1-ubyte.gz"
	done
	sync # writing them to the disk takes processors too
}
