# Checkpoints: a run can be killed at any moment and goes on from there to the same bytes; signals save first.
load helper

setup() {
	gl_setup
	gl-synth moons -n 120 --noise 0.2 -o data
	gl-init 'input 2, standardise, dense 8, batchnorm, relu, dropout 0.2, dense 2, softmax' -o net
}

# background COMMAND...: in a process group of its own, as from a terminal; what a shell starts in the background ignores SIGINT otherwise
background() {
	/usr/bin/python3 -c '
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.setpgid(0, 0)
os.execvp(sys.argv[1], sys.argv[1:])' "$@" &
}

@test "kill -9 at 50 random moments leaves a whole checkpoint each time, and the run ends in the same bytes" {
	train=(gl-train net data --batch 8 --optimizer adam --lr 0.02 --val 20% --patience 1000 --steps 400 -q)
	"${train[@]}" -o whole
	train+=(--checkpoint point --checkpoint-every 3)
	RANDOM=1 kills=0 ends=0 moves=0 at=0 longest=20 # [ms]
	while ((kills < 50 || moves < 5)); do
		"${train[@]}" --resume point -o out &
		pid=$!
		ms=$((RANDOM % longest))
		sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
		kill -KILL $pid 2>/dev/null || true
		status=0
		wait $pid || status=$?
		if ((status == 137)); then
			kills=$((kills + 1))
		else # it came to its end: another one
			((status == 0))
			cmp whole out
			rm point out
			ends=$((ends + 1)) at=0
			continue
		fi
		now=0
		[ ! -e point ] || now=$(gl-info --bare step point) # which reads all of it
		if ((now > at)); then
			moves=$((moves + 1))
		else # a busy or slow machine needs more time to begin with
			longest=$((longest + longest / 8))
			((longest < 30000)) # else it never saves
		fi
		at=$now
	done
	echo "# $moves runs saved something before they were killed, $ends came to the end, $longest ms"
	"${train[@]}" --resume point -o out
	cmp whole out
	rm -f .gradlab-*.tmp # of those that were killed while they saved
	only data net point whole out
}

@test "a run that patience ends does so at the same epoch after an interruption anywhere" {
	train=(gl-train net data --batch 16 --optimizer adam --lr 0.1 --val 25% --patience 4 --log log -q)
	"${train[@]}" --epochs 200 -o whole
	cut -f 1-8 log >whole.log
	rows=$(wc -l <whole.log)
	((rows > 6 && rows < 200))
	for epochs in 1 2 $((rows - 6)) $((rows - 3)) $((rows - 2)) $((rows - 1)); do
		rm -f log
		"${train[@]}" --epochs $epochs --checkpoint point -o part
		"${train[@]}" --epochs 200 --resume point -o out
		cmp <(sed 's/^history.*//' whole) <(sed 's/^history.*//' out)
		cmp whole out
		cut -f 1-8 log | cmp - whole.log
	done
}

@test "a checkpoint that is cut short, or has a byte changed in its head, is refused and left as it is" {
	gl-train net data --epochs 2 --checkpoint point -q -o out
	size=$(stat -c %s point)
	for n in 0 1 7 8 100 $((size / 2)) $((size - 1)); do
		head -c $n point >piece
		cp piece same
		run -2 gl-train net data --epochs 3 --checkpoint piece --resume piece -o again
		[[ ${lines[0]} == "gl-train: piece: "* ]]
		cmp piece same
		run -2 gl-info piece
	done
	[ ! -e again ]
}

@test "a file that is no checkpoint is refused as one" {
	run -2 gl-train net data --resume data -o out
	[[ ${lines[0]} == "gl-train: data: holds no network, gradient or state: "* ]]
	[ "${lines[1]}" = "hint: --resume goes on from a file that --checkpoint wrote" ]
	run -2 gl-train net data --resume net -o out
	[[ ${lines[0]} == "gl-train: net:1: is not a checkpoint: "* ]]
	only data net
}

@test "a run can be resumed to be longer or as long as it is, not shorter" {
	gl-train net data --batch 32 --epochs 4 --checkpoint point -q -o out # 16 steps
	gl-train net data --batch 32 --epochs 4 --resume point -q -o again
	cmp out again
	rm again
	run -2 gl-train net data --batch 32 --epochs 3 --resume point -o again
	[ "${lines[0]}" = "gl-train: point: was made in epoch 4, but this run has --epochs 3" ]
	[ "${lines[1]}" = "hint: a run that is resumed can be made longer, not shorter than it is already" ]
	run -2 gl-train net data --batch 32 --steps 15 --resume point -o again
	[ "${lines[0]}" = "gl-train: point: was made after step 16, but this run has --steps 15" ]
	gl-train net data --batch 32 --steps 16 --resume point -q -o /dev/null
	gl-train net data --batch 32 --steps 13 --checkpoint point -q -o out
	run -2 gl-train net data --batch 32 --epochs 3 --resume point -o again
	[ "${lines[0]}" = "gl-train: point: was made in epoch 4, but this run has --epochs 3" ]
	[ ! -e again ]
}

