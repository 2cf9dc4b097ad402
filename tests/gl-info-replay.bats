# gl-info --replay: the script that it prints makes the same network again, byte for byte, whatever the runs were.
load helper

setup() {
	gl_setup
	gl-synth moons -n 100 --noise 0.1 -o moons
	gl-init '2-8-2, softmax' -o moons.net
}

# again NET [OPTION...]: runs the script for a network; is the result the same file?
again() {
	local net=$1
	shift
	gl-info --history --replay "$@" "$net" >script
	sh script >again.net 2>summary
	cmp "$net" again.net
}

@test "a run with held-out examples, dropout and adam comes back byte for byte" {
	gl-init 'input 2, standardise, dense 16, relu, dropout 0.2, dense 2, softmax' --labels upper,lower -o deep.net
	gl-train deep.net moons --val 20% --optimizer adam --lr 0.02 --epochs 4 --seed 7 -q -o trained.net
	again trained.net
	head -n 1 script | has -xF "gl-init 'input 2, standardise, dense 16, relu, dropout 0.2, dense 2, softmax' --seed 1 --labels upper,lower |"
	grep -qF -- '--val 20% --seed 7' script
	[ "$(wc -l <script)" = 2 ]
	GL_SEED=9 again trained.net
}

@test "early stopping, and the network of an earlier epoch, come back" {
	gl-train moons.net moons --val 30% --lr 2 --patience 2 --epochs 60 -q -o trained.net
	grep -q 'kept_step=' trained.net
	again trained.net
}

@test "a resumed run comes back as the run that was never stopped, also when the network was trained in place" {
	gl-train moons.net moons --epochs 6 --batch 16 --optimizer adam -q -o whole.net
	cp moons.net place.net
	gl-train place.net moons --epochs 2 --batch 16 --optimizer adam -q --checkpoint half --in-place
	gl-train place.net moons --epochs 6 --batch 16 --optimizer adam -q --resume half -o rest.net
	cmp whole.net rest.net
	again rest.net
	[ "$(grep -c gl-train script)" = 1 ]
}

@test "of two runs in a row both are made again, or with --run the first" {
	gl-train moons.net moons --epochs 2 -q -o first.net
	gl-train first.net moons --steps 3 --batch 8 --no-shuffle --clip 1 -q -o second.net
	again second.net
	[ "$(grep -c gl-train script)" = 2 ]
	again second.net --run 2
	again first.net
	gl-info --replay --run 1 second.net >script
	sh script 2>/dev/null | cmp first.net -
	run -2 gl-info --replay --run 3 second.net
	[ "$output" = "gl-info: second.net: has 2 training runs in its history, so there is no run 3" ]
}

@test "what gl-init was told comes back: method, seed, digits, class names, the examples of --fit" {
	local arch='input 2, standardise, dense 8, tanh, residual, dense 8, end, dense 2, softmax'
	gl-init "$arch" --fit moons --init normal:0.5 --seed 3 --digits 4 --labels "it's,b c" -o a.net
	gl-train a.net moons --epochs 2 -q -o b.net
	again b.net
	grep -qF -- "--init normal:0.5 --seed 3 --digits 4 --fit moons --labels 'it'\\''s,b c' |" script
	printf '%s\n' 'no, never' yes >names
	gl-init '2-3-2, softmax' --labels-file names -b -o c.net
	gl-train c.net moons --epochs 2 -q -o d.net
	again d.net
	# examples that no run was trained on: the script asks for them
	gl-synth moons -n 20 --seed 5 -o other
	gl-init 'input 2, standardise, dense 2, softmax' --fit other -o e.net
	gl-train e.net moons --epochs 2 -q -o f.net
	run ! again f.net
	FIT=other again f.net
}

@test "the network stays in its form" {
	gl-train moons.net moons --epochs 2 -q -b -o trained.net
	again trained.net
	gl-train trained.net moons --epochs 2 -q -t -o text.net
	again text.net
}

@test "names of files may hold anything, several files are several" {
	mkdir "it's a \"folder\" \$HOME"
	local odd="it's a \"folder\" \$HOME/mo\`ons;*"
	head -n 50 moons >"$odd"
	tail -n 50 moons >-b.txt
	gl-synth moons -n 30 --seed 2 -o 'held out'
	gl-train moons.net "$odd" ./-b.txt --val 'held out' --epochs 2 -q -o trained.net
	again trained.net
}

