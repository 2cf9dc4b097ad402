# Sweeps: what is printed, run by sh and by GNU parallel, interrupted, continued and gathered.
load helper

setup() {
	gl_setup
	export PARALLEL_HOME=$PWD/.parallel HOME=$PWD
	unset PARALLEL PARALLEL_SHELL
	gl-synth moons -n 60 --noise 0.1 -o moons
	gl-init '2-4-2, softmax' -o net
}

# The gl-train part of every command.
trains() {
	sed -E 's/.*(gl-train .*) -q --log .*/\1/'
}

# left FOLDER KIND: how many files of that kind are there
left() {
	find "$1" -name "*.$2" 2>/dev/null | wc -l
}

# alive PID: does the process still run? One that has ended is there until the shell has waited for it.
alive() {
	[[ $(ps -o stat= -p "$1") == [!Z]* ]]
}

# The names of the runs of a list of commands.
names() {
	sed -E "s/^r=.*\/([0-9a-f]{12})'?; .*/\1/"
}

@test "a grid has every combination, the values of the last option changing first" {
	gl-sweep --out runs --lr 0.1,0.01 --batch 16,32 --seed 1..3 -- net moons --epochs 2 --val 20% >runs.sh
	trains <runs.sh >got
	for lr in 0.1 0.01; do for batch in 16 32; do for seed in 1 2 3; do
		echo "gl-train net moons --lr $lr --batch $batch --seed $seed --epochs 2 --val 20%"
	done; done; done | diff - got
	names <runs.sh | sort -u | wc -l | has -x 12
}

@test "values: lists, whole ranges, evenly spaced numbers and factors, yes and no, words with commas" {
	gl-sweep --out a --batch 3..5,8 -- net moons --val 20% | trains | sed 's/.*--batch //; s/ .*//' | diff - <(printf '%s\n' 3 4 5 8)
	gl-sweep --out a --lr log:1e-4..1e-1:4 -- net moons --val 20% | trains | sed 's/.*--lr //; s/ .*//' | diff - <(printf '%s\n' 0.0001 0.001 0.01 0.1)
	gl-sweep --out a --lr lin:0..0.5:6 -- net moons --val 20% | trains | sed 's/.*--lr //; s/ .*//' | diff - <(printf '%s\n' 0 0.1 0.2 0.3 0.4 0.5)
	gl-sweep --out a --batch log:8..128:5 -- net moons --val 20% | trains | sed 's/.*--batch //; s/ .*//' | diff - <(printf '%s\n' 8 16 32 64 128)
	gl-sweep --out a --no-shuffle yes,no -- net moons --val 20% | trains | diff - <(printf '%s\n' 'gl-train net moons --no-shuffle --val 20% --seed 1' 'gl-train net moons --val 20% --seed 1')
	gl-sweep --out a --val 'one,two|three' -- net moons | trains | diff - <(printf '%s\n' 'gl-train net moons --val one,two --seed 1' 'gl-train net moons --val three --seed 1')
	gl-sweep --out a --val 'x{1..2}y{a,b}' -- net moons | trains | sed 's/.*--val //; s/ .*//' | diff - <(printf '%s\n' x1ya x1yb x2ya x2yb)
}

@test "architectures: braces are tried, gl-init gets its own options, and the seed goes to both" {
	gl-sweep --out runs --arch 'input 2, dense {4,8..9}, relu, dense 2, softmax' --init he,xavier --seed 5 -- moons --val 20% --labels 'a b,c' >runs.sh
	[ "$(wc -l <runs.sh)" = 6 ]
	sed -E 's/.*(gl-init .*) -q .*/\1/' runs.sh | head -n 1 >got
	[ "$(cat got)" = "gl-init 'input 2, dense 4, relu, dense 2, softmax' --init he --seed 5 --labels 'a b,c' | gl-train - moons --seed 5 --val 20%" ]
	GL_SEED=7 gl-sweep --out runs --arch '2-{4,8}-2, softmax' -- moons --val 20% | grep -c -- '--seed 7.*--seed 7' | has -x 2
	gl-sweep --out runs --arch '2-2, softmax|2-3-2, softmax' -- moons --val 20% | wc -l | has -x 2
}