@test "--checkpoint and --log write over no examples and no network, under whatever name" {
	cp data held
	ln -s data link
	sha256sum data held net >before
	for option in --checkpoint --log; do
		for file in data ./data link; do
			run -2 gl-train net data --val held -o out $option $file
			[ "$output" = "gl-train: $option $file would be written over examples" ]
		done
		run -2 gl-train net data --val held -o out $option held
		[ "$output" = "gl-train: $option held would be written over examples" ]
		run -2 gl-train net data -o out $option net
		[ "$output" = "gl-train: $option net would be written over the network" ]
		run -2 gl-train net data -o out $option out
		[ "$output" = "gl-train: $option out would be written over the network" ]
	done
	run -2 gl-train net data -o out --log both --checkpoint both
	[ "$output" = "gl-train: --log and --checkpoint would both be written to both" ]
	sha256sum -c --quiet before
	only before data held link net
	gl-train net data -q -o /dev/null --log /dev/null
}

@test "a full disk, or a folder that vanishes, is an error that leaves the old checkpoint" {
	gl-cat -b data -o data.npy
	gl-train net data.npy --epochs 2 --checkpoint point -q -o out
	cp point old
	run -2 bash -c 'ulimit -f 1; exec gl-train net data.npy --epochs 5 --resume point --checkpoint point -q -o again'
	[ "${lines[0]}" = "gl-train: point: cannot write: File too large" ]
	cmp point old
	run -2 gl-train net data --epochs 5 --checkpoint /dev/full -q -o again
	[ "${lines[0]}" = "gl-train: /dev/full: cannot write: No space left on device" ]
	only data data.npy net point old out
}

@test "after epochs a checkpoint is saved at most once a second, but always at the end; --checkpoint-every keeps to its steps" {
	mkdir in
	gl-train net data --epochs 400 --checkpoint in/point -q -o out
	[ "$(gl-info --bare epoch in/point)" = 400 ]
	gl-train net data --steps 7 --checkpoint-every 5 --checkpoint in/point -q -o out
	[ "$(gl-info --bare step in/point)" = 7 ]
}

@test "gl-info shows what is in a checkpoint, and the network in it" {
	gl-train net data --batch 50 --val 20% --steps 5 --checkpoint point -q -o out
	run gl-info point
	[ "${lines[0]}" = "point: checkpoint of gl-train after 5 steps: 2 epochs and 50 examples" ]
	[[ ${lines[1]} == "made with: --batch 50 --loss cross-entropy --optimizer sgd --lr 0.01 --val 20% --seed 1 data="*" rows=120" ]]
	[[ ${lines[2]} == "last: epoch 3, step 5: cross-entropy "*", accuracy "*"/50); held out: cross-entropy "*"/24)" ]]
	[[ ${lines[3]} == "best: epoch "*", step "*": cross-entropy "* ]]
	[[ ${lines[4]} == "point: network in binary, 2 -> 2, "* ]]
	[ "$(gl-info --arch point)" = "$(gl-info --arch net)" ]
	[ "$(gl-info --bare step point)" = 5 ]
	gl-info - <point | cmp - <(gl-info point | sed 's/^point: /standard input: /')
	gl-info --format json point | /usr/bin/python3 -c 'import json, sys; assert json.load(sys.stdin)["step"] == 5'
	run -2 gl-forward point data
	[ "${lines[1]}" = "hint: gl-train --resume goes on from a checkpoint and writes the network; gl-info shows what is in it" ]
	run -2 gl-diff point point
	[ "${lines[0]}" = "gl-diff: point and point hold checkpoints, which are not compared" ]
	run -2 gl-diff point net
	[ "${lines[0]}" = "gl-diff: point holds a checkpoint, but net holds a network" ]
}

@test "SIGINT and SIGTERM save the network and a checkpoint from which the run ends in the same bytes" {
	train=(gl-train net data --batch 8 --optimizer adam --val 20%)
	for signal in INT TERM; do
		rm -f point out
		background "${train[@]}" --epochs 1000000 --checkpoint point -q -o out
		await test -e point
		kill -s $signal $!
		status=0
		wait $! || status=$?
		[ "$status" = "$((128 + $(kill -l $signal)))" ]
		gl-forward out data >/dev/null
		steps=$(($(gl-info --bare step point) + 25))
		"${train[@]}" --steps $steps --no-history -q -o whole
		"${train[@]}" --steps $steps --no-history -q --resume point -o rest
		cmp whole rest
	done
}

@test "a loop in the shell stops when its gl-train is interrupted from the keyboard" {
	cat >loop <<-'END'
		for seed in 1 2 3; do
			gl-train net data --epochs 1000000 --seed $seed --checkpoint point$seed -q -o out$seed
			echo $? >>log
		done
	END
	# Ctrl-C reaches all processes of the foreground: here, of a group of its own
	background bash loop
	await test -e point1
	kill -s INT -- -$!
	status=0
	wait $! || status=$?
	[ "$status" = 130 ]
	[ ! -e log ]
	[ ! -e point2 ]
	gl-forward out1 data >/dev/null
}

@test "a tool that is killed while it writes leaves the old file, and beside it one with its process number in the name" {
	mkfifo rows
	echo old >out.txt
	gl-cat -o out.txt rows 3>&- &
	local tool=$!
	exec 4<>rows
	gl-synth moons -n 20000 >&4 # and more is to come
	until compgen -G ".gradlab-$tool-*.tmp" >/dev/null; do
		kill -0 "$tool"
		sleep 0.01
	done
	kill -9 "$tool"
	wait "$tool" || true
	exec 4>&-
	same old out.txt
	compgen -G ".gradlab-$tool-*.tmp"
}
