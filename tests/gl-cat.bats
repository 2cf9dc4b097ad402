# gl-cat: concatenates, converts, chooses rows and fields, joins, shuffles.

load helper

three() {
	printf '1 2\t0\n3 4\t1\n5 6\t0\n'
}

@test "without options and files it copies text from standard input" {
	three >in.txt
	gl-cat <in.txt >out.txt
	cmp in.txt out.txt
}

@test "files follow one another, and - is standard input" {
	three >a.txt
	printf '7 8\t1\n' >b.txt
	printf '7 8\t1\n' | gl-cat a.txt - b.txt >out.txt
	same "$(three; cat b.txt b.txt)" out.txt
}

@test "text to binary and back is the same text" {
	gl-cat -b <(three) | gl-cat -t >out.txt
	same "$(three)" out.txt
	printf '%s\n' '0.1 1e-5 123456790 1e9 -0 3.4028235e38 1e-45' >in.txt
	gl-cat -b in.txt -o x.npy
	gl-cat -t x.npy >out.txt
	cmp in.txt out.txt
}

@test "output has the form of the first input" {
	three | gl-cat -b >x.npy
	gl-cat x.npy >y.npy
	cmp x.npy y.npy
	gl-cat <x.npy >y.npy
	cmp x.npy y.npy
}

@test "arrays that follow one another in a file or a pipe are one stream" {
	three | gl-cat -b >x.npy
	gl-cat -t x.npy x.npy >a.txt
	cat x.npy x.npy | gl-cat -t >b.txt
	cat x.npy x.npy >xx.npy
	gl-cat -t xx.npy >c.txt
	same "$(three; three)" a.txt
	cmp a.txt b.txt
	cmp a.txt c.txt
	gl-cat xx.npy -o one.npy
	gl-cat x.npy x.npy | cmp - one.npy
}

