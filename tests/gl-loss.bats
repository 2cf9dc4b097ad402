# gl-loss: how far predictions (field 1) are from targets (field 2).

load helper

@test "each loss is what its formula says" {
	printf '1 2\t0 4\n3 0\t3 0.5\n' >v.txt
	# differences 1 -2 0 -0.5
	same 'mse 1.3125' <(gl-loss mse v.txt)
	same 'mae 0.875' <(gl-loss mae v.txt)
	same 'huber 0.53125' <(gl-loss huber v.txt)
	printf '0.5 0.25 0.25\t0\n0.25 0.5 0.25\t2\n' >c.txt
	# (log 2 + log 4) / 2
	same 'cross-entropy 1.0397208 nats' <(gl-loss cross-entropy c.txt)
	printf '0.5 0.25\t1 0\n' >b.txt
	# (log 2 + log 4/3) / 2
	same 'binary-cross-entropy 0.49041462 nats' <(gl-loss binary-cross-entropy b.txt)
	printf '0.5 0.25 0.25\t0.5 0.5 0\n' >k.txt
	# 0.5 log 2
	same 'kl 0.3465736 nats' <(gl-loss kl k.txt)
	printf '2 1.5 -1\t0\n0 0 0\t1\n' >h.txt
	# (0.5 + 0 + 1 + 1) / 6
	same 'hinge 0.41666666' <(gl-loss hinge h.txt)
}

@test "--each writes one loss a row, whose mean is the loss; --bare prints the number alone" {
	printf '0.5 0.25 0.25\t0\tone\n0.25 0.5 0.25\t2\ttwo\n' >c.txt
	same $'0.6931472\n1.3862944' <(gl-loss --each cross-entropy c.txt)
	same 1.0397208 <(gl-loss --bare cross-entropy c.txt)
	same 1.04 <(gl-loss --bare --digits 3 cross-entropy c.txt)
	cut -f 1,2 c.txt | gl-cat -b >c.npy
	gl-loss --each cross-entropy c.npy | gl-cat -t >got
	same $'0.6931472\n1.3862944' got
}

@test "a target may be an index, a one-hot row or probabilities" {
	same 'cross-entropy 1.3862944 nats' <(printf '0.5 0.25 0.25\t2\n' | gl-loss cross-entropy)
	same 'cross-entropy 1.3862944 nats' <(printf '0.5 0.25 0.25\t0 0 1\n' | gl-loss cross-entropy)
	same 'cross-entropy 1.0397208 nats' <(printf '0.5 0.25 0.25\t0.5 0 0.5\n' | gl-loss cross-entropy)
	same 'mse 0.29166666' <(printf '0.5 0.25 0.25\t2\n' | gl-loss mse)
	same 'mse 0.29166666' <(printf '0.5 0.25 0.25\t0 0 1\n' | gl-loss mse)
	run -2 --separate-stderr gl-loss mse <<<$'5 0.25 0.25\t2'
	want="the target has 1 number, but mse over 3 outputs takes 3"
	[ "${stderr_lines[0]}" = "gl-loss: standard input:1: $want" ]
}

@test "probabilities must sum to 1; --logits reads scores" {
	printf '1 2 3\t0\n' >z.txt
	run -2 --separate-stderr gl-loss cross-entropy z.txt
	[ "${stderr_lines[0]}" = "gl-loss: z.txt:1: 2 is not a probability" ]
	[ "${stderr_lines[1]}" = "hint: end the network in softmax, or give --logits" ]
	printf '# a comment\n0.2 0.8\t0\n0.5 0.4\t0\n' >p.txt
	run -2 --separate-stderr gl-loss cross-entropy p.txt
	[[ "${stderr_lines[0]}" == "gl-loss: p.txt:3: the 2 probabilities sum to 0.9, not 1" ]]
	printf '0.5 0.5005\t0\n' | gl-loss cross-entropy
	same 'cross-entropy 2.407606 nats' <(gl-loss --logits cross-entropy z.txt | sed 's/2.40760[0-9]*/2.407606/')
	same 'binary-cross-entropy 0.6931472 nats' <(printf '0\t1\n' | gl-loss --logits binary-cross-entropy)
	run -2 --separate-stderr gl-loss --logits mse z.txt
	[[ "$stderr" == "gl-loss: z.txt:1: mse has no form that reads logits"* ]]
}

@test "a probability of 0 costs 100 nats, not infinitely many" {
	same 'cross-entropy 100 nats' <(printf '1 0\t1\n' | gl-loss cross-entropy)
	same 'binary-cross-entropy 100 nats' <(printf '0\t1\n' | gl-loss binary-cross-entropy)
	same 'binary-cross-entropy 100 nats' <(printf '1\t0\n' | gl-loss binary-cross-entropy)
	same 'cross-entropy 0 nats' <(printf '1 0\t0\n' | gl-loss cross-entropy)
	same 'cross-entropy 2000 nats' <(printf '1000 -1000\t1\n' | gl-loss --logits cross-entropy)
}

