# The program that runs the commands of the pages.
load helper

doctest() {
	"$BATS_TEST_DIRNAME/doctest" "$@"
}

# page LINE...: page.7 with the lines in a literal display
page() {
	printf '%s\n' .Dd .Dt .Os '.Bd -literal -offset indent' "$@" .Ed >page.7
}

@test "a page whose commands print what it shows is ok" {
	page '$ echo one >f' '$ cat f' one
	run -0 doctest page.7
	[[ $output == "ok 1 "* ]]
}

@test "a page whose commands print something else is not ok, and the difference is shown" {
	page '$ echo one' two
	run -1 doctest page.7
	[[ $output == *"page.7:5: \$ echo one"*"-two"*"+one"* ]]
}

@test "-u writes what is printed into the page, and nothing else" {
	page '$ echo one' two '.\" by hand: echo three >f' '$ editor f' '$ cat f' four
	run -0 doctest -u page.7
	run -0 sed -n 5,10p page.7
	[ "$output" = $'$ echo one\none\n.\\" by hand: echo three >f\n$ editor f\n$ cat f\nthree' ]
}

@test "what is done by hand is run in place of the command in the next line, and only there" {
	page '.\" by hand: echo changed >f' '$ no-such-editor f' '$ cat f' changed
	run -0 doctest page.7
	page '.\" by hand: echo changed >f' '$ no-such-editor f' '$ no-such-editor f'
	run -1 doctest page.7
	[[ $output == *"no-such-editor"* ]]
}

@test "numbers below a mark may differ by what it says, the rest may not" {
	page '$ echo time 1.04 s' '.\" ~ 0.05' 'time 1.2 s'
	run -1 doctest page.7
	page '$ echo time 1.04 s' '.\" ~ 0.05' 'time 1.00 s'
	run -0 doctest page.7
	page '$ echo time 1.04 h' '.\" ~ 0.05' 'time 1.00 s'
	run -1 doctest page.7
}
