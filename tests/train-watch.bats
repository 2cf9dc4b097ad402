#!/usr/bin/env bats
# gl-train --watch: the live view, seen on a terminal.
load helper
load terminal

setup() {
	gl_setup
	gl-synth moons -n 200 --noise 0.2 -o moons
	gl-init '2-8-2, softmax' --labels upper,lower -o moons.net
}

teardown() {
	end_terminal
}

# raw COMMAND: what it writes to a terminal of 80 x 24
raw() {
	script -qec "stty rows 24 columns 80; $*" /dev/null 3>&-
}

forever='gl-train moons.net moons --val 20% --epochs 1000000000 -o out --watch'

@test "the result has the same bytes with and without --watch" {
	gl-train moons.net moons --val 20% --epochs 30 --checkpoint c1 -q -o a
	TERM=xterm raw gl-train moons.net moons --val 20% --epochs 30 --checkpoint c2 -q -o b --watch >shown
	cmp a b
	cmp c1 c2
	grep -q accuracy shown
}

@test "curves, numbers at the axes, figures, classes and examples are on the screen, in half blocks" {
	terminal 90 26
	enter "$forever"
	wait_for '^epoch [0-9]+/1000000000  step [0-9]+  learning rate 0\.01  moons\.net .* left$'
	wait_for '^.. training: cross-entropy 0\.[0-9]+ nats, accuracy [0-9.]+ %'
	wait_for '.. held out: 0\.[0-9]+ nats, accuracy [0-9.]+ %'
	wait_for '^cross-entropy \[nats\] .* upper .* lower'
	wait_for '^ *0(\.[0-9]+)? ┤.*[▀▄█].* -?[0-9.]* *[┤│][▀▄█]{20}'
	wait_for '^accuracy'
	wait_for ' epochs  .* 0 '
}

@test "the last picture has the figures of the last epoch, also where many pass between two pictures" {
	local loss
	terminal 80 24
	enter 'gl-train moons.net moons --val 20% --epochs 5003 --lr 0.3 --log run.log -o out --watch'
	wait_for '^gl-train: 5003 epochs'
	loss=$(tail -n 1 run.log | cut -f 5)
	printf -v loss '%.4g' "$loss"
	screen | grep -F "held out: $loss"
}

@test "a window that changes its size is drawn anew, and none is too small" {
	terminal 80 24
	enter "$forever"
	wait_for 'q: leave'
	t resize-window -x 120 -y 40
	wait_for '^.{105}.* left$'
	for size in '20 5' '8 2' '1 1' '30 3' '200 60'; do
		# shellcheck disable=SC2086 # two words
		set -- $size
		t resize-window -x "$1" -y "$2"
		sleep 0.3
	done
	t resize-window -x 80 -y 24
	wait_for 'q: leave'
	t send-keys C-c
	wait_for '^ready>'
	restored
}

@test "Ctrl-C saves the network, ends by the signal, leaves the last picture and the terminal as it was" {
	terminal 80 24
	# shellcheck disable=SC2016 # for the shell in there
	enter "$forever"'; echo "status $?"'
	wait_for 'q: leave'
	t send-keys C-c
	wait_for '^gl-train: [0-9]+ epochs?, '
	screen | has '^accuracy'
	restored
	gl-forward out moons >/dev/null
}

@test "Ctrl-Z gives the terminal back, fg goes on" {
	terminal 80 24
	enter 'echo this was before; '"$forever"
	wait_for 'q: leave'
	t send-keys C-z
	wait_for 'Stopped'
	screen | has '^this was before'
	restored
	enter fg
	wait_for 'q: leave'
	t send-keys C-c
	wait_for '^gl-train: [0-9]+ epochs?, '
	restored
}

@test "the key q leaves the picture, and the training goes on" {
	terminal 80 24
	enter 'gl-train moons.net moons --epochs 1000000000 --checkpoint point -o out --watch'
	wait_for 'q: leave'
	t send-keys q
	wait_for '^epoch [0-9]+/1000000000  cross-entropy'
	[ "$(t display -p '#{alternate_on}')" = 0 ]
	t send-keys C-c
	wait_for '^gl-train: [0-9]+ epochs?, '
	restored
}

# Is a process no more, or only its status left?
ended() {
	[[ $(ps -o stat= -p "$1") == "" || $(ps -o stat= -p "$1") == Z* ]]
}

@test "when gl-train is killed, the terminal is given back" {
	local train watch
	terminal 80 24
	enter "$forever"
	wait_for 'q: leave'
	train=$(pgrep -x gl-train -P "$(t display -p '#{pane_pid}')" | tail -n 1)
	watch=$(pgrep -x gl-watch -P "$train")
	kill -KILL "$train"
	# the shell's "Killed" may come before gl-watch is back on the first screen: what counts is the terminal afterwards
	await ended "$watch"
	restored
}

@test "when gl-watch is killed, the terminal is given back, a line says so, and the training goes on" {
	local train
	for TERM in tmux-256color vt100; do
		terminal 80 24 TERM="$TERM"
		enter "$forever"
		wait_for 'q: leave'
		train=$(pgrep -x gl-train -P "$(t display -p '#{pane_pid}')" | tail -n 1)
		kill -KILL "$(pgrep -x gl-watch -P "$train")"
		wait_for '^gl-train: warning: --watch: gl-watch was ended by signal 9 \(Killed\)'
		wait_for '^epoch [0-9]+/1000000000  cross-entropy'
		t send-keys C-c
		wait_for '^gl-train: [0-9]+ epochs?, '
		restored
		end_terminal
	done
}

