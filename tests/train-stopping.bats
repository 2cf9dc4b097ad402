# Validation, early stopping and the log of gl-train.
load helper

setup() {
	gl_setup
	gl-synth moons -n 60 --noise 0.2 -o data
	gl-synth moons -n 40 --noise 0.2 --seed 2 -o held
	gl-init 'input 2, standardise, dense 8, batchnorm, relu, dropout 0.2, dense 2, softmax' -o net
}

# The epochs that --patience $1 and --min-change $2 let pass, and the one whose network is kept, by the log of a longer run.
expected() {
	tail -n +2 log | awk -F '\t' -v patience="$1" -v change="$2" '
		NR == 1 || $5 < least { least = $5; best = $1 }
		NR == 1 || mark - $5 > change { mark = $5; stale = 0; next }
		++stale == patience { exit }
		END { print $1, best }'
}

@test "--patience and --min-change stop where the log says so, and the network with the lowest loss is kept" {
	options=(--val held --lr 0.05 --batch 20 --no-history)
	gl-train net data "${options[@]}" --epochs 200 --log log -q -o long
	seen=" "
	for patience in 2 5; do
		for change in 0 0.001 0.005 0.02; do
			read -r stop best < <(expected $patience $change)
			seen+="$stop "
			gl-train net data "${options[@]}" --epochs 200 --patience $patience --min-change $change -o kept 2>said
			grep -q "^gl-train: $stop epochs, " said
			if ((best < stop)); then
				grep -q "; this is the network of epoch $best\$" said
			fi
			gl-train net data "${options[@]}" --epochs "$best" -q -o want
			cmp want kept
		done
	done
	# different enough to tell one rule from another
	[ "$(tr ' ' '\n' <<<"$seen" | sort -u | grep -c .)" -ge 4 ]
}

@test "changes that are too small one by one count when they add up" {
	# a straight line from 0 to 1 in steps of a hundredth: the loss on it falls by less and less
	printf '1\t1\n' >one
	gl-init '1-1' --init zeros -o zeros
	gl-train zeros one --val one --lr 0.005 --epochs 30 --log log -q -o out
	# each epoch brings less than 0.03, two of them more
	tail -n +2 log | awk -F '\t' 'NR > 1 && (old - $5 >= 0.04 || old - $5 <= 0.005) { exit 1 } { old = $5 }'
	run gl-train zeros one --val one --lr 0.005 --epochs 30 --patience 6 --min-change 0.04 --no-history -o kept
	[[ $output == "gl-train: 30 epochs, "* ]]
	run gl-train zeros one --val one --lr 0.005 --epochs 30 --patience 1 --min-change 0.04 --no-history -o kept
	[[ $output == "gl-train: 2 epochs, "* ]]
}

@test "--min-change needs --patience, and is in the history" {
	run -2 gl-train net data --val held --min-change 0.1
	[ "${lines[0]}" = "gl-train: --min-change needs --patience" ]
	gl-train net data --val held --patience 3 --min-change 0.01 -q -o out
	grep -q '^history .* --patience 3 --min-change 0.01 ' out
	run -2 gl-train net data --val held --patience 3 --min-change -1
}

@test "a run that stopped early goes on with more patience, and ends where it would have come at once" {
	options=(--val held --lr 0.05 --batch 20 --epochs 60 -q)
	gl-train net data "${options[@]}" --patience 2 --min-change 0.02 --checkpoint point -o short
	gl-train net data "${options[@]}" --patience 5 --min-change 0.02 --resume point -o longer
	gl-train net data "${options[@]}" --patience 5 --min-change 0.02 -o whole
	cmp whole longer
	run ! cmp -s short whole
}

@test "the network is the same with --val FILE as without, whatever is random or remembered in it" {
	for options in "--optimizer adam" "--optimizer momentum --schedule one-cycle --warmup 3" "--schedule cosine --clip 0.5"; do
		# shellcheck disable=SC2086 # options are words
		gl-train net data --epochs 4 --batch 8 $options --no-history -q -o without
		# shellcheck disable=SC2086
		gl-train net data --epochs 4 --batch 8 $options --no-history --val held -q -o with
		cmp without with
		# shellcheck disable=SC2086
		gl-train net data --steps 13 --batch 8 $options --no-history --val held -q -o with
		# shellcheck disable=SC2086
		gl-train net data --steps 13 --batch 8 $options --no-history -q -o without
		cmp without with
	done
}

@test "--val SHARE holds out the same share of every class, and trains on the other rows alone" {
	for ((i = 0; i < 100; i++)); do printf '%s %s\t%s\n' "$i" 1 $((i < 60 ? 0 : i < 90 ? 1 : 2)); done >rows
	gl-init '2-3, softmax' --init zeros -o zeros
	# accuracy of always class 0, 1 and 2 tells how many of each there are: the bias of one is raised
	for class in 0 1 2; do
		awk -v class=$class 'found && NF == 3 { for (i = 1; i <= 3; i++) $i = i == class + 1 } /^0.bias/ { found = 1 } { print }' zeros >always
		run gl-train always rows --val 20% --lr 0 -o /dev/null
		n=$((class == 0 ? 12 : class == 1 ? 6 : 2))
		[[ $output == *"($((4 * n))/80); held out: "*"($n/20)" ]]
	done
	# of another seed, other rows
	gl-train zeros rows --val 20% --seed 2 --lr 0.001 --no-history -q -o a
	gl-train zeros rows --val 20% --seed 3 --lr 0.001 --no-history -q -o b
	run ! cmp -s a b
}

@test "the log has all its columns, and NumPy reads it" {
	gl-train net data --val held --epochs 5 --batch 20 --schedule cosine --log log -q -o out
	/usr/bin/python3 - <<'EOS'
import numpy as np
t = np.genfromtxt("log", names=True, delimiter="\t")
assert t.dtype.names == ("epoch", "step", "loss", "accuracy", "val_loss", "val_accuracy", "lr", "grad_norm", "seconds"), t.dtype
assert list(t["epoch"]) == [1, 2, 3, 4, 5] and list(t["step"]) == [3, 6, 9, 12, 15]
assert all(np.isfinite(t[name]).all() for name in t.dtype.names)
assert (np.diff(t["lr"]) < 0).all() and (np.diff(t["seconds"]) >= 0).all() and (t["grad_norm"] > 0).all()
EOS
}

@test "the columns of the log are what the small tools say" {
	gl-train net data --val held --epochs 3 --batch 60 --no-shuffle --lr 0.2 --log log --no-history -q -o after
	gl-train net data --epochs 2 --batch 60 --no-shuffle --lr 0.2 --no-history -q -o before
	IFS=$'\t' read -r epoch step loss _ val val_accuracy lr norm _ < <(tail -n 1 log)
	[ "$epoch $step $lr" = "3 3 0.2" ]
	# near FIGURE: what is read is the same number, to the digits of a float32
	near() {
		awk -v want="$1" '{ d = $1 / want - 1; good += d * d < 1e-13 } END { exit !(NR == 1 && good == 1) }'
	}
	gl-grad before data --step 2 | awk '$1 == "loss" { print $3 }' | near "$loss"
	gl-grad before data --step 2 --stats --digits 9 | awk '$1 == "all" { print $3 }' | near "$norm"
	gl-forward after held | gl-loss --bare cross-entropy | near "$val"
	[ "$(gl-eval after held --format tsv | awk '$1 == "accuracy" { print $2 }')" = "$val_accuracy" ]
}
