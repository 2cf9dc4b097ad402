#!/usr/bin/env bats
# shellcheck disable=SC2154 # bats sets stderr and stderr_lines

load helper

@test "the demo reads at least 95 % of the test part, and prints each command before it runs it" {
	run -0 "$GRADLAB_DATASETS/demo" first
	[ "${lines[0]}" = "Working folder: $PWD/first" ]
	[ "${lines[-1]}" = "All files are in $PWD/first" ]
	[[ "$output" == *"$ gl-train new.net "* ]]
	# what was printed can be repeated as it stands
	mkdir again
	cd again
	sed -n 's/^\$ //p' <<<"$output" | sed '/^cd /d' >commands.sh
	[ "$(wc -l <commands.sh)" -ge 8 ]
	bash -e -o pipefail commands.sh >out.txt
	cmp ../first/digits.net digits.net
}

@test "the demo says what is missing when the tools are not on PATH" {
	PATH=/usr/bin:/bin run -2 --separate-stderr "$GRADLAB_DATASETS/demo"
	[[ "${stderr_lines[0]}" == *"gl-encode is not on PATH" ]]
}

@test "the recipe makes 60,000 and 10,000 pictures of clothes with their classes" {
	run -0 "$GRADLAB_DATASETS/fashion-mnist/make"
	run -0 /usr/bin/python3 -c '
import gzip
import numpy as np
for name, source in ("train", "train"), ("test", "t10k"):
    a = np.load(f"fashion-mnist/{name}.npy", mmap_mode="r")
    raw = gzip.open(f"/usr/share/datasets/fashion-mnist/{source}-images-idx3-ubyte.gz").read()[16:]
    x = np.frombuffer(raw, np.uint8).reshape(a["x"].shape)[-2000:]
    print(a.dtype, a.shape, set(np.bincount(a["y"])), (a["x"][-2000:] == (x / 255).astype("f4")).all())'
	[ "${lines[0]}" = "[('x', '<f4', (1, 28, 28)), ('y', '<i4')] (60000,) {6000} True" ]
	[ "${lines[1]}" = "[('x', '<f4', (1, 28, 28)), ('y', '<i4')] (10000,) {1000} True" ]
	[ "$(wc -l <fashion-mnist/labels.txt)" = 10 ]
}

@test "the recipe says which package is missing" {
	GRADLAB_FASHION=/no/such/folder run -2 --separate-stderr "$GRADLAB_DATASETS/fashion-mnist/make"
	[ "${stderr_lines[1]}" = "hint: sudo apt-get install dataset-fashion-mnist" ]
}
