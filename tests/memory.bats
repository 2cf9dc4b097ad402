#!/usr/bin/env bats
# Memory that a mapped file does not fill: the tools hold a batch, the network and its gradient, not the data.
load helper

# examples ROWS FILE: so many rows of 784 numbers and a class, all 0 (the file has holes, so it is made in no time)
examples() {
	/usr/bin/python3 -c "
import sys
from numpy.lib.format import open_memmap
open_memmap(sys.argv[2], 'w+', [('x', '<f4', (784,)), ('y', '<i4')], (int(sys.argv[1]),))" "$@"
}

# anonymous COMMAND...: runs it; the most anonymous memory [KiB] that it was seen to hold (at least one look must succeed)
anonymous() {
	local pid now most=0
	"$@" >out &
	pid=$!
	while now=$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) && [[ -n $now ]]; do
		most=$((now > most ? now : most))
		sleep 0.01
	done
	wait "$pid" || return
	((most > 0)) && echo "$most"
}

@test "gl-train, gl-forward and gl-eval over 200 MB hold less than 100 MB of their own" {
	local held
	examples 66000 big.npy
	(($(stat -c %s big.npy) > 200000000))
	gl-init 'input 784, dense 16, relu, dense 10, softmax' -b -o some.net
	held=$(anonymous gl-train some.net big.npy --epochs 1 --batch 64 -q -b -o trained.net)
	echo "gl-train $held KiB"
	((held < 100000))
	held=$(anonymous gl-forward trained.net big.npy)
	echo "gl-forward $held KiB"
	((held < 100000))
	held=$(anonymous gl-eval trained.net big.npy)
	echo "gl-eval $held KiB"
	((held < 100000))
	grep -q '66000/66000' out
}

@test "gl-eval beside training rows, another network and a list of mistakes holds no more for a larger file" {
	local few many
	examples 6600 small.npy
	examples 66000 big.npy
	gl-init 'input 784, dense 16, relu, dense 10, softmax' -b -o some.net
	gl-init 'input 784, dense 16, relu, dense 10, softmax' --seed 2 -b -o other.net
	few=$(anonymous gl-eval some.net small.npy --train small.npy --compare other.net --errors wrong.tsv --worst 10)
	many=$(anonymous gl-eval some.net big.npy --train big.npy --compare other.net --errors wrong.tsv --worst 10)
	echo "20 MB: $few KiB, 200 MB: $many KiB"
	((many < few + 16000)) # a training row takes 21 bytes
	grep -q 'seen in training 100.0 % (66000/66000)' out
}

@test "what gl-train holds does not grow with the file" {
	local few many
	examples 6600 small.npy
	examples 66000 big.npy
	gl-init 'input 784, dense 16, relu, dense 10, softmax' -b -o some.net
	few=$(anonymous gl-train some.net small.npy --steps 1000 --batch 64 -q -b -o trained.net)
	many=$(anonymous gl-train some.net big.npy --steps 1000 --batch 64 -q -b -o trained.net)
	echo "20 MB: $few KiB, 200 MB: $many KiB"
	((many < few + 16000)) # a row's number takes 8 bytes, which is 0.5 MB
}