# shellcheck disable=SC2054 # commas are what is meant
@test "random settings depend on --random-seed alone, and more of them begin with the same ones" {
	local args=(--lr log:1e-4..1e-1 --batch log:8..128 --clip 'lin:0.5..2' --optimizer sgd,adam --seed 1,2 -- net moons --val 20%)
	gl-sweep --out a --random 20 "${args[@]}" >a.sh
	gl-sweep --out b --random 30 "${args[@]}" | sed 's/^r=b/r=a/; s/mkdir -p b/mkdir -p a/' | sed -n 1,40p | cmp - a.sh
	run ! cmp -s <(gl-sweep --out a --random 20 --random-seed 2 "${args[@]}") a.sh
	trains <a.sh | awk '{ lr[$5]++; if ($5 < 1e-4 || $5 > 0.1 || $7 !~ /^[0-9]+$/ || $7 < 8 || $7 > 128 || $9 < 0.5 || $9 > 2) bad = 1
		low += $5 < 0.00316; adam += $11 == "adam"; seed[$13]++ }
		END { for (x in lr) n++; exit !(n == 20 && !bad && seed[1] == 20 && seed[2] == 20 && low > 8 && low < 32 && adam > 8 && adam < 32) }'
	# the numbers are ours to the last digit
	trains <a.sh | sed -n 1p >got
	same "gl-train net moons --lr 0.000402428 --batch 83 --clip 1.26659 --optimizer adam --seed 1 --val 20%" got
	# of what can be counted, none comes twice
	gl-sweep --out c --random 4 --lr 0.1,0.2 --batch 8,16 -- net moons --val 20% | names | sort -u | wc -l | has -x 4
}

@test "a run's name depends on what decides its result, not on the order of options, threads, or the folder" {
	gl-sweep --out a --lr 0.1 --batch 8 -- net moons --val 20% --epochs 3 | names >a.txt
	gl-sweep --out 'b/c d' --batch 8 -- net moons --epochs=3 --threads 1 --lr 0.1 --val 20% -b --checkpoint-every 5 | names | cmp a.txt -
	gl-sweep --out a --lr 0.1 --batch 8 --no-shuffle no -- net moons --val 20% --epochs 3 --seed 1 | names | cmp a.txt -
	for other in '--lr 0.2 --batch 8 -- net moons --val 20% --epochs 3' '--lr 0.1 --batch 8 -- net moons --val 20% --epochs 4' \
		'--lr 0.1 --batch 8 --seed 2 -- net moons --val 20% --epochs 3' '--lr 0.1 --batch 8 -- net moons net --val 20% --epochs 3'; do
		# shellcheck disable=SC2086 # words
		run ! cmp -s a.txt <(gl-sweep --out a $other | names)
	done
}

# shellcheck disable=SC2054 # commas are what is meant
@test "a sweep run by GNU parallel, killed and continued ends in the same networks as one that was not" {
	local args=(--lr 0.1,1 --arch '2-{4,8}-2, softmax' --seed 1..2 -- moons --epochs 1500 --batch 15 --val 20% --threads 1 --checkpoint-every 100)
	gl-sweep --out whole "${args[@]}" >whole.sh
	sh whole.sh
	[ "$(find whole -name '*.net' | wc -l)" = 8 ]
	[ "$(find whole -name '*.checkpoint' | wc -l)" = 0 ]

	# stopped when there are a network and a checkpoint; a sweep that came to its end before that is begun anew
	local tries=0
	until [ "$(left runs net)" -gt 0 ] && [ "$(left runs checkpoint)" -gt 0 ]; do
		tries=$((tries + 1))
		((tries <= 50))
		rm -rf runs
		gl-sweep --out runs "${args[@]}" >runs.sh
		setsid parallel -j 2 <runs.sh 3>&- &
		until [ "$(left runs net)" -gt 0 ] && pkill -STOP -s $! && [ "$(left runs checkpoint)" -gt 0 ]; do
			alive $! || break
			pkill -CONT -s $! || true
			sleep 0.01
		done
		# parallel gives every run a process group; the session is what they have in common; one may just have been started
		while pkill -KILL -r R,S,D,T -s $!; do sleep 0.01; done
		wait $! || true
	done
	gl-sweep --out runs "${args[@]}" --todo 2>/dev/null && return 1 # behind -- it would be gl-train's
	gl-sweep --todo --out runs "${args[@]}" >left.sh
	[ "$(wc -l <left.sh)" -lt 8 ]
	[ "$(wc -l <left.sh)" -gt 0 ]
	gl-sweep --collect runs | head -n 1 | has unfinished
	parallel -j 2 <left.sh 3>&-
	[ "$(gl-sweep --todo --out runs "${args[@]}")" = "" ]
	for net in whole/*.net; do
		cmp "$net" "runs/${net##*/}"
		# seconds aside, the logs too: no epoch is missing or there twice
		diff <(cut -f 1-8 "${net%.net}.log") <(cut -f 1-8 "runs/$(basename "$net" .net).log")
	done
	diff <(gl-sweep --collect whole) <(gl-sweep --collect runs | sed 's/ runs\// whole\//')
}

