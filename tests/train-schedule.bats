# Schedules of gl-train. Their values beside PyTorch's: tests/unit/schedule.c.
load helper

setup() {
	gl_setup
	gl-synth moons -n 20 --noise 0.2 -o data
	gl-init 'input 2, standardise, dense 6, relu, dropout 0.2, dense 2, softmax' --fit data -o net
}

SCHEDULES=(constant "step,every=1,factor=0.3" "exponential,factor=0.7" "linear,end=0.001" cosine "one-cycle,up=40%"
	"cyclical,every=2,min=0.01" "plateau,factor=0.5,patience=0")

# rates [OPTION]...: the second column of the table
rates() {
	gl-train net data "$@" --dry-run | grep -v '^#' | cut -f 2 | paste -sd ' '
}

@test "there is a test for every schedule" {
	{ gl-train net data --schedule '?' 2>&1 || true; } | sed -n '/^hint: there are /{ s///; s/,\{0,1\} and /, /; s/, /\n/g; p; }' |
		all_in "${SCHEDULES[*]}"
}

@test "--dry-run prints step and rate for gnuplot, and trains nothing" {
	run --separate-stderr gl-train net data --batch 10 --epochs 2 --lr 0.1 --schedule step,every=1 --dry-run --log log \
		--checkpoint point --in-place -o out
	[ "$status" = 2 ] # --in-place and -o exclude each other as ever
	cp net before
	gl-train net data --batch 10 --epochs 2 --lr 0.1 --schedule step,every=1 --dry-run --log log --checkpoint point --in-place >table
	same "$(printf '# step\trate\n1\t0.1\n2\t0.1\n3\t0.01\n4\t0.01')" table
	cmp before net
	only before net data table
	run -2 bash -c 'gl-train net data --dry-run >/dev/full'
	[ "$output" = "gl-train: standard output: cannot write: No space left on device" ]
}

@test "every schedule has the rates that the manual says" {
	options=(--batch 5 --lr 0.1 --epochs 2)
	[ "$(rates "${options[@]}")" = "0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1" ]
	[ "$(rates "${options[@]}" --schedule exponential,factor=0.5)" = "0.1 0.1 0.1 0.1 0.05 0.05 0.05 0.05" ]
	[ "$(rates "${options[@]}" --schedule linear)" = "0.1 0.0875 0.075 0.0625 0.05 0.0375 0.025 0.0125" ]
	[ "$(rates "${options[@]}" --schedule cosine | cut -d ' ' -f 1,5)" = "0.1 0.05" ]
	[ "$(rates "${options[@]}" --schedule one-cycle,up=50% | cut -d ' ' -f 1,4,8)" = "0.004 0.1 4e-7" ]
	[ "$(rates "${options[@]}" --schedule cyclical,every=1,min=0.02)" = "0.02 0.06 0.1 0.06 0.02 0.06 0.1 0.06" ]
	[ "$(rates "${options[@]}" --schedule cyclical,every=1 | cut -d ' ' -f 1,3)" = "0.025 0.1" ]
	[ "$(rates "${options[@]}" --schedule plateau)" = "0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1" ]
	[ "$(rates "${options[@]}" --warmup 4)" = "0.02 0.04 0.06 0.08 0.1 0.1 0.1 0.1" ]
	[ "$(rates "${options[@]}" --warmup 50%)" = "0.02 0.04 0.06 0.08 0.1 0.1 0.1 0.1" ]
	[ "$(rates "${options[@]}" --warmup 4 --schedule linear)" = "0.02 0.04 0.06 0.08 0.1 0.075 0.05 0.025" ]
	[ "$(rates --batch 20 --lr 0.1 --steps 3 --schedule linear)" = "0.1 0.0666666667 0.0333333333" ]
	gl-train net data --schedule plateau --dry-run | has '^# plateau lowers the rate when'
}

@test "a run with a schedule equals the shell loop with the rates that --dry-run printed, byte for byte" {
	for schedule in "${SCHEDULES[@]}"; do
		[[ $schedule != plateau* ]] || continue # its rates are known afterwards only: the next test
		echo "$schedule"
		options=(--optimizer adam --lr 0.05 --weight-decay 0.02)
		run=(--epochs 3 --batch 8 --seed 7 --no-shuffle --schedule "$schedule" --warmup 2)
		gl-train net data "${options[@]}" "${run[@]}" --no-history -q -o short
		cp net long
		rm -f state
		while read -r step rate; do
			first=$(((step - 1) % 3 * 8 + 1))
			sed -n "$first,$((first + 7))p" data | gl-grad long --step $((step - 1)) --seed 7 |
				gl-step long --in-place --state state "${options[@]}" --lr "$rate"
		done < <(gl-train net data "${options[@]}" "${run[@]}" --dry-run | tail -n +2)
		cmp short long
	done
}

