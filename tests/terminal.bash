# shellcheck shell=bash
# A terminal to test on: tmux shows what a user would see. To be loaded after helper; `end_terminal` belongs into teardown.

# terminal COLUMNS ROWS [NAME=VALUE]...: a shell in a window of that size, in the working folder, with the tools on PATH
terminal() {
	local columns=$1 rows=$2
	shift 2
	printf "PS1='ready> '\nset +o history\n" >.rc
	# the server must not keep the file descriptor that bats waits for; its socket's path may have 107 bytes, so it is a relative one
	env -u TMUX tmux -S .tmux -f /dev/null new-session -d -x "$columns" -y "$rows" \
		env TERM=tmux-256color LC_ALL=C.UTF-8 "$@" bash --noprofile --rcfile .rc -i 3>&- >/dev/null
	wait_for '^ready>'
}

end_terminal() {
	[[ ! -e .tmux ]] || tmux -S .tmux kill-server 2>/dev/null || true
}

# A command with its arguments, for the terminal's tmux
t() {
	tmux -S .tmux "$@"
}

# enter LINE: types it, and the Enter key
enter() {
	t send-keys -l "$1"
	t send-keys Enter
}

# What the screen shows
screen() {
	t capture-pane -p
}

# Does a line of it have PATTERN?
shows() {
	screen | LC_ALL=C.UTF-8 has -E -- "$1"
}

PATIENCE=2400 # looks, of at least 0.05 s each, until what is waited for does not come any more

# wait_for PATTERN: until a line of the screen has it
wait_for() {
	local i
	for ((i = 0; i < PATIENCE; i++)); do
		! shows "$1" || return 0
		sleep 0.05
	done
	echo "there never was a line with $1:"
	screen
	return 1
}

# wait_gone PATTERN: until no line has it
wait_gone() {
	local i
	for ((i = 0; i < PATIENCE; i++)); do
		shows "$1" || return 0
		sleep 0.05
	done
	echo "a line with $1 stays:"
	screen
	return 1
}

# Is the terminal as it was: its first screen, a cursor, keys that are echoed?
restored() {
	[ "$(t display -p '#{alternate_on} #{cursor_flag}')" = "0 1" ]
	enter 'clear; stty -a >stty; echo is"saved"'
	wait_for '^issaved'
	grep -qE '(^| )icanon' stty
	grep -qE '(^| )echo( |$)' stty
}