@test "GNU parallel runs the commands on other hosts, where names are what they are here" {
	# a host that is this machine: the words behind its name go to a shell, which is named in SHELL and starts at home, as over ssh
	cat >ssh <<-END
		#!/bin/sh
		echo "\$1" >>'$PWD/hosts'
		shift
		[ "\$1" != -- ] || shift
		cd && SHELL=/bin/sh exec sh -c "\$*"
	END
	chmod +x ssh
	mkdir "it's far"
	cp moons "it's far/mo ons"
	gl-sweep --out "it's far/runs" --lr 0.1,0.2,0.3 -- net "it's far/mo ons" --epochs 1 --val 20% --threads 1 >runs.sh
	parallel --ssh "$PWD/ssh" --sshlogin 2/ada,1/grace --workdir . <runs.sh 3>&-
	[ "$(find "it's far/runs" -name '*.net' | wc -l)" = 3 ]
	[ "$(sort -u hosts | tr '\n' ' ')" = 'ada grace ' ]
}

@test "a run that is over is passed by: its command makes nothing new" {
	gl-sweep --out runs --lr 0.1,1e9 -- net moons --epochs 3 --val 20% >runs.sh
	sh runs.sh 2>said || true
	[ "$(find runs -name '*.net' | wc -l)" = 1 ]
	[ "$(find runs -name '*.diverged' | wc -l)" = 1 ]
	grep -q 'training diverged' said
	touch -d '2001-01-01' runs/*
	sh runs.sh
	[ "$(find runs -newermt 2002-01-01 -type f)" = "" ]
	[ "$(gl-sweep --todo --out runs --lr 0.1,1e9 -- net moons --epochs 3 --val 20%)" = "" ]
	rm runs/*.net
	gl-sweep --todo --out runs --lr 0.1,1e9 -- net moons --epochs 3 --val 20% | cmp - <(head -n 1 runs.sh)
}

@test "the lines of a Slurm array are run by their numbers, and another shell runs them too" {
	gl-sweep --out runs --lr 0.1,0.2 -- net moons --epochs 2 --val 20% >runs.sh
	for SLURM_ARRAY_TASK_ID in 1 2; do
		sed -n "${SLURM_ARRAY_TASK_ID}p" runs.sh | sh
	done
	[ "$(find runs -name '*.net' | wc -l)" = 2 ]
	rm runs/*.net
	bash -eu runs.sh
	[ "$(find runs -name '*.net' | wc -l)" = 2 ]
	rm runs/*.net
	zsh runs.sh
	[ "$(find runs -name '*.net' | wc -l)" = 2 ]
}

@test "a signal ends a run's command by that status, and leaves it to be continued" {
	gl-sweep --out runs --lr 0.01 -- net moons --epochs 1000000000 --val 20% >runs.sh
	setsid sh runs.sh 3>&- &
	saved() { (($(left runs checkpoint) > 0)); }
	await saved
	pkill -TERM -g $! gl-train
	local status=0
	wait $! || status=$?
	[ $status = 143 ]
	[ "$(find runs -name '*.net' -o -name '*.diverged')" = "" ]
	[ "$(find runs -name '*.checkpoint' | wc -l)" = 1 ]
}

@test "folders and files may have any name that fits a line" {
	local odd="it's a \"\$HOME\" \`pwd\` {1} {}; * \\ -x" tab=$'tab\there'
	mkdir "$odd"
	cp moons "$odd/mo'ons"
	cp moons "$tab"
	cp net "$odd/-n et"
	gl-sweep --out "$odd/runs of me/" --lr 0.1,0.2 --val "=x|$tab" -- "$odd/-n et" "$odd/mo'ons" --epochs 1 >runs.sh
	cp moons =x
	parallel <runs.sh 3>&-
	[ "$(find "$odd/runs of me" -name '*.net' | wc -l)" = 4 ]
	gl-sweep --collect "$odd/runs of me" --format tsv >got
	[ "$(wc -l <got)" = 5 ]
	grep -qF 'tab\there' got
	gl-sweep --collect "$odd/runs of me" --format json | /usr/bin/python3 -c '
import json, sys
d = json.load(sys.stdin)
assert {s["options"]["val"] for s in d["setting"]} == {"=x", "tab\there"}, d
assert all("runs of me/" in s["file"] for s in d["setting"])'
	gl-sweep --out -r --lr 0.1 -- net moons --val 20% --epochs 1 | sh
	[ "$(find ./-r -name '*.net' | wc -l)" = 1 ]
	run -2 gl-sweep --out runs --lr 0.1 -- net $'two\nlines' --val 20%
	[[ $output == *"a line break cannot stand in a command of one line" ]]
}

@test "--collect has mean, deviation and best of each setting, the best setting first" {
	gl-sweep --out runs --lr 0.001,0.3 --batch 8 --seed 1..4 -- net moons --epochs 4 --val 30% | sh
	gl-sweep --collect runs/ --format tsv >got
	[ "$(head -n 1 got)" = "$(printf 'lr\tfigure\tmean\tsd\tbest\tdone\tdiverged\tunfinished\twaiting\tfile')" ]
	/usr/bin/python3 - <<-'END'
		import csv, statistics
		rows = list(csv.DictReader(open("got"), delimiter="\t"))
		plan = [dict(f.split("=", 1) for f in l.rstrip("\n").split("\t")[1:]) | {"id": l.split("\t")[0]} for l in open("runs/plan.tsv") if l[0] != "#"]
		assert len(plan) == 8 and len(rows) == 2
		for row in rows:
		    last = {}
		    for p in plan:
		        if p["lr"] == row["lr"]:
		            last[p["id"]] = float(open(f"runs/{p['id']}.log").readlines()[-1].split("\t")[4])
		    assert row["figure"] == "val_loss" and row["done"] == "4" and row["waiting"] == row["diverged"] == "0"
		    assert abs(float(row["mean"]) - statistics.mean(last.values())) < 1e-12
		    assert abs(float(row["sd"]) - statistics.stdev(last.values())) < 1e-12
		    best = min(last, key=last.get)
		    assert float(row["best"]) == last[best] and row["file"] == f"runs/{best}.net"
		assert float(rows[0]["mean"]) < float(rows[1]["mean"])
	END
	gl-sweep --collect runs --by val_accuracy --format tsv >got
	[ "$(awk -F '\t' 'NR == 2 { a = $3 } END { print (a >= $3) }' got)" = 1 ]
	gl-sweep --collect runs --each --format tsv >got
	[ "$(head -n 1 got)" = "$(printf 'lr\tseed\tfigure\tvalue\tepoch\tstate\tfile')" ]
	[ "$(wc -l <got)" = 9 ]
	tail -n +2 got | cut -f 4 | sort -cg
	gl-sweep --collect runs --over batch --format tsv | wc -l | has -x 9
}

@test "--collect judges by the network that was kept, the best epoch, or the last" {
	gl-sweep --out runs --lr 3 -- net moons --epochs 30 --patience 3 --val 30% | sh
	at() { gl-sweep --collect runs --each --at "$1" --format tsv | tail -n 1 | cut -f "$2"; }
	local log
	log=$(echo runs/*.log)
	[ "$(at best 2)" = "$(tail -n +2 "$log" | cut -f 5 | sort -g | head -n 1)" ]
	[ "$(at last 2)" = "$(tail -n 1 "$log" | cut -f 5)" ]
	[ "$(at last 3)" = "$(tail -n 1 "$log" | cut -f 1)" ]
	grep -o 'kept_step=[0-9]*' runs/*.net | cut -d = -f 2 >kept
	[ "$(at kept 2)" = "$(awk -F '\t' -v s="$(cat kept)" '$2 == s { print $5 }' "$log")" ]
	[ "$(at kept 2)" != "$(at last 2)" ]
}

@test "runs that wait, are unfinished or diverged are in the table, and not in the mean" {
	gl-sweep --out runs --lr 0.1,1e9 --seed 1..3 -- net moons --epochs 3 --val 20% >runs.sh
	sed -n '1p;4p' runs.sh | sh 2>/dev/null || true
	id=$(sed -n 2p runs.sh | names)
	printf 'epoch\tstep\tloss\taccuracy\tval_loss\tval_accuracy\tlr\tgrad_norm\tseconds\n1\t2\t9\tnan\t9\tnan\t0.1\t1\t0\n2\t4\t8\tna' >"runs/$id.log"
	gl-sweep --collect runs >got
	[ "$(head -n 1 got)" = "6 runs: 1 done, 1 diverged, 1 unfinished, 3 waiting" ]
	grep -Eq '^ *0\.1 .* 1 done, 1 unfinished, 1 waiting +runs/.*\.net$' got
	grep -Eq '^ *1e9 +- +- +- +1 diverged, 2 waiting$' got
	gl-sweep --collect runs --each --format tsv | cut -f 4-6 >got
	[ "$(grep -c waiting got)" = 3 ]
	grep -qP '^9\t1\tunfinished$' <(gl-sweep --collect runs --each --format tsv | cut -f 4-6)
	grep -q 'diverged' got
}

@test "what differs between the runs of a folder are the columns; sweeps into one folder add up" {
	gl-sweep --out runs --lr 0.1,0.2 -- net moons --epochs 1 --val 20% | sh
	gl-sweep --out runs --optimizer adam,sgd --lr 0.1 -- net moons --epochs 1 --val 20% | sh
	[ "$(grep -vc '^#' runs/plan.tsv)" = 4 ]
	gl-sweep --collect runs --format tsv | head -n 1 | cut -f 1-3 | has -x "$(printf 'lr\toptimizer\tfigure')"
	gl-sweep --out runs --lr 0.1,0.2 -- net moons --epochs 1 --val 20% >/dev/null
	[ "$(grep -vc '^#' runs/plan.tsv)" = 4 ]
}

@test "numbers of a column are written alike, however they were given" {
	gl-sweep --out runs --lr 1e-2,.1,5E-1,2 -- net moons --epochs 1 --val 20% | sh
	gl-sweep --collect runs >table
	sed 1,4d table | awk '{ print $1 }' | sort -g | diff - <(printf '%s\n' 0.01 0.1 0.5 2)
	gl-sweep --out a --lr lin:1e-1..1:2 -- net moons --val 20% | names >range
	gl-sweep --out a --lr 0.1,1 -- net moons --val 20% | names | diff - range
	[ "$(wc -l <range)" = 2 ]
	gl-sweep --out a --lr lin:0.1234567..5e-1:2 -- net moons --val 20% | trains | sed 's/.*--lr //; s/ .*//' | diff - <(printf '%s\n' 0.1234567 0.5)
}

@test "runs planned by mistake are gone when plan.tsv is removed and made anew, and what is done is kept" {
	rate='-- net moons --epochs 1 --val 20%'
	# shellcheck disable=SC2086 # several words
	gl-sweep --out runs --lr 0.1,0.01 $rate | sh
	# shellcheck disable=SC2086
	gl-sweep --out runs --lr 10,100 $rate >wrong.sh
	[ "$(gl-sweep --collect runs | sed -n 1p)" = "4 runs: 2 done, 2 waiting" ]
	rm runs/plan.tsv
	# shellcheck disable=SC2086
	gl-sweep --out runs --todo --lr 0.1,0.01,0.3 $rate >left.sh
	[ "$(wc -l <left.sh)" = 1 ]
	[ "$(gl-sweep --collect runs | sed -n 1p)" = "3 runs: 2 done, 1 waiting" ]
	# or single lines
	sed -i '/\tlr=0\.3\t/d' runs/plan.tsv
	[ "$(gl-sweep --collect runs | sed -n 1p)" = "2 runs: 2 done" ]
}

@test "without --val the training loss is what there is, and that is said" {
	run --separate-stderr gl-sweep --out runs --lr 0.1,0.2 -- net moons --epochs 1
	[ "$stderr" = "gl-sweep: warning: without --val the runs can be compared by their training loss only" ]
	sh <<<"$output"
	gl-sweep --collect runs --format tsv | sed -n 2p | cut -f 2 | has -x loss
	gl-sweep --collect runs | has '^loss of the network that was kept'
}

@test "runs that were trained on other examples than the rest are noticed" {
	gl-sweep --out runs --lr 0.1,0.2 -- net moons --epochs 1 --val 20% >runs.sh
	head -n 1 runs.sh | sh
	gl-synth moons -n 61 -o moons
	tail -n 1 runs.sh | sh
	run --separate-stderr gl-sweep --collect runs
	[ "$status" = 0 ]
	[[ $stderr == "gl-sweep: warning: not all were trained on the same examples: "* ]]
}

@test "what gl-train or gl-init would refuse is refused before anything is printed or planned" {
	refused() {
		local said=$1
		shift
		run -2 --separate-stderr gl-sweep --out runs "$@"
		[ "$output" = "" ]
		[ "${stderr_lines[0]}" = "gl-sweep: $said" ] || { echo "$stderr"; return 1; }
		[ ! -e runs ]
	}
	refused "unknown option --lrr" --lrr 1 -- net moons
	[ "${stderr_lines[1]}" = "hint: did you mean --lr?" ]
	refused "--lr: 'x' is not a number" --lr 0.1,x -- net moons
	refused "unknown optimizer 'adm'" --optimizer sgd,adm -- net moons
	refused "optimizer sgd has no --momentum" --optimizer sgd,momentum --momentum 0.5 -- net moons
	refused "--batch: 0 must be at least 1" --batch 0..3 -- net moons
	refused "neither gl-train nor gl-init has an option --bach" --lr 1 -- net moons --bach 3
	[ "${stderr_lines[1]}" = "hint: did you mean --batch?" ]
	refused "--batch is there twice: in front of -- stands what is tried, behind it what stays" --batch 1,2 -- net moons --batch 3
	refused "--lr: 'log:1..2' has no number of points" --lr log:1..2 -- net moons
	refused "--lr: 'lin:2..1:3': the second number must be above the first" --lr lin:2..1:3 -- net moons
	refused "--lr: 'log:0..1:3': a range of logarithms is of numbers above 0" --lr log:0..1:3 -- net moons
	refused "--lr: '0.1..0.2' is not a range of whole numbers" --lr 0.1..0.2 -- net moons
	refused "--lr: '1,,2' has an empty value" --lr 1,,2 -- net moons
	refused "--lr: '1,2,1' has 1 twice" --lr 1,2,1 -- net moons
	refused "--arch: '2-{2,3, softmax': a { and a } do not belong together" --arch '2-{2,3, softmax' -- moons
	refused "layer 1 (sofmax): there is no layer 'sofmax'" --arch '2-{2,3}, sofmax' -- moons
	refused "--init is an option of gl-init, but the network is a file" --init he -- net moons
	refused "--log has no place in a sweep" --lr 1 -- net moons --log x
	refused "FILE is missing: the examples to train on, behind --" --lr 1 -- net
	refused "NET is missing: the network that every run begins with" --lr 1
	refused "every run reads its files anew, so standard input cannot be one" --lr 1 -- - moons
	refused "these are more than 1000000 runs" --batch 1..2000 --seed 1..1000 -- net moons
	refused "--random 5: there are only 2 settings" --random 5 --batch 1,2 -- net moons
	refused "--no-shuffle takes no value in gl-train, so here its values are yes and no, not 'maybe'" --no-shuffle yes,maybe -- net moons
}

@test "options that do not go together, folders that are none, and full disks are errors" {
	run -2 gl-sweep --lr 1 -- net moons
	[ "${lines[0]}" = "gl-sweep: --out is missing: the folder for the runs" ]
	run -2 gl-sweep --collect runs net
	run -2 gl-sweep --collect nothere
	[ "${lines[0]}" = "gl-sweep: nothere: holds no runs of gl-sweep" ]
	run -2 gl-sweep --out moons --lr 1 -- net moons --val 20%
	[ "$output" = "gl-sweep: moons: is there, and is not a folder" ]
	run -2 gl-sweep --out runs --lr 1 -- net moons --val 20% -o x
	run -2 gl-sweep --out runs -o /dev/full --lr 1 -- net moons --val 20%
	[[ $output == "gl-sweep: /dev/full: "*"No space left on device" ]]
	gl-sweep --out runs --lr 1 -- net moons --val 20% --epochs 1 | sh
	run -2 gl-sweep --collect runs --by val_los
	[ "${lines[1]}" = "hint: did you mean val_loss?" ]
	run -2 gl-sweep --collect runs -o /dev/full
	[[ $output == "gl-sweep: /dev/full: "*"No space left on device" ]]
	echo nonsense >>runs/plan.tsv
	run -2 gl-sweep --collect runs
	[ "${lines[0]}" = "gl-sweep: runs/plan.tsv:4: is not a line of gl-sweep" ]
	PATH=/usr/bin:/bin run -2 "$GL_BUILD/bin/gl-sweep" --out runs --lr 1 -- net moons
	[ "${lines[0]}" = "gl-sweep: there is no gl-train in PATH" ]
}