@test "plateau equals the shell loop with the rates of the log, byte for byte" {
	options=(--epochs 6 --batch 20 --seed 7 --no-shuffle --schedule "plateau,factor=0.5,patience=0,threshold=0.1" --lr 4)
	gl-train net data "${options[@]}" --log log --no-history -q -o short
	cp net long
	while read -r step rate; do
		gl-grad long data --step $((step - 1)) --seed 7 | gl-step long --in-place --lr "$rate"
	done < <(tail -n +2 log | cut -f 2,7)
	cmp short long
	# the rate that follows from the losses in the log
	tail -n +2 log | cut -f 3,7 | awk 'NR == 1 { rate = 4 } $2 != rate { exit 1 }
		NR == 1 || $1 < 0.9 * best { best = $1; next } { rate /= 2; n++ } END { exit n < 2 }'
}

@test "plateau goes by the validation loss where there is one" {
	# what is learned makes the held-out loss worse with every step
	printf '1 0\t0\n-1 0\t1\n' >learn
	printf '1 0\t1\n-1 0\t0\n' >held
	gl-init '2-8-2, softmax' -o plain
	options=(--lr 0.5 --epochs 6 --schedule "plateau,factor=0.5,patience=1" --log log -q -o out)
	gl-train plain learn "${options[@]}"
	[ "$(tail -n +2 log | cut -f 7 | paste -sd ' ')" = "0.5 0.5 0.5 0.5 0.5 0.5" ]
	gl-train plain learn --val held "${options[@]}"
	[ "$(tail -n +2 log | cut -f 7 | paste -sd ' ')" = "0.5 0.5 0.5 0.25 0.25 0.125" ]
}

@test "a run stopped in the middle of any schedule and resumed ends in the same bytes" {
	# --patience, which may change, is what stops it: no epoch counts as better
	for schedule in "${SCHEDULES[@]}"; do
		echo "$schedule"
		options=(--optimizer momentum --lr 0.3 --batch 6 --epochs 5 --schedule "$schedule" --warmup 10% --val 20% --seed 3
			--no-history)
		gl-train net data "${options[@]}" -q -o whole
		gl-train net data "${options[@]}" --patience 1 --min-change 100 --checkpoint point -o part 2>said
		grep -q '^gl-train: 2 epochs, ' said
		gl-train net data "${options[@]}" -q --resume point --log log -o rest
		[ "$(cut -f 1 log | paste -sd ' ')" = "epoch 3 4 5" ]
		cmp whole rest
	done
}

@test "a run killed in the middle of a warm-up, a cycle or on a plateau and resumed ends in the same bytes" {
	gl-synth moons -n 2000 --noise 0.2 -o many
	gl-init 'input 2, standardise, dense 32, relu, dense 2, softmax' -o wide
	for schedule in one-cycle plateau,factor=0.7,patience=0; do
		options=(--epochs 25 --lr 0.2 --schedule "$schedule" --warmup 300 --val 20% --seed 3 -q)
		gl-train wide many "${options[@]}" -o whole
		rm -f point
		gl-train wide many "${options[@]}" --checkpoint point --checkpoint-every 7 -o part &
		await test -e point
		kill -KILL $! || true # it may have come to its end
		wait $! || true
		gl-train wide many "${options[@]}" --resume point --threads 2 -o resumed
		cmp whole resumed
	done
}

@test "the log has the rate of the last step of each epoch, as --dry-run prints it" {
	options=(--batch 7 --epochs 3 --lr 0.1 --schedule cosine --warmup 10%)
	gl-train net data "${options[@]}" --log log -q -o out
	gl-train net data "${options[@]}" --dry-run >table
	join -t "$(printf '\t')" <(tail -n +2 log | cut -f 2,7) <(tail -n +2 table) | awk '$2 != $3 { exit 1 } END { exit NR != 3 }'
}

@test "the history shows the schedule as it would be typed, and typing it gives the same network" {
	gl-train net data --epochs 3 --batch 5 --lr 0.2 --schedule cyclical --warmup 25% -q -o a
	grep -q -- ' --schedule cyclical,every=4,min=0.05,factor=1 --warmup 3 ' a
	gl-train net data --epochs 3 --batch 5 --lr 0.2 --schedule cyclical,every=4,min=0.05,factor=1 --warmup 3 -q -o b
	cmp a b
	gl-init '2-8-2, softmax' -o plain
	gl-train plain data --epochs 3 --batch 5 --schedule one-cycle,up=20% --warmup 25% --val 20% --patience 2 --min-change 0.01 -q -o a
	gl-info --replay a >again
	grep -q -- ' --schedule one-cycle,up=0.2,div=25,final-div=10000 --warmup 3 ' again
	sh again >b 2>said
	cmp a b
	gl-train net data --schedule constant --warmup 0 -q -o a
	gl-train net data -q -o b
	cmp a b
	run -1 grep schedule a
}

