#!/usr/bin/env bats
# gl-watch as a tool of its own; what gl-train --watch shows is in train-watch.bats.
load helper
load terminal

setup() {
	gl_setup
	printf 'epoch\tstep\tloss\taccuracy\tval_loss\tval_accuracy\tlr\tgrad_norm\tseconds\n' >log
	printf '%s\n' '1 4 0.8 0.5 0.9 0.4 0.1 1 0' '2 8 0.4 0.75 0.6 0.6 0.1 1 0' '3 12 0.2 1 0.5 0.8 0.1 1 0' \
		'4 16 0.1 1 0.4 0.9 0.1 1 0' | tr ' ' '\t' >>log
}

teardown() {
	end_terminal
}

@test "one picture of a log is plain text: curves that fall, numbers at the axes, the last figures" {
	gl-watch log --size 40x14 >shown
	same "$(
		cat <<-'END'
			epoch 4  step 16  learning rate 0.1
			** training: 0.1, accuracy 100.0 %
			oo held out: 0.4, accuracy 90.0 %
			loss
			  1 +o
			0.8 +oooooo
			    | ****oooooo
			0.6 +     **** oooooooooooooo
			0.4 +        ******         oooooooooooo
			    |             *********
			0.2 +                     **************
			  0 +                                  *
			    ++----------+-----------+-----------
			     1          2           3     epochs
		END
	)" shown
}

@test "there are no escape codes where there is no terminal, and UTF-8 only where the locale has it" {
	gl-watch log >shown
	run -1 grep -P '[^\x20-\x7e]' shown
	LC_ALL=C.UTF-8 gl-watch log >shown
	run -1 grep $'\e' shown
	grep -q '^0\.[0-9] ┤.*▄' shown
	LC_ALL='' LC_CTYPE='' LANG=de_DE.UTF-8 gl-watch log | cmp - shown
}

@test "a log is read from standard input too, and by the names of its columns" {
	gl-watch log >a
	gl-watch <log >b
	gl-watch - <log >c
	cmp a b
	cmp a c
	awk -F '\t' -v OFS='\t' '{ print $9, "word", $3, $1, $2, $7, $4, $6, $5 }' log | sed 's/word/nan/' >other
	gl-watch other | cmp a -
	printf '# a remark\n' >d
	cat log >>d
	gl-watch d | cmp a -
}

@test "figures that there are none of are left out" {
	cut -f 1-3 log | sed 's/0\.4$/nan/' >few
	run gl-watch few
	[ "${lines[0]}" = "epoch 4  step 16" ]
	[[ ${lines[1]} == "** training: 0.1" ]]
	[[ $output != *accuracy* ]]
	[[ $output != *held* ]]
}

@test "the learning rate is drawn where it changes" {
	sed 's/\t0\.1\t1\t0$/\t0.05\t1\t0/; 3s/0\.05/0.1/' log >changing
	gl-watch changing --size 60x40 | has '^learning rate$'
	run -1 grep -q '^learning rate$' <(gl-watch log --size 60x40)
}

@test "every size from the least on can be drawn, and no line is wider" {
	for columns in 8 9 17 18 19 20 33 55 56 99 101 300; do
		for rows in 2 3 4 5 6 9 12 17 18 24 31 80; do
			gl-watch log --size "${columns}x$rows" >shown
			[ "$(wc -l <shown)" = "$rows" ]
			awk -v n="$columns" 'length($0) > n { exit 1 }' shown
		done
	done
}

@test "what is no log is refused by file and line" {
	printf '1 2\t3\n' >data
	run -2 gl-watch data
	[ "$output" = "gl-watch: data:1: this is not a log of gl-train, which begins with the names of its columns, among them loss" ]
	{ cat log && printf '5\t20\tlow\t1\t1\t1\t1\t1\t1\n'; } >bad
	run -2 gl-watch bad
	[ "$output" = "gl-watch: bad:6: 'low' is not a number" ]
	{ cat log && printf '5\t20\n'; } >bad
	run -2 gl-watch bad
	[ "$output" = "gl-watch: bad:6: found 2 columns, but the first line names 9" ]
	{ cat log && printf '1\t1\t1\t1\t1\t1\t1\t1\t1\t1\n'; } >bad
	run -2 gl-watch bad
	[ "$output" = "gl-watch: bad:6: there are more than the 9 columns that the first line names" ]
	run -2 gl-watch <(head -c 3000000 /dev/zero)
	[[ $output == *"a line is longer than "*"this is no log" ]]
}

