# shellcheck shell=bash disable=SC2154
load helper

@test "a truth table's four rows come in order, with the right answers" {
	gl-synth and >and.txt
	same $'0 0\t0\n0 1\t0\n1 0\t0\n1 1\t1' and.txt
	gl-synth or >or.txt
	same $'0 0\t0\n0 1\t1\n1 0\t1\n1 1\t1' or.txt
	gl-synth xor >xor.txt
	same $'0 0\t0\n0 1\t1\n1 0\t1\n1 1\t0' xor.txt
	gl-synth xor -n 6 | tail -n 2 >more.txt
	same $'0 0\t0\n0 1\t1' more.txt
}

@test "--skip continues a set: an example depends on the seed and its number alone" {
	for set in xor line sine moons circles spirals blobs; do
		gl-synth $set -n 9000 --noise 0.1 --seed 7 >whole.txt
		gl-synth $set -n 5000 --noise 0.1 --seed 7 >parts.txt
		gl-synth $set -n 4000 --noise 0.1 --seed 7 --skip 5000 >>parts.txt
		cmp whole.txt parts.txt
	done
}

@test "another seed gives other examples, GL_SEED is the seed that is not given, and seed 1 is the default" {
	gl-synth moons >default.txt
	gl-synth moons --seed 1 >one.txt
	gl-synth moons --seed 2 >two.txt
	GL_SEED=2 gl-synth moons >environment.txt
	cmp default.txt one.txt
	cmp two.txt environment.txt
	run ! cmp -s one.txt two.txt
}

@test "without noise the regression sets are the functions that their page says" {
	gl-synth line -n 500 --noise 0 | awk '{ d = $2 - (2 * $1 + 1); if (d * d > 1e-12 || $1 < -1 || $1 > 1) exit 1 }'
	gl-synth sine -n 500 --noise 0 | awk '{ d = $2 - sin(3.141592653589793 * $1); if (d * d > 1e-12) exit 1 }'
}

@test "without noise the classes lie on their curves" {
	gl-synth moons -n 500 --noise 0 | awk '{
		r = $3 == 0 ? $1 ^ 2 + $2 ^ 2 : ($1 - 1) ^ 2 + ($2 - 0.5) ^ 2
		if (r < 0.99999 || r > 1.00001 || ($3 == 0 ? $2 < 0 : $2 > 0.5)) exit 1 }'
	gl-synth circles -n 500 --noise 0 | awk '{
		r = sqrt($1 ^ 2 + $2 ^ 2) * (1 + $3); if (r < 0.99999 || r > 1.00001) exit 1 }'
	gl-synth blobs -n 500 --noise 0 --classes 4 | awk '{ print $1 * $1 + $2 * $2 < 1.00001, $3 }' | sort | uniq -c >blobs.txt
	run awk '{ print $1, $2, $3 }' blobs.txt
	[ "$output" = $'125 1 0\n125 1 1\n125 1 2\n125 1 3' ]
	gl-synth spirals -n 500 --noise 0 | awk '{ r = sqrt($1 ^ 2 + $2 ^ 2); if (r < 0.09999 || r > 1.00001) exit 1 }'
}

@test "noise has the standard deviation that was asked for" {
	gl-synth line -n 20000 --noise 0.5 |
		awk '{ d = $2 - (2 * $1 + 1); s += d; q += d * d } END { print s / NR, sqrt(q / NR)
			exit !(s / NR < 0.015 && s / NR > -0.015 && sqrt(q / NR) > 0.49 && sqrt(q / NR) < 0.51) }'
	gl-synth xor -n 20000 --noise 0.5 |
		awk '{ d = $1 - int((NR - 1) % 4 / 2); q += d * d } END { exit !(sqrt(q / NR) > 0.49 && sqrt(q / NR) < 0.51) }'
}

@test "there are as many classes as were asked for, in turn" {
	run gl-synth spirals --classes 3 -n 7
	[ "$(cut -f 2 <<<"$output" | tr -d '\n')" = 0120120 ]
	run gl-synth blobs -n 7
	[ "$(cut -f 2 <<<"$output" | tr -d '\n')" = 0120120 ]
}

@test "--classes for a set that has no choice of them is refused" {
	run -2 --separate-stderr gl-synth xor --classes 3
	[ "$output" = "" ]
	[[ $stderr == "gl-synth: xor always has the same classes"* ]]
}

@test "-n inf goes on for as long as it is read" {
	run -0 bash -c 'gl-synth -n inf moons | head -n 10000 | cmp - <(gl-synth -n 10000 moons)'
}

@test "-n 0 is no examples" {
	run -0 gl-synth -n 0 moons
	[ "$output" = "" ]
}

@test "binary output holds the same numbers as text" {
	gl-synth circles -n 5000 >c.txt
	gl-synth circles -n 5000 -b -o c.npy
	gl-cat -t c.npy | cmp - c.txt
	gl-synth line -b | gl-cat -t | cmp - <(gl-synth line)
}

@test "--list names every set, and each name works" {
	run -0 gl-synth --list
	[ "${#lines[@]}" = 9 ]
	for line in "${lines[@]}"; do
		gl-synth "${line%% *}" >/dev/null
	done
}

@test "a name that is nearly right is suggested" {
	run -2 gl-synth spiral
	[ "$output" = $'gl-synth: unknown set \'spiral\'\nhint: did you mean spirals?' ]
	run -2 gl-synth
	[ "$output" = $'gl-synth: which set?\nhint: gl-synth --list names them' ]
}

@test "numbers that make no sense are refused" {
	for bad in "-n -1" "-n 1.5" "-n x" "--noise -1" "--noise nan" "--skip -1" "--classes -3" "--seed x"; do
		# shellcheck disable=SC2086
		run -2 --separate-stderr gl-synth blobs $bad
		[ "$output" = "" ]
		[[ $stderr == "gl-synth: "* ]]
	done
}

@test "a full disk is an error, and a file appears whole or not at all" {
	run -2 bash -c 'gl-synth moons -n 100000 >/dev/full'
	run -2 gl-synth moons -o missing/moons.txt
	gl-synth xor -o xor.txt
	only xor.txt
}