@test "--resume refuses another schedule, and another length where the schedule depends on it" {
	gl-train net data --epochs 2 --schedule cosine --checkpoint point -q -o out
	run -2 gl-train net data --epochs 2 --schedule linear --resume point
	[ "${lines[0]}" = "gl-train: point: was made with --schedule cosine,min=0, but this run has --schedule linear,end=0" ]
	run -2 gl-train net data --epochs 3 --schedule cosine --resume point
	[ "${lines[0]}" = "gl-train: point: was made with schedule_steps=2, but this run has schedule_steps=3" ]
	[ "${lines[1]}" = "hint: the schedule depends on how many steps there are: --epochs and --steps must stay as they were" ]
	run -2 gl-train net data --epochs 2 --resume point
	[ "${lines[0]}" = "gl-train: point: was made with --schedule cosine,min=0, but this run has no --schedule" ]
	gl-train net data --epochs 2 --schedule exponential --warmup 1 --checkpoint point -q -o out
	gl-train net data --epochs 3 --schedule exponential --warmup 1 --resume point -q -o longer
	gl-train net data --epochs 3 --schedule exponential --warmup 1 -q -o whole
	cmp longer whole
}

@test "--dry-run with --resume prints the steps that are left" {
	gl-train net data --batch 10 --steps 3 --schedule exponential --checkpoint point -q -o out
	gl-train net data --batch 10 --steps 7 --schedule exponential --dry-run >whole
	gl-train net data --batch 10 --steps 7 --schedule exponential --resume point --dry-run >rest
	diff <(tail -n 4 whole) <(tail -n +2 rest)
}

@test "a mistyped schedule or number is refused with what may have been meant" {
	run -2 gl-train net data --schedule cosne
	[ "$output" = "$(printf '%s\n' "gl-train: --schedule: there is no schedule 'cosne'" 'hint: did you mean cosine?')" ]
	run -2 gl-train net data --schedule step,evry=3
	[ "$output" = "$(printf '%s\n' "gl-train: --schedule: step has no 'evry'" 'hint: did you mean every?')" ]
	run -2 gl-train net data --schedule cosine,factor=3
	[ "$output" = "$(printf '%s\n' "gl-train: --schedule: cosine has no 'factor'" 'hint: it has min')" ]
	run -2 gl-train net data --schedule constant,min=3
	[ "${lines[0]}" = "gl-train: --schedule: constant has no 'min'" ]
	run -2 gl-train net data --schedule step,every
	[ "${lines[0]}" = "gl-train: --schedule: every has no value" ]
	[ "${lines[1]}" = "hint: like this: step,every=10" ]
	run -2 gl-train net data --schedule step,every=x
	[ "${lines[0]}" = "gl-train: --schedule: every: 'x' is not a number" ]
	[ "${lines[1]}" = "hint: like this: step,every=10" ]
	run -2 gl-train net data --schedule step,factor=20%
	[ "${lines[0]}" = "gl-train: --schedule: factor: '20%' is not a number" ]
	[ "${lines[1]}" = "hint: like this: step,factor=0.2" ]
	run -2 gl-train net data --schedule step,every=20%
	[ "${lines[1]}" = "hint: like this: step,every=10" ]
	run -2 gl-train net data --schedule cyclical,min=10%
	[ "${lines[1]}" = "hint: like this: cyclical,min=0" ]
	run -2 gl-train net data --schedule step,every=0
	[ "$output" = "gl-train: --schedule: every: 0 must be more than 0 and at most 1e9" ]
	run -2 gl-train net data --schedule step,every=3,every=4
	[ "$output" = "gl-train: --schedule: step has every twice" ]
	run -2 gl-train net data --schedule plateau,patience=2.5
	[ "${lines[0]}" = "gl-train: --schedule: patience: '2.5' is not a whole number" ]
	run -2 gl-train net data --schedule cosine,
	[ "$output" = "gl-train: --schedule: there is nothing after a comma" ]
	run -2 gl-train net data --lr 0.1 --schedule cosine,min=0.2
	[ "$output" = "gl-train: --schedule cosine: min=0.2 is more than --lr, which is 0.1" ]
	run -2 gl-train net data --warmup ten
	[ "${lines[0]}" = "gl-train: --warmup: 'ten' is neither a number of steps nor a share of them" ]
	run -2 gl-train net data --warmup 120%
	[ "$output" = "gl-train: --warmup: 120% must be from 0 to 100%" ]
	run -2 gl-train net data --warmup 1.0
	[ "${lines[0]}" = "gl-train: --warmup: 1.0 could be one step, or all steps" ]
	[ "${lines[1]}" = "hint: 1 is one step, 100% are all steps" ]
	run -2 gl-train net data --warmup 2.5
	[ "${lines[0]}" = "gl-train: --warmup: 2.5 is not a whole number of steps" ]
	[ "${lines[1]}" = "hint: 100 is a number of steps, 5% and 0.05 are shares of all steps" ]
}

@test "--dry-run over a stream needs to be told the number of steps" {
	run -2 gl-train net data --stream --dry-run
	[ "${lines[0]}" = "gl-train: --dry-run: nobody knows how many steps this stream is for" ]
	gl-train net data --stream --steps 4 --schedule linear --lr 0.4 --dry-run >table
	[ "$(cut -f 2 table | paste -sd ' ')" = "rate 0.4 0.3 0.2 0.1" ]
}