@test "no file, a folder, an empty log, a bad size and a full disk are errors" {
	run -2 gl-watch none
	[ "$output" = "gl-watch: none: cannot open: No such file or directory" ]
	run -2 gl-watch .
	[ "$output" = "gl-watch: .: is a directory" ]
	run -2 gl-watch /dev/null
	[ "$output" = "gl-watch: /dev/null: there is nothing to draw yet" ]
	run -2 gl-watch log --size 4x4
	[ "$output" = "gl-watch: --size: 4x4 is not from 8x2 to 1000x1000" ]
	run -2 gl-watch log --size 1x100000
	run -2 gl-watch log --scale lgo
	[ "${lines[1]}" = "hint: did you mean log?" ]
	run -2 bash -c 'gl-watch log >/dev/full'
	[[ $output == "gl-watch: standard output: cannot write: "* ]]
}

@test "losses that are 0, infinite, all the same or huge can be drawn, on both scales" {
	for values in '0 0 0' '1 1 1' '1e300 1e-300 1' 'nan nan nan' 'inf 1 -inf' '-1 -2 -3' '1e-30 1e30 1' '5e-324 1 2'; do
		{
			printf 'loss\n'
			# shellcheck disable=SC2086 # words
			printf '%s\n' $values
		} >odd
		gl-watch odd >/dev/null
		gl-watch odd --scale log --size 80x50 >/dev/null
	done
}

@test "on a logarithmic scale equal ratios are equal distances" {
	printf 'epoch\tloss\n1\t100\n2\t10\n3\t1\n4\t0.1\n' >steep
	gl-watch steep --scale log --size 60x18 >shown
	for tick in 100 10 1 0.1; do grep -qE "^ *$tick \+" shown; done
	# the rows between two ticks are as many each time, to one
	grep -nE '^ *(100|10|1|0\.1) \+' shown | awk -F : 'NR > 1 { d = $1 - last; if (NR > 2 && (d - gap) ^ 2 > 1) exit 1; gap = d } { last = $1 }'
}

@test "on a terminal it follows a log that grows, from the beginning if it is written anew, until q" {
	terminal 80 24
	enter 'gl-watch log; echo "status $?"'
	wait_for '^epoch 4 '
	printf '5\t20\t0.05\t1\t0.4\t0.9\t0.1\t1\t0\n' >>log
	wait_for '^epoch 5 .*'
	printf '6\t24\t0.0' >>log
	printf '4\t1\t0.4\t0.9\t0.1\t1\t0\n' >>log
	wait_for '^.. training: 0\.04, '
	head -n 2 log >short
	cat short >log
	wait_for '^epoch 1 '
	t send-keys l
	wait_for 'l: linear scale'
	t send-keys q
	wait_for '^status 0'
	screen | has '^epoch 1 '
	restored
}

@test "at the end of a pipe the last picture stays on the terminal" {
	terminal 80 24
	enter 'cat log | gl-watch; echo "status $?"'
	wait_for '^status 0'
	screen | has '^epoch 4 '
	restored
	enter 'clear; echo nothing | gl-watch; echo "status $?"'
	wait_for '^status 2'
	screen | has '^gl-watch: standard input:1: this is not a log'
	restored
}

@test "gl-train writes its log into a pipe to it, and Ctrl-C saves the network" {
	gl-synth moons -n 200 -o moons
	gl-init '2-8-2, softmax' -o moons.net
	terminal 80 24
	enter 'gl-train moons.net moons --epochs 1000000000 -q -o out --progress never --log - | gl-watch'
	wait_for 'q: leave'
	t send-keys C-c
	wait_for '^ready>'
	restored
	gl-forward out moons >/dev/null
}