@test "binary of unknown length is one array in a file and arrays of at most 4096 rows in a pipe" {
	seq 1 10000 >n.txt
	gl-cat -b n.txt >one.npy
	gl-cat -b n.txt | cat >many.npy
	[ "$(grep -ac NUMPY one.npy)" = 1 ]
	[ "$(grep -ao "'shape': ([0-9]*" many.npy | tr '\n' ' ')" = "'shape': (4096 'shape': (4096 'shape': (1808 " ]
	gl-cat -t many.npy | cmp - n.txt
	: >appended.npy
	gl-cat -b n.txt >>appended.npy
	cmp many.npy appended.npy
}

@test "rows are chosen by number, in the order of the input" {
	[ "$(seq 1 20 | gl-cat --rows 18-,3,1-2,2 | tr '\n' ' ')" = "1 2 3 18 19 20 " ]
	seq 1 20 | gl-cat -b >n.npy
	[ "$(gl-cat -t --rows 5 n.npy)" = 5 ]
	[ "$(gl-cat -t --rows 30- n.npy | wc -l)" = 0 ]
	seq 1 20 >n.txt
	[ "$(gl-cat --rows 20-22 n.txt n.txt | tr '\n' ' ')" = "20 1 2 " ]
}

@test "a list of rows or fields that makes no sense is refused" {
	for list in 0 5-3 x 1,,2 -1 '' 1,2x 99999999999999999999; do
		run -2 gl-cat --rows="$list" /dev/null
		[ "${lines[0]}" = "gl-cat: --rows: '$list' is not a list of rows" ]
	done
	run -2 gl-cat --fields 0 /dev/null
	[ "${lines[0]}" = "gl-cat: --fields: '0' is not a list of fields" ]
	run -2 gl-cat --fields 3 <(three)
	[ "$output" = "gl-cat: --fields: there is no field 3: the examples have 2" ]
}

@test "when the rows wanted have come, who writes to the pipe is not killed" {
	seq 1 300000 | gl-cat --rows 1-3 >out.txt
	same "$(seq 1 3)" out.txt
}

@test "fields change places, and one may come twice" {
	three | gl-cat --fields 2,1 >out.txt
	same "$(three | awk -F'\t' '{print $2"\t"$1}')" out.txt
	[ "$(echo '1 2' | gl-cat --fields 1,1)" = "$(printf '1 2\t1 2')" ]
	three | gl-cat -b --fields 2 | gl-cat -t >out.txt
	same "$(three | cut -f 2)" out.txt
}

@test "opaque fields ride along, can be chosen, and cannot become numbers or binary" {
	printf '1\t2\ta b\tc\n3\t4\t\td\n' >in.txt
	gl-cat in.txt | cmp - in.txt
	gl-cat --fields 1,2,4,3 in.txt >out.txt
	same "$(printf '1\t2\tc\ta b\n3\t4\td\t')" out.txt
	run -2 gl-cat --fields 1,3 in.txt
	[ "$output" = "gl-cat: --fields: field 3 is text, but fields 1 and 2 must be numbers" ]
	run -2 gl-cat -b in.txt
	[ "${lines[0]}" = "gl-cat: field 3 is text, which binary can't hold" ]
	gl-cat --fields 1,2 -b in.txt | gl-cat -t >out.txt
	same "$(printf '1\t2\n3\t4')" out.txt
}

@test "join puts fields side by side, of text and binary, in files of any blocks" {
	seq 1 9000 >x.txt
	seq 9000 -1 1 | gl-cat -b >y.npy
	gl-cat --join x.txt y.npy >out.txt
	paste x.txt <(seq 9000 -1 1) | cmp - out.txt
	gl-cat -b --join x.txt <(gl-cat y.npy) -o z.npy
	gl-cat -t z.npy | cmp - out.txt
}

@test "join refuses files of different length, naming the shorter" {
	seq 1 5 >x.txt
	seq 1 4 >y.txt
	run -2 --separate-stderr gl-cat --join x.txt y.txt
	[ "$stderr" = "gl-cat: y.txt ends after row 4, but x.txt goes on" ]
	run -2 gl-cat --join --shuffle x.txt y.txt
	[ "$output" = "gl-cat: x.txt has 5 rows, but y.txt has 4" ]
	run -2 gl-cat --join x.txt
	[ "${lines[0]}" = "gl-cat: --join needs two files or more" ]
}

@test "shuffle keeps every row once, follows from the seed alone, and is the same for text, pipe and binary" {
	seq 1 5000 >n.txt
	gl-cat -b n.txt -o n.npy
	gl-cat --shuffle n.txt >a.txt
	gl-cat --shuffle - <n.txt >b.txt
	gl-cat --shuffle <(cat n.txt) >c.txt
	gl-cat -t --shuffle n.npy >d.txt
	cmp a.txt b.txt && cmp a.txt c.txt && cmp a.txt d.txt
	sort -n a.txt | cmp - n.txt
	run -1 cmp -s a.txt n.txt
	gl-cat --shuffle --seed 2 n.txt >e.txt
	run -1 cmp -s a.txt e.txt
	[ "$(GL_SEED=2 gl-cat --shuffle n.txt | cksum)" = "$(cksum <e.txt)" ]
	gl-cat --shuffle --rows 11-20 n.txt | sort -n >f.txt
	same "$(seq 11 20)" f.txt
}

@test "shuffle with join keeps rows together" {
	seq 1 100 >x.txt
	seq 101 200 >y.txt
	gl-cat --shuffle --join x.txt y.txt >out.txt
	[ "$(awk '$2 != $1 + 100' out.txt | wc -l)" = 0 ]
	[ "$(wc -l <out.txt)" = 100 ]
}

@test "shape gives field 1 its shape in binary" {
	echo '1 2 3 4 5 6' | gl-cat -b --shape 1x2x3 >x.npy
	grep -aq "'shape': (1, 1, 2, 3)" x.npy
	run -2 gl-cat --shape 1x28x28 x.npy
	[ "$output" = "gl-cat: --shape: field 1 has 6 numbers, but a shape of 1x28x28 takes 784" ]
	run -2 gl-cat -t --shape 6 x.npy
	[ "${lines[0]}" = "gl-cat: --shape: text has no shapes" ]
}

@test "digits prints fewer digits" {
	[ "$(echo '0.12345 100 1e-7' | gl-cat --digits 2)" = "0.12 100 1e-7" ]
}

@test "a bad line in the first block leaves standard output empty and names file, line and column" {
	printf '1 2\n3 x\n' >bad.txt
	run -2 --separate-stderr gl-cat bad.txt
	[ "$output" = "" ]
	[ "$stderr" = "gl-cat: bad.txt:2: column 3: 'x' is not a number" ]
	printf '1 2\n3 x\n' | (run -2 --separate-stderr gl-cat && [ "$output" = "" ] &&
		[ "$stderr" = "gl-cat: standard input:2: column 3: 'x' is not a number" ])
}

@test "a bad line in a later block ends with status 2 and leaves no output file" {
	(seq 1 10000 && echo x) >bad.txt
	run -2 gl-cat bad.txt -o out.txt
	[ "$output" = "gl-cat: bad.txt:10001: column 1: 'x' is not a number" ]
	run -2 gl-cat -b bad.txt -o out.npy
	only bad.txt
}

@test "a second file must have the first one's fields and form" {
	three >a.txt
	printf '1\t2\n' >b.txt
	gl-cat -b a.txt -o a.npy
	gl-cat -b b.txt -o b.npy
	run -2 --separate-stderr gl-cat a.txt b.txt
	[ "$stderr" = "gl-cat: b.txt:1: field 1 has 1 number, but a.txt:1 has 2" ]
	run -2 --separate-stderr gl-cat a.npy b.npy
	[ "$stderr" = "gl-cat: b.npy: field 1 is f4 of 1, but in a.npy it is f4 of 2" ]
	run -2 --separate-stderr gl-cat a.npy b.txt
	[ "${stderr_lines[0]}" = "gl-cat: b.txt: is text, but a.npy is binary" ]
}

@test "no examples pass through" {
	: >empty
	run -0 gl-cat empty
	[ "$output" = "" ]
	gl-cat -b empty | gl-cat -t | cmp - empty
	gl-cat --shuffle empty | cmp - empty
	gl-cat --fields 2,1 --rows 3 empty | cmp - empty
	three >a.txt
	gl-cat empty a.txt empty | cmp - a.txt
	gl-cat -b --rows 9 a.txt -o none.npy
	gl-cat -t none.npy | cmp - empty
}

@test "nan and inf are refused, or data with --allow-nonfinite" {
	echo '1 nan' >x.txt
	run -2 gl-cat x.txt
	[ "${lines[0]}" = "gl-cat: x.txt:1: column 3: 'nan' is not finite" ]
	[ "$(gl-cat --allow-nonfinite -b x.txt | gl-cat --allow-nonfinite -t)" = "1 nan" ]
	run -2 gl-cat <(gl-cat --allow-nonfinite -b x.txt)
	[[ "${lines[0]}" = *"row 1, field 1, number 2 is not finite" ]]
}

@test "rows that are there are passed on while the input pauses" {
	mkfifo in
	timeout 60 gl-cat in >out.txt &
	exec 7>in
	echo '1 2' >&7
	await test -s out.txt
	same '1 2' out.txt
	echo '3 4' >&7
	exec 7>&-
	wait $!
	same "$(printf '1 2\n3 4')" out.txt
}

@test "a full disk and a closed pipe are noticed" {
	three >a.txt
	run -2 gl-cat -o /dev/full a.txt
	[ "$output" = "gl-cat: /dev/full: cannot write: No space left on device" ]
	run -2 gl-cat -b -o /dev/full a.txt
	seq 1 300000 >n.txt
	run bash -c 'set +o pipefail; gl-cat n.txt | head -1'
	[ "$output" = 1 ]
}

@test "data that cannot be kept in TMPDIR is an error that says so" {
	seq 1 10 | (export TMPDIR=/nowhere && run -2 gl-cat --shuffle &&
		[ "${lines[0]}" = "gl-cat: /nowhere: cannot create the temporary file that the examples are kept in: No such file or directory" ])
}

@test "a disk that is too small for the data is an error that says so" {
	seq 1 100000 >n.txt
	run -2 --separate-stderr env TMPDIR=/tmp bash -c 'trap "" XFSZ; ulimit -f 8; gl-cat --shuffle n.txt'
	[ "$output" = "" ]
	[ "${stderr_lines[0]}" = "gl-cat: /tmp: cannot write the temporary file that the examples are kept in: File too large" ]
	[ "${stderr_lines[1]}" = "hint: TMPDIR=FOLDER names another folder; .npy files need no temporary one" ]
}

@test "a named pipe is opened once" {
	mkfifo pipe
	seq 1 1000 >n.txt
	cat n.txt >pipe &
	gl-cat --shuffle pipe | sort -n | cmp - n.txt
	wait $!
	gl-cat -b n.txt -o n.npy
	cat n.npy >pipe &
	gl-cat -t n.npy pipe | cmp - <(cat n.txt n.txt)
	wait $!
}

@test "a lying header is refused before anything is written" {
	three | gl-cat -b >x.npy
	sed "s/'shape': (3,)/'shape': (4,)/" x.npy >lie.npy
	run -2 --separate-stderr gl-cat lie.npy
	[ "$output" = "" ]
	[ "$stderr" = "gl-cat: lie.npy: says 4 rows, but the file ends after row 3" ]
	run -2 --separate-stderr gl-cat -t <(head -c -5 x.npy)
	[[ "$stderr" = *": says 3 rows, but the file ends in row 3" ]]
}

@test "long lines that threads read together give the same bytes, and errors name the same line" {
	gl-synth blobs -n 3000 --seed 4 >few.txt
	awk -F '\t' '{ for (i = 0; i < 50; i++) printf "%s%s ", i ? "" : "  ", $1; print "\t" $2 (NR % 7 ? "" : "\r")
		if (NR % 1000 == 5) print "# a comment" }' few.txt >wide.txt
	printf '%s' "$(cat wide.txt)" >cut.txt
	for n in 1 2 3; do
		gl-cat -b --threads $n wide.txt -o $n.npy
		cmp 1.npy $n.npy
		gl-cat -b --threads $n <wide.txt | cmp - 1.npy
		gl-cat -b --threads $n cut.txt | cmp - 1.npy
	done
	[ "$(gl-cat -t 1.npy | wc -l)" -eq 3000 ]
	cmp <(gl-cat -t --rows 1500 1.npy) <(grep -v '#' wide.txt | sed -n 1500p | tr -d '\r' | gl-cat)
	sed '2500s/ / x /; 2700s/ / y /' wide.txt >bad.txt
	for n in 1 2 3; do
		run -2 --separate-stderr gl-cat -b --threads $n bad.txt
		[ "${stderr_lines[0]}" = "gl-cat: bad.txt:2500: column 2: 'x' is not a number" ]
	done
}