@test "a folder of shards is named as it was, and looked into" {
	mkdir shards
	gl-cat -b moons --rows 1-40 -o shards/a.npy
	gl-cat -b moons --rows 41-100 -o shards/b.npy
	gl-train moons.net shards --epochs 2 -q -o trained.net
	again trained.net --verify
	rm shards/b.npy
	run -1 gl-info --replay --verify trained.net
}

@test "numbers that had to be rounded are rounded again" {
	/usr/bin/python3 -c "
import numpy as np
np.save('big.npy', np.array([((0.1, 1e-3), 0.), ((1 / 3, 2), 1.)], dtype=[('x', '<f8', (2,)), ('y', '<f8')]))"
	gl-train moons.net big.npy --round --epochs 2 -q -o trained.net
	again trained.net
	grep -q -- ' --round ' script
}

@test "runs with every way of stepping, shuffling and stopping come back byte for byte" {
	while read -r options; do
		# shellcheck disable=SC2086 # words
		gl-train moons.net moons --epochs 4 --batch 8 $options -q -o trained.net
		again trained.net || { echo "$options"; return 1; }
	done <<-'END'
		--schedule step,every=10,factor=0.5
		--schedule cosine --warmup 10%
		--l1 0.01 --l2 0.02
		--optimizer adam --weight-decay 0.1 --decoupled
		--optimizer rmsprop --alpha 0.9 --eps 1e-6 --clip-value 0.1
		--optimizer nesterov --momentum 0.8 --lr 0.0123456789012345
		--accumulate 3 --no-shuffle
		--shuffle-buffer 20
		--val 20% --patience 2 --min-change 0.1
		--loss mse
		--mixup 0.4 --label-smoothing 0.1 --val 20%
		--class-weights 1,2
	END
	gl-train moons.net moons --stream --steps 9 --batch 8 --epoch-steps 5 -q -o trained.net
	again trained.net
}

@test "examples that came through a pipe are asked for, and nothing runs without them" {
	gl-train moons.net --epochs 2 -q <moons -o trained.net
	gl-info --replay trained.net >script
	[ "$(head -n 1 script)" = "# the examples of run 1 came through a pipe: set DATA1 to a file of them" ]
	run ! sh script
	[[ $output == *DATA1* ]]
	DATA1=moons sh script 2>/dev/null | sed 's/ file=moons$//' | cmp trained.net -
	gl-train moons.net <(cat moons) --val <(cat moons) --epochs 2 -q -o trained.net
	gl-info --replay trained.net >script
	DATA1=moons VAL1=moons sh script 2>/dev/null >got
	gl-diff --exact trained.net got
}

@test "a network that gl-init alone does not make is asked for" {
	gl-grad moons.net moons | gl-step moons.net --lr 0.1 >step.net
	gl-train step.net moons --epochs 2 -q -o trained.net
	run ! again trained.net
	[[ $(head -n 1 script) == "# the run began with a network that gl-init alone does not make: set START to its file" ]]
	START=step.net again trained.net
	# changed between two runs: the second one is left
	gl-train moons.net moons --epochs 2 -q -o first.net
	gl-grad first.net moons | gl-step first.net --lr 0.1 >step.net
	gl-train step.net moons --epochs 1 -q -o second.net
	START=step.net again second.net
	[ "$(grep -c gl-train script)" = 1 ]
}

@test "a run that a signal ended is made again up to its step" {
	gl-train moons.net moons --epochs 1000000 -q -o trained.net --log log &
	logged() { [ -e log ] && (($(wc -l <log) > 3)); }
	await logged
	kill -TERM $! || true
	wait $! || true
	grep -q ' ended=signal ' trained.net
	gl-info --replay trained.net >script
	grep -q '^# run 1 was interrupted; --steps' script
	run ! grep -q -- --epochs script
	sh script >got 2>/dev/null
	gl-diff --exact trained.net got
}

@test "a run that diverged, or met a bad line in a stream, says so and is made again to the same bytes" {
	options=(--lr 2 --batch 50 --epochs 100 --schedule "exponential,factor=20" --val 20%)
	run -1 gl-train moons.net moons "${options[@]}" -o diverged.net
	grep -q ' kept_step=.* ended=diverged ' diverged.net
	gl-info --replay --verify diverged.net >script
	[ "$(head -n 1 script)" = "# run 1 diverged, and does so again: its status is 1" ]
	run -1 sh -c 'sh script >got 2>said'
	cmp diverged.net got
	grep -q 'training diverged at step' said
	# trained further from there
	gl-train diverged.net moons --epochs 2 -q -o more.net
	again more.net

	{ cat moons && echo 1; } >bad
	run -2 gl-train moons.net bad --stream --shuffle-buffer 10 --epoch-steps 3 -o broken.net
	grep -q ' ended=bad-data ' broken.net
	gl-info --replay broken.net >script
	[ "$(head -n 1 script)" = "# run 1 met bad data, and does so again: its status is 2" ]
	run -2 sh -c 'sh script >got 2>said'
	cmp broken.net got
	grep -q 'bad:101: ' said
}

