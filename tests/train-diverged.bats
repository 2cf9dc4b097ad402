# Runs of gl-train whose numbers grow until they are no longer finite: what is said, what is kept.
load helper

setup() {
	gl_setup
	gl-synth line -n 20 -o line
	gl-synth moons -n 20 --noise 0.2 -o moons
	gl-init '1-1' -o line.net
	gl-init '2-8-2, softmax' -o moons.net
}

# From epoch to epoch the rate grows, so that the first ones are good: the loss is too large in step 8.
GROWS=(--batch 20 --epochs 20 --lr 0.01 --schedule "exponential,factor=30")

@test "the message names the step, the norm of the last gradient and the rate that the schedule had there" {
	run -1 --separate-stderr gl-train line.net line "${GROWS[@]}" -o kept
	[ "${stderr_lines[1]}" = "gl-train: training diverged at step 8: the mse of the batch is more than float32 can hold; the last gradient had norm $(
		gl-train line.net line "${GROWS[@]}" --epochs 7 --no-history -q | gl-grad - line --stats | awk '$1 == "all" { print $3 }' |
			awk '{ printf "%.2e", $1 }' | tr -d +
	), the learning rate was $(gl-train line.net line "${GROWS[@]}" --dry-run | awk '$1 == 8 { print $2 }')" ]
	[ "${stderr_lines[2]}" = "hint: try a lower --lr, such as 0.001, or --clip 1" ]
}

@test "where no output is finite, norm and rate are those of the step before, the norm that before clipping" {
	gl-init '2-8-2, softmax' -t | sed 's/^0 0 0 0 0 0 0 0$/1 1 1 1 1 1 1 1/' >live.net
	options=(--lr 1e9 --batch 5 --no-shuffle)
	for clip in "" "--clip-value 1e20" "--clip 1e25" "--l2 0.5"; do
		# shellcheck disable=SC2086 # options are words
		run -1 --separate-stderr gl-train live.net moons "${options[@]}" $clip -o kept
		[[ ${stderr_lines[1]} =~ "training diverged at step "([0-9]+)": the output of layer "[02]" (dense) is not finite; the last gradient had norm "([^,]+)", the learning rate is 1e9"$ ]]
		step=${BASH_REMATCH[1]} norm=${BASH_REMATCH[2]}
		((step > 2))
		# shellcheck disable=SC2086
		gl-train live.net moons "${options[@]}" $clip --steps $((step - 1)) --log log -q -o /dev/null
		tail -n 1 log | awk -F '\t' -v want="$norm" '{ d = $8 / want - 1; exit !(d * d < 1e-4) }'
		case $clip in
		"--clip "*) [ "${stderr_lines[2]}" = "hint: try a lower --lr, such as 100000000" ] ;;
		*) [ "${stderr_lines[2]}" = "hint: try a lower --lr, such as 100000000, or --clip 1" ] ;;
		esac
	done
}

@test "the network of the last good epoch is written, with or without --in-place, text or binary" {
	gl-train line.net line "${GROWS[@]}" --epochs 7 --no-history -q -o want
	run -1 gl-train line.net line "${GROWS[@]}" --no-history -o kept
	cmp want kept
	run -1 gl-train line.net line "${GROWS[@]}" --no-history -b -o kept
	gl-diff --exact want kept
	run -1 gl-train line.net line "${GROWS[@]}" --no-history --in-place
	cmp want line.net
}

@test "with --val the network that did best on what is held out is written, though a worse one came later" {
	gl-synth line -n 10 --seed 2 -o held
	gl-train line.net line --val held "${GROWS[@]}" --no-history --log log -o kept 2>said || [ $? = 1 ]
	best=$(tail -n +2 log | sort -t "$(printf '\t')" -g -k 5 | head -n 1 | cut -f 1)
	((best > 1 && best < $(tail -n 1 log | cut -f 1)))
	grep -q "; this is the network of epoch $best\$" said
	gl-train line.net line "${GROWS[@]}" --epochs "$best" --no-history -q -o want
	cmp want kept
}

@test "a run that diverges in its first epoch writes the network that it was given" {
	run -1 gl-train line.net line --batch 1 --lr 1e9 --no-history -o kept
	[[ ${lines[0]} == "gl-train: 0 epochs, "*"; this is the network as it was at the start" ]]
	cmp line.net kept
}

@test "the checkpoint stays as it was before, and going on from it ends the same way" {
	gl-train line.net line "${GROWS[@]}" --epochs 7 --checkpoint good --checkpoint-every 1 -q -o seven
	run -1 gl-train line.net line "${GROWS[@]}" --checkpoint point --checkpoint-every 1 -o kept
	gl-diff --exact kept seven
	cmp good point
	run -1 --separate-stderr gl-train line.net line "${GROWS[@]}" --resume point --checkpoint point -o again
	# the gradient of this step is there, as it was
	[[ ${stderr_lines[1]} == "gl-train: training diverged at step 8: "*"; the last gradient had norm "* ]]
	cmp kept again
	cmp good point
}

@test "a first step after --resume that has no finite output speaks of no gradient that it has not seen" {
	gl-train moons.net moons --lr 1e9 --batch 20 --steps 1 --checkpoint point -q -o one
	step=1
	until run gl-train moons.net moons --lr 1e9 --batch 20 --steps $((step + 1)) --resume point -o next && ((status == 1)); do
		((step < 30 && status == 0))
		step=$((step + 1))
		gl-train moons.net moons --lr 1e9 --batch 20 --steps "$step" --resume point --checkpoint point -q -o next
	done
	[[ $output == *"training diverged at step $((step + 1)): the output of layer "*" is not finite"* ]]
	[[ $output != *"gradient had norm"* ]]
}

@test "the log has the good epochs, and no number in it is infinite" {
	run -1 gl-train line.net line "${GROWS[@]}" --log log -o kept
	[ "$(tail -n 1 log | cut -f 1)" = 7 ]
	run -1 grep inf log kept
}

@test "a loss of the held-out examples that is too large ends the run, too" {
	printf '1e25\t0\n' >far
	run -1 gl-train line.net line --val far -o kept
	[[ ${lines[1]} == *"training diverged at step 1: the mse of the examples held out is more than float32 can hold"* ]]
	gl-diff --exact line.net kept
}
