#!/bin/bash
# Data larger than memory: gl-train (shuffled), gl-forward and gl-eval over a file of 3 GB, beside the same number of examples from a
# file of 188 MB. Prints seconds, the most anonymous memory that was seen (RssAnon), and the ratio of the speeds; a third line with
# the 3 GB dropped from the page cache first, so that the disk is read. usage: tests/bench/larger-than-memory.sh [BUILD [FOLDER]]
# (FOLDER: with room for 3.1 GB; what is made there is removed.) With LIMIT=BYTES and a cgroup folder in CGROUP, the cold run
# stands under that limit, the page cache included.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C
PATH="$(realpath "${1:-build}")/bin:$PATH"
work=$(mktemp -d "${2:-${TMPDIR:-/tmp}}/larger.XXXXXX")
trap 'rm -rf "$work"' EXIT
unset GL_THREADS GL_SEED GL_CPU
from=/usr/share/datasets/fashion-mnist
times=16

# run LABEL EXAMPLES COMMAND...: prints seconds, examples a second and the peak of RssAnon; leaves the speed in $speed
run() {
	local label=$1 n=$2 pid now most=0 start
	shift 2
	start=$(date +%s%N)
	"$@" >/dev/null &
	pid=$!
	while now=$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) && [[ -n $now ]]; do
		most=$((now > most ? now : most))
		sleep 0.02
	done
	wait "$pid"
	speed=$((n * 1000000000 / ($(date +%s%N) - start)))
	printf '%-34s %9d examples/s %8.1f MB anonymous\n' "$label" "$speed" "$(bc <<<"scale=1; $most / 1024")"
}

# percent A B
percent() {
	printf '%-34s %9d %%\n' "$1" $((100 * $2 / $3))
}

cold() {
	python3 -c "
import os, sys
f = os.open(sys.argv[1], os.O_RDONLY)
os.fsync(f)
os.posix_fadvise(f, 0, 0, os.POSIX_FADV_DONTNEED)" "$work/large.npy"
}

# Under the limit, when there is one.
limited() {
	[[ -z ${CGROUP:-} ]] || {
		mkdir -p "$CGROUP"
		echo "${LIMIT:-1000000000}" >"$CGROUP/memory.limit_in_bytes"
		echo "$BASHPID" >"$CGROUP/cgroup.procs"
	}
	exec "$@"
}

gl-encode idx -b -o "$work/small.npy" $from/train-images-idx3-ubyte.gz $from/train-labels-idx1-ubyte.gz
copies=()
for ((i = 0; i < times; i++)); do
	copies+=("$work/small.npy")
done
gl-cat -b -o "$work/large.npy" "${copies[@]}"
gl-init 'input 1x28x28, flatten, dense 128, relu, dense 10, softmax' -b -o "$work/mlp.net"
rows=$((60000 * times))
train=(gl-train "$work/mlp.net" -q -b -o "$work/trained.net" --no-history --batch 64 --lr 0.1)
echo "large.npy: $(stat -c %s "$work/large.npy") bytes, $rows examples; small.npy: $(stat -c %s "$work/small.npy") bytes"

cat "$work/small.npy" "$work/large.npy" >/dev/null # into the page cache
run 'gl-train, 188 MB' $rows "${train[@]}" "$work/small.npy" --epochs $times
small=$speed
run 'gl-train, 3 GB, in the page cache' $rows "${train[@]}" "$work/large.npy" --epochs 1
percent '  of the speed on 188 MB' "$speed" "$small"
for tool in gl-forward gl-eval; do
	run "$tool, 188 MB" 60000 $tool "$work/trained.net" "$work/small.npy"
	small=$speed
	run "$tool, 3 GB, in the page cache" $rows $tool "$work/trained.net" "$work/large.npy"
	percent '  of the speed on 188 MB' "$speed" "$small"
	cold
	run "$tool, 3 GB, from the disk" $rows limited $tool "$work/trained.net" "$work/large.npy"
done
cold
steps=2000
run "gl-train, 3 GB, from the disk" $((steps * 64)) limited "${train[@]}" "$work/large.npy" --steps $steps
cold
start=$(date +%s%N)
cat "$work/large.npy" >/dev/null
printf '%-34s %9d MB/s\n' 'the disk itself, cat' $((3014400 * 1000000 / ($(date +%s%N) - start)))