@test "--classes, or two dimensions in binary, make positions of a row" {
	printf '0.5 0.5 0.25 0.75\t0 1\n' >s.txt
	gl-loss --classes 2 --digits 6 cross-entropy s.txt >got
	same 'cross-entropy 0.490415 nats' got
	gl-cat -b --shape 2x2 s.txt >s.npy
	same "$(gl-loss --classes 2 cross-entropy s.txt)" <(gl-loss cross-entropy s.npy)
	same "$(gl-loss --classes 2 --bare cross-entropy s.txt)" <(gl-loss --classes 2 --each cross-entropy s.txt)
	run -2 --separate-stderr gl-loss cross-entropy s.txt
	[ "${stderr_lines[1]}" = "hint: text has no shapes: if these are 2 positions, give --classes 2" ]
	run -2 --separate-stderr gl-loss --classes 3 cross-entropy s.txt
	[ "$stderr" = "gl-loss: s.txt:1: field 1 has 4 numbers, which --classes 3 does not divide" ]
}

@test "the loss does not depend on how rows were grouped, and agrees with gl-grad" {
	gl-init 'input 3, dense 4, softmax' >n.net
	seq 1 9000 | awk '{ print sin($1), cos($1), sin(2 * $1) "\t" $1 % 4 }' >x.txt
	gl-forward n.net x.txt >p.txt
	gl-loss cross-entropy p.txt >want
	split -l 1000 p.txt part.
	gl-loss cross-entropy part.* | cmp - want
	cat part.* | gl-loss --threads 3 cross-entropy | cmp - want
	gl-grad n.net x.txt | awk '/^loss/ { print $3 }' >g
	paste <(gl-loss --bare cross-entropy p.txt) g | awk '{ d = $1 - $2; exit !(d < 1e-5 && d > -1e-5) }'
}

@test "--list names every loss, and gl-loss alone says so" {
	gl-loss --list | cut -d ' ' -f 1 | sort >got
	same "binary-cross-entropy
cross-entropy
hinge
huber
kl
mae
mse" got
	run -2 --separate-stderr gl-loss
	[ "${stderr_lines[1]}" = "hint: gl-loss --list names them" ]
	run -2 --separate-stderr gl-loss msee
	[ "${stderr_lines[1]}" = "hint: did you mean mse?" ]
}

@test "what does not fit is refused by file and line" {
	printf '0.5 0.5\t0\n0.5 0.5\t2\n' >c.txt
	run -2 --separate-stderr gl-loss cross-entropy c.txt
	[ "$output" = "" ]
	[ "${stderr_lines[0]}" = "gl-loss: c.txt:2: target 2 is not a class: there are 2, 0 to 1" ]
	printf '0.5 0.5\t0.5\n' >c.txt
	run -2 --separate-stderr gl-loss cross-entropy c.txt
	[ "${stderr_lines[0]}" = "gl-loss: c.txt:1: target 0.5 is not a class: an index is a whole number" ]
	printf '0.5\t2\n' >b.txt
	run -2 --separate-stderr gl-loss binary-cross-entropy b.txt
	[[ "${stderr_lines[0]}" == "gl-loss: b.txt:1: target 2 is not from 0 to 1"* ]]
	printf '1\t0\n' >one.txt
	run -2 --separate-stderr gl-loss cross-entropy one.txt
	[[ "${stderr_lines[0]}" == "gl-loss: one.txt:1: cross-entropy over one output says nothing"* ]]
	printf '1 2\n' >no.txt
	run -2 --separate-stderr gl-loss mse no.txt
	[ "${stderr_lines[0]}" = "gl-loss: no.txt:1: there is no target in field 2 to compare field 1 with" ]
}

@test "zero examples have no loss" {
	run -2 --separate-stderr gl-loss mse /dev/null
	[ "$output" = "" ]
	[ "$stderr" = "gl-loss: /dev/null: there are no examples, and the mean of nothing is not a number" ]
	run -2 gl-loss --each mse </dev/null
	[ "$output" != "nan" ]
}

@test "a full disk is an error, and -o appears whole or not at all" {
	printf '1\t2\n' >v.txt
	run -2 --separate-stderr gl-loss mse v.txt -o /dev/full
	[[ "$stderr" == "gl-loss: /dev/full: "* ]]
	run -2 gl-loss --each mse v.txt -o /dev/full
	run -2 gl-loss --list -o /dev/full
	gl-loss mse v.txt -o out
	same 'mse 1' out
	printf '1\t2\n1\tx\n' >w.txt
	run -2 gl-loss --each mse w.txt -o each
	only v.txt w.txt out
}

@test "options that would do nothing are refused" {
	printf '1\t2\n' >v.txt
	run -2 gl-loss --each --bare mse v.txt
	run -2 gl-loss -b mse v.txt
	[ "$status" -eq 2 ]
}