@test "--verify looks into the files: status 1, and what is not as it was" {
	cp moons held
	gl-train moons.net moons --val held --epochs 2 -q -o trained.net
	gl-info --replay --verify trained.net >verified
	gl-info --replay trained.net | cmp - verified
	printf '1 1\t0\n' >>held
	run -1 --separate-stderr gl-info --replay --verify trained.net
	[[ $stderr == "gl-info: trained.net: --val: held: other examples than they were: their hash is "* ]]
	[[ ${lines[0]} == "# --val: held: other examples"* && ${lines[1]} == gl-init* ]]
	rm moons
	run -1 --separate-stderr gl-info --replay --verify trained.net
	[ "$stderr" = "gl-info: trained.net: run 1: moons: cannot open: No such file or directory" ]
	gl-info --replay trained.net >/dev/null
	cp held moons
	head -n 100 moons >m && mv m moons && cp moons held
	gl-info --replay --verify trained.net >/dev/null
	gl-grad trained.net moons | gl-step --in-place trained.net
	run -1 --separate-stderr gl-info --replay --verify trained.net
	[ "$stderr" = "gl-info: trained.net: the network was changed after its last run" ]
}

# with_history LINE...: moons.net with these lines of history
with_history() {
	sed '/^softmax/q' moons.net
	printf 'history %s\n' "$@"
	sed '1,/^softmax/d' moons.net
}

@test "every option of a line comes back as it stands there, whatever it is" {
	with_history 'gl-train 0.1.0 --epochs 3 --schedule step,every=10,factor=0.1 --mixup alpha=0.2 --warm --words "a \"b\" c" --x -1 --seed 4 data=0123456789abcdef rows=9 later=1 file=moons' >odd.net
	gl-info --replay odd.net >script
	grep -qF -- "moons --epochs 3 --schedule step,every=10,factor=0.1 --mixup alpha=0.2 --warm --words 'a \"b\" c' --x -1 --seed 4" script
	run ! grep -q later script
	grep -q '^# its history does not say what the run began with' script
	with_history 'gl-train 0.0.1 --epochs 3 data=0123456789abcdef rows=9 file=moons' >odd.net
	gl-info --replay odd.net | has -x '# run 1 was made by gl-train 0.0.1, and this is 0.1.0'
}

@test "a history that was made to do harm does none" {
	# shellcheck disable=SC2016,SC1003 # nothing here is to be expanded
	for bad in '$(touch harm)' '`touch harm`' '"; touch harm; "' "'; touch harm; '" '"a\n touch harm\n"' '}$(touch harm)' '"' '--' '=' '"\'; do
		with_history "gl-init $bad --seed $bad --init $bad --digits $bad data=$bad rows=$bad" \
			"gl-train $bad --lr $bad --val $bad $bad --$bad $bad data=0123456789abcdef rows=$bad kept_step=$bad ended=$bad start=$bad end=$bad file=$bad" >bad.net
		gl-info --replay bad.net >script || continue
		sh script >/dev/null 2>&1 </dev/null || true
		START=moons.net DATA1=moons FIT=moons VAL1=moons sh script >/dev/null 2>&1 </dev/null || true
		[ ! -e harm ]
	done
}

@test "what cannot be made again, or asked for, is refused in words" {
	run -2 --separate-stderr gl-info --replay moons.net
	[ "${stderr_lines[0]}" = "gl-info: moons.net: has no training run in its history" ]
	run -2 gl-info --verify moons.net
	[ "$output" = "gl-info: --verify is for --replay" ]
	run -2 gl-info --run 1 moons.net
	[ "$output" = "gl-info: --run is for --replay" ]
	run -2 gl-info --replay --draw moons.net
	gl-grad moons.net moons >g
	run -2 gl-info --replay g
	gl-train moons.net moons --epochs 1 -q -o trained.net
	run -2 gl-info --replay trained.net -o /dev/full
	[[ $output == "gl-info: /dev/full: "*"No space left on device" ]]
}