@test "Ctrl-\\ ends both at once, and the terminal is given back" {
	terminal 80 24
	enter "ulimit -c 0; $forever"
	wait_for 'q: leave'
	t send-keys C-"\\"
	wait_for 'Quit'
	restored
	[ ! -e out ]
}

@test "without colours there are none, and curves differ by their characters" {
	TERM=xterm-256color raw gl-train moons.net moons --val 20% --epochs 5 -q -o a --watch >with
	grep -q $'\e\[38;5;' with
	export LC_ALL=C.UTF-8
	NO_COLOR=1 TERM=xterm-256color raw gl-train moons.net moons --val 20% --epochs 5 -q -o a --watch >without
	run -1 grep $'\e\[[0-9;]*[34][0-9][;m]' without
	grep -q 'oo held out' without
	grep -q '▄▄ training' without
}

@test "a terminal gets no more colours than it has" {
	TERM=xterm raw gl-train moons.net moons --epochs 5 -q -o a --watch >eight
	grep -q $'\e\[3[0-7]m' eight
	run -1 grep $'\e\[[34]8;' eight
	COLORTERM=truecolor TERM=xterm-256color raw gl-train moons.net moons --epochs 5 -q -o a --watch >all
	grep -q $'\e\[38;2;' all
	TERM=vt100 raw gl-train moons.net moons --epochs 5 -q -o a --watch >none
	run -1 grep $'\e\[[34][0-9]' none
	grep -q accuracy none
}

@test "where text is not UTF-8, all is ASCII" {
	TERM=xterm-256color LC_ALL=C raw gl-train moons.net moons --val 20% --epochs 5 -q -o a --watch >shown
	run -1 grep -P '[^\x00-\x7f]' shown
	grep -q accuracy shown
	TERM=xterm-256color LC_ALL=C.UTF-8 raw gl-train moons.net moons --val 20% --epochs 5 -q -o a --watch >shown
	grep -q '│' shown
}

@test "a class name does not reach the terminal with its control characters" {
	gl-init '2-8-2, softmax' --labels $'up\eper,lower' -o odd.net || true
	[ -e odd.net ] || sed $'s/^labels .*/labels up\eper lower/' moons.net >odd.net
	TERM=xterm-256color raw gl-train odd.net moons --epochs 5 -q -o a --watch >shown || true
	run -1 grep $'\eper' shown
}

@test "without a terminal --watch is left out, with a word" {
	run --separate-stderr gl-train moons.net moons --epochs 2 -q -o a --watch
	[ "$status" = 0 ]
	[ "$stderr" = "gl-train: warning: --watch draws on the terminal, but standard error is none: it is left out" ]
	TERM=dumb raw gl-train moons.net moons --epochs 300 -o a --watch >shown
	grep -q "gl-train: warning: --watch needs a terminal that can move its cursor, but TERM is 'dumb': one line shows the progress instead" shown
	grep -qE 'epoch [0-9]+/300  cross-entropy' shown
	TERM=nonesuch raw gl-train moons.net moons --epochs 2 -o a --watch >shown
	grep -q "gl-watch: TERM is 'nonesuch', and such a terminal is not known here" shown
	grep -q 'gl-train: 2 epochs' shown
}

@test "without gl-watch beside it, gl-train trains all the same" {
	cp "$(command -v gl-train)" .
	TERM=xterm raw ./gl-train moons.net moons --epochs 2 -o a --watch >shown
	grep -q 'gl-train: warning: --watch: cannot start ./gl-watch: No such file or directory; one line shows' shown
	grep -q 'gl-train: 2 epochs' shown
}

@test "one output of sigmoid, values over a plane, and a curve over one input are drawn" {
	gl-init '2-8-1, sigmoid' -o one.net
	gl-init '2-8-1' -o plane.net
	gl-init '1-8-1' -o line.net
	gl-synth sine -n 50 -o sine
	terminal 90 26
	enter 'gl-train one.net moons --epochs 1000000000 -o out --watch'
	wait_for 'binary-cross-entropy \[nats\] .* class 0 .* class 1'
	t send-keys C-c
	wait_for '^gl-train: '
	enter 'clear; gl-train plane.net moons --epochs 1000000000 -o out --watch'
	wait_for '^mse  .* 0 █+ 1'
	t send-keys C-c
	wait_for '^gl-train: '
	enter 'clear; gl-train line.net sine --epochs 1000000000 -o out --watch'
	wait_for '^mse  .* examples .* network'
	wait_for ' input$'
	t send-keys C-c
	wait_for '^gl-train: '
	restored
}

@test "an error of the training is a line on the terminal's first screen" {
	gl-synth line -n 50 -o line
	gl-init 1-1 -o line.net
	terminal 90 26
	enter 'gl-train line.net line --lr 1e9 --epochs 100 -o kept --watch'
	wait_for '^gl-train: training diverged at step'
	wait_for '^ready>'
	restored
}
