#!/usr/bin/env bats
# shellcheck disable=SC2154 # bats sets stderr and stderr_lines

load helper

# csv LINE...: a table on standard output
csv() {
	printf '%s\n' "$@"
}

# refused MESSAGE ARGUMENT...: status 2, this message, nothing on standard output
refused() {
	local want=$1
	shift
	run -2 --separate-stderr gl-encode table "$@"
	[ "$output" = "" ] || return 1
	[ "${stderr_lines[0]}" = "gl-encode: $want" ] || {
		printf 'expected: %s\n' "gl-encode: $want"
		return 1
	}
}

@test "numbers stay, names become one-hot in byte order, yes and true are 1, dates are days since 1970" {
	csv weight,colour,ripe,picked 1.5,red,yes,1970-01-02 -2e3,green,No,1969-12-31 .25,blue,TRUE,2000-03-01 >a.csv
	run -0 gl-encode table a.csv
	[ "${lines[0]}" = "1.5 0 0 1 1 1" ]
	[ "${lines[1]}" = "-2000 0 1 0 0 -1" ]
	[ "${lines[2]}" = "0.25 1 0 0 1 11017" ]
	run -0 gl-encode table <a.csv
	[ "${lines[2]}" = "0.25 1 0 0 1 11017" ]
	run -0 gl-encode table - <a.csv
	[ "${lines[2]}" = "0.25 1 0 0 1 11017" ]
	cat a.csv | gl-encode table -b -o a.npy
	run -0 /usr/bin/python3 -c 'import numpy as np; a = np.load("a.npy"); print(a.dtype, a.tolist()[1])'
	[ "$output" = "float32 [-2000.0, 0.0, 1.0, 0.0, 0.0, -1.0]" ]
}

@test "a random table becomes what a few lines of Python make of it, by the file and by its schema" {
	/usr/bin/python3 - <<-'END'
		import csv, datetime, random
		r = random.Random(3)
		words = ["red", "green", "light, blue", 'a "fine" colour', "two\nlines", "ünï", "x"]
		rows = []
		for i in range(400):
		    when = datetime.datetime(1970, 1, 1) + datetime.timedelta(days=r.randrange(-150000, 150000))
		    rows.append([repr(r.gauss(0, 10 ** r.randrange(-4, 5))), r.choice(words), r.choice(("true", "no")),
		                 when.date().isoformat(), str(r.randrange(-99, 99)), r.choice("abc")])
		with open("a.csv", "w", newline="") as f:
		    csv.writer(f).writerows([["x", "the, colour", "b", "day", "k", "t"]] + rows)
		with open("a.tsv", "w", newline="") as f:
		    csv.writer(f, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
		        [["x", "the, colour", "b", "day", "k", "t"]] + rows)
		import struct
		f4 = lambda v: struct.unpack("f", struct.pack("f", float(v)))[0]
		names = sorted(set(row[1] for row in rows), key=lambda s: s.encode())
		with open("want.txt", "w") as f:
		    for x, c, b, d, k, t in rows:
		        days = (datetime.date.fromisoformat(d) - datetime.date(1970, 1, 1)).days
		        v = [f4(x), *(c == n for n in names), b == "true", days, int(k)]
		        f.write(" ".join("%.9g" % n for n in v) + "\t%d\n" % "abc".index(t))
	END
	gl-encode table --target t --schema a.schema -o a.txt a.csv
	gl-diff --exact a.txt want.txt
	gl-encode table --schema a.schema a.csv | cmp - a.txt
	gl-encode table --schema a.schema --separator tab a.tsv | cmp - a.txt
	gl-encode table --target t --separator '\t' a.tsv | cmp - a.txt
}

@test "times of day are parts of a day, with the zone taken into account" {
	csv d 1970-01-01T12:00 '1970-01-02 18:00:00' 1970-01-01T00:00:00.5 1970-01-01T06:00Z 1970-01-01T06:00+06:00 \
		1970-01-01T18:00-06:00 0001-01-01 9999-12-31 2000-02-29 2100-02-28 >d.csv
	run -0 gl-encode table d.csv
	[ "${lines[*]}" = "0.5 1.75 5.787037e-6 0.25 0 1 -719162 2932896 11016 47540" ]
}

@test "a date that the calendar does not have is no date" {
	local day
	for day in 2026-02-29 2100-02-29 2026-13-01 2026-00-10 2026-04-31 2026-01-32 0000-01-01 2026-01-01T24:00 \
		2026-01-01T12:60 2026-01-01T12 2026-01-01T12:00+1 2026-01-01Z 2026-1-01; do
		csv d 2026-01-01 "$day" >d.csv
		refused "d.csv:3: row 2, column 'd': '$day' is text, but row 1 holds a date" d.csv
	done
}

@test "quoted cells hold separators, line ends and doubled quotes; CR LF and a byte order mark are passed over" {
	printf '\xef\xbb\xbfa,"b, ""c"""\r\n1,"x\r\ny"\r\n2,"x\r\ny"\r\n' >a.csv
	run -0 gl-encode table --describe a.csv
	[ "${lines[1]}" = "a       number    0        1 to 2, mean 1.5  number 1" ]
	[ "${lines[2]}" = 'b, "c"  category  0        1: x??y           number 2, one-hot' ]
	run -0 gl-encode table --features '"b, ""c""",a' a.csv
	[ "${lines[*]}" = "1 1 1 2" ]
}

@test "the last line need not end, empty lines are passed over" {
	printf 'a,b\n\n1,2\n\r\n3,4' >a.csv
	run -0 gl-encode table a.csv
	[ "${lines[*]}" = "1 2 3 4" ]
	# in a table of one column an empty line is a missing value
	printf 'a\n1\n\n3\n' >b.csv
	refused "b.csv:3: row 2, column 'a': the value is missing: the cell is empty" b.csv
	run -0 gl-encode table --missing mean b.csv
	[ "${lines[*]}" = "1 2 3" ]
}

@test "--separator takes any character, and a wrong one is suggested" {
	csv 'a;b' '1;2' >a.csv
	run -0 gl-encode table --separator ';' a.csv
	[ "$output" = "1 2" ]
	refused "a.csv:1: the first line is a single cell: 'a;b'" a.csv
	[ "${stderr_lines[1]}" = "hint: the cells seem to have ';' between them: --separator ';'" ]
	printf 'a b\n1 2\n' >b.csv
	run -0 gl-encode table --separator ' ' b.csv
	[ "$output" = "1 2" ]
	refused "--separator: '::' is not one character other than a quote, nor the word tab" --separator :: a.csv
	refused "--separator: '\"' is not one character other than a quote, nor the word tab" --separator '"' a.csv
	refused "--separator: '' is not one character other than a quote, nor the word tab" --separator '' a.csv
}

@test "without a header columns go by number, and a header of numbers is suspected to be none" {
	csv 5.1,3.5,x 4.9,3,y >a.csv
	run -0 gl-encode table --no-header --target 3 a.csv
	[ "${lines[0]}" = $'5.1 3.5\t0' ]
	[ "${lines[1]}" = $'4.9 3\t1' ]
	refused "a.csv:1: column 1: '5.1' is a number, not the name of a column" a.csv
	[[ "${stderr_lines[1]}" == "hint: --no-header says "* ]]
	csv 7,3 4,9 >b.csv
	refused "b.csv:1: column 1: '7' is a number, not the name of a column" b.csv
	csv 2024,2025 4,9 >c.csv
	run -0 gl-encode table c.csv
	[ "$output" = "4 9" ]
	csv a,b,a 1,2,3 >d.csv
	refused "d.csv:1: columns 1 and 3 are both called 'a'" d.csv
}

@test "--features, --target and --omit take names, numbers and ranges, in their order" {
	csv a,b,c,d 1,2,3,4 5,6,7,8 >a.csv
	run -0 gl-encode table --features 4,b,1 a.csv
	[ "${lines[0]}" = "4 2 1" ]
	run -0 gl-encode table --features 2-4 --target a a.csv
	[ "${lines[0]}" = $'2 3 4\t1' ]
	run -0 gl-encode table --target d,a a.csv
	[ "${lines[1]}" = $'6 7\t8 5' ]
	run -0 gl-encode table --omit 1,c --target d a.csv
	[ "${lines[1]}" = $'6\t8' ]
	refused "--target: there is no column 'D' in a.csv, which has 4" --target D a.csv
	[ "${stderr_lines[1]}" = "hint: did you mean d?" ]
	refused "--target: there is no column 'z' in a.csv, which has 4" --target z a.csv
	[[ "${stderr_lines[1]}" != *"did you mean"* ]] # a letter is not near to every other
	refused "--features: there is no column '5' in a.csv, which has 4" --features 5 a.csv
	refused "--features: there is no column '3-2' in a.csv, which has 4" --features 3-2 a.csv
	refused "--features: there is no column '0' in a.csv, which has 4" --features 0 a.csv
	refused "--features: the column 'b' is named twice" --features 1-3,b a.csv
	refused "--features: 'b' is there twice" --features b,b a.csv
	refused "--features: 'b,\"c' is no list of names" --features 'b,"c' a.csv
	refused "the column 'a' is the target and cannot be a feature too" --features a,b --target a a.csv
	refused "--omit: the column 'a' is the target" --omit a --target a a.csv
	refused "a.csv: no column is left to be a feature" --target 1-4 a.csv
	refused "--target: the list is empty" --target '' a.csv
}

@test "a target of names becomes the index of the class, yes and no too; one of numbers stays" {
	csv x,t 1,dog 2,cat 3,dog >a.csv
	run -0 gl-encode table --target t a.csv
	[ "${lines[*]}" = $'1\t1 2\t0 3\t1' ]
	csv x,t 1,yes 2,no >b.csv
	run -0 gl-encode table --target t b.csv
	[ "${lines[*]}" = $'1\t1 2\t0' ]
	csv x,t 1,7 2,5.5 >c.csv
	run -0 gl-encode table --target t c.csv
	[ "${lines[*]}" = $'1\t7 2\t5.5' ]
	run -0 gl-encode table --target t --category t c.csv
	[ "${lines[*]}" = $'1\t1 2\t0' ]
	refused "--target: column 't' holds text, and only one target may be a class" --target x,t --features k <(csv x,t,k 1,dog,1)
	gl-encode table --target t -b -o a.npy a.csv
	run -0 /usr/bin/python3 -c 'import numpy as np; print(np.load("a.npy").dtype)'
	[ "$output" = "[('x', '<f4', (1,)), ('y', '<i4')]" ]
}

@test "--labels keeps the classes: written by training data, read by test data" {
	csv x,t 1,dog 2,cat >train.csv
	csv x,t 3,dog >test.csv
	gl-encode table --target t --labels names.txt -o train.txt train.csv
	same $'cat\ndog' names.txt
	run -0 gl-encode table --target t --labels names.txt test.csv
	[ "$output" = $'3\t1' ]
	csv x,t 3,dog 4,dgo >bad.csv
	refused "bad.csv:3: the class 'dgo' is not among the 2 of names.txt" --target t --labels names.txt bad.csv
	[ "${stderr_lines[1]}" = "hint: did you mean dog?" ]
	refused "--labels: there is no target that is a class" --target x --features t --labels other.txt train.csv
	csv x,t 1,$'"a\nb"' >line.csv
	refused "--labels: the class 'a?b' has a control character in its name" --target t --labels other.txt line.csv
	only bad.csv line.csv names.txt test.csv train.csv train.txt
}

@test "--index makes one number of a category, and --category makes names of numbers" {
	csv c,n red,30 green,20 red,30 >a.csv
	run -0 gl-encode table --index a.csv
	[ "${lines[*]}" = "1 30 0 20 1 30" ]
	run -0 gl-encode table --category n a.csv
	[ "${lines[*]}" = "0 1 0 1 1 0 1 0 0 1 0 1" ]
	run -0 gl-encode table --category n --index a.csv
	[ "${lines[*]}" = "1 1 0 0 1 1" ]
	refused "--category: the column 'n' is not used" --omit n --category n a.csv
}

@test "a column of two kinds is refused by row and column, except that yes and no may be words among others" {
	csv a,b 1,x 2,y 3,4 >a.csv
	refused "a.csv:4: row 3, column 'b': '4' is a number, but row 1 holds text" a.csv
	csv a 1 '"12,5"' >b.csv
	refused "b.csv:3: row 2, column 'a': '12,5' is no number, as it has a comma" b.csv
	csv a yes 1 >c.csv
	refused "c.csv:3: row 2, column 'a': '1' is a number, but row 1 holds true, false, yes or no" c.csv
	csv a yes no maybe >d.csv
	run -0 gl-encode table --index d.csv
	[ "${lines[*]}" = "2 1 0" ]
	csv a maybe no yes >e.csv
	run -0 gl-encode table --index e.csv
	[ "${lines[*]}" = "0 1 2" ]
}

@test "numbers with a comma are refused rather than taken for names" {
	local number
	for number in 12,5 -0,25 1,250.75 1.250,75 1,250,000; do
		printf 'a;b\n%s;x\n' "$number" >a.csv
		refused "a.csv:2: row 1, column 'a': '$number' is no number, as it has a comma" --separator ';' a.csv
		[[ "${stderr_lines[1]}" == "hint: a number has a point, "* ]]
		run -0 gl-encode table --separator ';' --category a a.csv
		[ "$output" = "1 1" ]
	done
	csv a '"one, two"' '"1, 2"' '","' '"3,"' >b.csv
	run -0 gl-encode table --index b.csv
	[ "${lines[*]}" = "3 1 0 2" ]
}

@test "what float32 cannot hold is refused" {
	csv a 1 1e39 >a.csv
	refused "a.csv:3: row 2, column 'a': '1e39' is more than float32 can hold (3.4e38)" a.csv
	csv a 1 -inf >b.csv
	refused "b.csv:3: row 2, column 'a': '-inf' is not finite" b.csv
	csv a 1 0x10 >c.csv
	refused "c.csv:3: row 2, column 'a': '0x10' is text, but row 1 holds a number" c.csv
}

@test "a row with more or fewer cells than the header is refused by line and row" {
	csv a,b '"1' '",2' 3 >a.csv
	refused "a.csv:4: row 2: 1 cell, but the header has 2" a.csv
	csv a,b 1,2,3 >b.csv
	refused "b.csv:2: row 1: 3 cells, but the header has 2" b.csv
	csv 1.5,2 1,2,3 >c.csv
	refused "c.csv:2: row 2: 3 cells, but the first row has 2" --no-header c.csv
}

@test "a missing value is refused, whatever it is written as" {
	local word
	for word in '' '?' NA n/a NaN null '""' '"NA"' ' '; do
		csv a,b 1,2 "$word,3" >a.csv
		run -2 --separate-stderr gl-encode table a.csv
		[[ "${stderr_lines[0]}" == "gl-encode: a.csv:3: row 2, column 'a': the value is missing: "* ]]
		[[ "${stderr_lines[1]}" == "hint: --missing "* ]]
	done
	# in a column that is not used it does not matter
	run -0 gl-encode table --omit a a.csv
	[ "${lines[*]}" = "2 3" ]
}

@test "--missing mean puts in the mean, or what is most frequent" {
	csv n,c,b,d 1,red,yes,1970-01-01 '?,blue,no,NA' '4,?,null,1970-01-05' 4,blue,yes,1970-01-03 >a.csv
	run -0 gl-encode table --missing mean a.csv
	[ "${lines[0]}" = "1 0 1 1 0" ]
	[ "${lines[1]}" = "3 1 0 0 2" ]
	[ "${lines[2]}" = "4 1 0 1 4" ]
	# of several that are as frequent, the first; no rather than yes
	csv c,b red,yes blue,no ',?' >b.csv
	run -0 gl-encode table --missing mean --index b.csv
	[ "${lines[2]}" = "0 0" ]
}

@test "--missing mark adds a 1 where a value was missing, in columns where some are" {
	csv n,c,k 1,red,5 '?,blue,6' '4,?,7' 4,blue,8 >a.csv
	run -0 gl-encode table --missing mark a.csv
	[ "${lines[0]}" = "1 0 0 1 0 5" ]
	[ "${lines[1]}" = "3 1 1 0 0 6" ]
	[ "${lines[2]}" = "4 0 1 0 1 7" ]
}

@test "--missing drop leaves rows out, and nothing is learned from them" {
	csv n,c,t 1,red,0 2,green,? 3,blue,1 >a.csv
	run -0 gl-encode table --missing drop --target t a.csv
	[ "${lines[*]}" = $'1 0 1\t0 3 1 0\t1' ]
	csv a,b 1, ,2 >b.csv
	refused "b.csv: a value is missing in each of the 2 rows, so that all are left out" --missing drop b.csv
}

@test "a target is never made up, and a column must have some value" {
	csv a,t 1,x 2, >a.csv
	refused "a.csv:3: row 2, column 't': the value is missing: the cell is empty" --missing mean --target t a.csv
	csv a,b 1, 2,NA >b.csv
	refused "b.csv: column 'b' has no values: all are missing" --missing mean b.csv
}

@test "--na says what means a missing value, exactly" {
	csv a,b -999,none 1,NA 2,x >a.csv
	run -0 gl-encode table --na=-999,none --missing mark --index a.csv
	[ "${lines[0]}" = "1.5 1 0 1" ]
	[ "${lines[1]}" = "1 0 0 0" ]
	[ "${lines[2]}" = "2 0 1 0" ]
}

@test "a schema encodes a test set as the training set was: its categories, means and marks" {
	csv n,c,t 1,red,a 3,blue,b ,green,a >train.csv
	csv t,extra,c,n b,9,green, a,9,red,100 >test.csv
	run -0 gl-encode table --target t --missing mark --schema s train.csv
	[ "${lines[2]}" = $'2 1 0 1 0\t0' ]
	cp s before
	run -0 gl-encode table --schema s test.csv
	[ "${lines[0]}" = $'2 1 0 1 0\t1' ]
	[ "${lines[1]}" = $'100 0 0 0 1\t0' ]
	cmp s before
	# row by row is the same: nothing is learned from the test set
	run -0 gl-encode table --schema s <(csv c,n,t red,100,a)
	[ "$output" = $'100 0 0 0 1\t0' ]
	# without the target there is no field 2
	run -0 gl-encode table --schema s <(csv c,n red,100)
	[ "$output" = "100 0 0 0 1" ]
	# --describe counts in the test set what it would refuse there
	run -0 gl-encode table --describe --schema s <(csv n,c,t ,red,a 1,,)
	[[ "${lines[1]}" == "n "*" number 1, mark 2; missing: 2" ]]
	[[ "${lines[2]}" == "c "*" 1 "*"; missing: refused" ]]
	# the command that made it reads it too
	run -0 gl-encode table --target t --missing mark --schema s train.csv
	[ "${lines[2]}" = $'2 1 0 1 0\t0' ]
}

@test "a schema is the same when it is made from a pipe, without a header, with odd names" {
	csv '"a, ""b""",c' '1,"x,1"' '2," y"' '3,"z' '"' >a.csv
	cat a.csv | gl-encode table --schema s1 >a.txt
	gl-encode table --schema s2 a.csv | cmp - a.txt
	cmp s1 s2
	gl-encode table --schema s1 a.csv | cmp - a.txt
	sed 1d a.csv >b.csv
	gl-encode table --no-header --schema s3 b.csv | cmp - a.txt
	gl-encode table --schema s3 b.csv | cmp - a.txt
}

@test "a category that the schema does not have is refused, or all zeros by --unknown zeros" {
	gl-encode table --target t --schema s <(csv c,t red,a green,b) >/dev/null
	csv c,t red,a gren,b >new.csv
	refused "new.csv:3: row 2, column 'c': 'gren' is not among the 2 categories of s" --schema s new.csv
	[ "${stderr_lines[1]}" = "hint: did you mean green?" ]
	run -0 gl-encode table --schema s --unknown zeros new.csv
	[ "${lines[*]}" = $'0 1\t0 0 0\t1' ]
	# a target that is empty is not a prediction asked for
	refused "standard input:2: row 1, column 't': the value is missing: the cell is empty" --schema s < <(csv c,t red,)
	[ "${stderr_lines[1]}" = "hint: for predictions, take the column out of the table" ]
	# an unknown class is none of the network's
	csv c,t red,z >class.csv
	refused "class.csv:2: row 1, column 't': 'z' is not among the 2 classes of s" --schema s --unknown zeros class.csv
	gl-encode table --index --schema i <(csv c red green) >/dev/null
	refused "--unknown zeros: categories are indices here, and none of them means unknown" \
		--schema i --unknown zeros new.csv
}

@test "a table that does not fit its schema is refused by column" {
	gl-encode table --target t --schema s <(csv n,c,t 1,red,a 2,green,b) >/dev/null
	csv n,color,t 1,red,a >name.csv
	refused "name.csv: there is no column 'c', which is a feature in s" --schema s name.csv
	csv n,c,t one,red,a >kind.csv
	refused "kind.csv:2: row 1, column 'n': 'one' is not a number" --schema s kind.csv
	csv n,c,t ,red,a >missing.csv
	refused "missing.csv:2: row 1, column 'n': the value is missing: the cell is empty" --schema s missing.csv
}

@test "options that ask for something else than the schema says are refused" {
	csv n,c,t 1,red,a 2,green,b >a.csv
	gl-encode table --target t --schema s a.csv >/dev/null
	local option
	for option in '--target c' '--features c,n' '--omit n' --index '--missing mean' '--na x' --no-header '--category n'; do
		# shellcheck disable=SC2086 # an option and its value
		refused "${option%% *}: s was made otherwise" --schema s $option a.csv
	done
	run -0 gl-encode table --schema s --target t --features n,c --missing refuse --category c a.csv
	[ "${lines[0]}" = $'1 0 1\t0' ]
}

@test "a damaged schema is refused by line" {
	local good=$'gradlab-table,1\nheader,yes\nmissing,mean\ncategories,one-hot\n'
	schema() {
		printf '%s\n' "$good$1" >s
		refused "$2" --schema s <(csv n,c 1,red)
	}
	schema 'feature,n,nmber,1,no' "s:5: 'nmber' where 'number' or the like stands in a schema"
	schema 'feature,n,number,x,no' "s:5: 'x' is not a finite number"
	schema 'feature,n,number,1e99,no' "s:5: '1e99' is not a finite number"
	schema 'feature,n,number' "s:5: 3 cells; a column has at least 5"
	schema 'feature,n,number,1,perhaps' "s:5: 'perhaps' where 'no' or the like stands in a schema"
	schema 'feature,n,number,,yes' "s:5: a mark, and nothing to put in for a missing value"
	schema 'feature,n,number,1,no,red' "s:5: categories in a column that has none"
	schema 'feature,c,category,red,no' "s:5: a list without a name"
	schema 'feature,c,category,red,no,blue' "s:5: 'red' is not one of the categories"
	schema 'feature,c,category,,no,blue,blue' "s:5: 'blue' is there twice"
	schema $'feature,n,number,1,no\nfeature,n,number,1,no' "s:6: the column 'n' is there twice"
	schema $'target,n,number,,no\nfeature,c,number,,no' "s:6: the features come before the targets"
	schema 'weight,n,number,,no' "s:5: 'weight' where 'feature' or the like stands in a schema"
	schema $'target,n,number,,no\ntarget,t,class,,no,a,b' "s:6: a class is the only target"
	schema 'target,n,number,5,no' "s:5: a missing target is never filled in"
	schema 'feature,n,class,,no,a' "s:5: 'class' where 'number' or the like stands in a schema"
	schema na "s:5: a list without a name"
	schema '' "s: the schema has no features"
	good=$'gradlab-table,1\nheader,yes' schema '' "s: the schema ends early"
	good=$'gradlab-table,1\nheader,maybe' schema '' "s:2: 'maybe' where 'no' or the like stands in a schema"
	good=$'gradlab-table,1\nmissing,mean\nheader,yes' schema '' "s:2: 'missing' where 'header' and a word stand in a schema"
	schema 'feature,n,"number' "s:5: row 5, column 3: the quote that begins this cell has no partner"
	good='' schema 'gradlab-table,2' "s: a schema of version 2; this program reads version 1"
	good='' schema 'n,c' "s: is no schema: it does not begin with gradlab-table"
	: >s
	refused "s: is no schema: it does not begin with gradlab-table" --schema s <(csv n 1)
}

@test "nothing is written or made when the table is wrong, however far down" {
	{ csv a,b; seq 1 20000 | sed 's/$/,x/'; echo one,x; } >a.csv
	refused "a.csv:20002: row 20001, column 'a': 'one' is text, but row 1 holds a number" --target b --schema s --labels l a.csv
	run -2 gl-encode table --target b --schema s --labels l -o out a.csv
	only a.csv
}

@test "a column with very many names is refused until it is allowed" {
	{ csv id; seq -f 'n%g' 1 1001; } >a.csv
	refused "a.csv:1002: row 1001, column 'id': more than 1000 different values" a.csv
	run -0 gl-encode table --max-categories 1001 --index a.csv
	[ "${#lines[@]}" = 1001 ]
}

@test "what is no table is refused in words" {
	: >empty
	refused "empty: the file is empty, no table" empty
	csv a,b >header.csv
	refused "header.csv: no rows below the header" header.csv
	printf 'PK\3\4abc' >a.xlsx
	refused "a.xlsx: is a spreadsheet or another zip archive" a.xlsx
	csv a,b 1,2 | gzip >a.gz
	refused "a.gz: is compressed by gzip" a.gz
	csv a,b 1,2 | iconv -t UTF-16 >a.u16
	refused "a.u16: is UTF-16 text" a.u16
	refused "table takes one file, not 2" empty empty
	refused "none.csv: cannot open: No such file or directory" none.csv
}

@test "one file is not written over another" {
	csv a,t 1,x >a.csv
	refused "-o and --schema both name s" -o s --schema s a.csv
	refused "--schema and --labels both name s" --target t --schema s --labels s a.csv
	refused "-o and --labels both name s" --describe -o s --target t --labels s a.csv
	only a.csv
}

@test "a full disk is an error, for examples, schema and labels" {
	csv a,t 1,x >a.csv
	run -2 bash -c 'gl-encode table a.csv >/dev/full'
	run -2 gl-encode table -o /dev/full a.csv
	run -2 gl-encode table --describe -o /dev/full a.csv
	run -2 --separate-stderr gl-encode table --schema none/s -o out a.csv
	[[ "${stderr_lines[0]}" == "gl-encode: none/s: "* ]]
	run -2 gl-encode table --target t --labels none/l -o out a.csv
	only a.csv
}

@test "--describe tells what the columns hold and become, without a word of a missing value being refused" {
	csv n,c,b,d,id,t 1,red,yes,2026-01-01,1,0.5 ,blue,no,2026-01-03,2,1 >a.csv
	run -0 gl-encode table --describe --target t --omit id a.csv
	same "$output" <(cat <<-'END'
		column  holds     missing  values                      becomes
		n       number    1        1 to 1, mean 1              number 1; missing: refused
		c       category  0        2: blue red                 numbers 2 to 3, one-hot
		b       boolean   0        0 to 1, mean 0.5            number 4, 1 for true or yes
		d       date      0        20454 to 20456, mean 20455  number 5, days since 1970-01-01
		id                                                     not used
		t       number    0        0.5 to 1, mean 0.75         target
		no examples of these 2 rows: --missing says what to do about missing values
	END
	)
	run -0 gl-encode table --describe --target t --omit id --missing mark --schema s a.csv
	[[ "${lines[1]}" == "n "*" number 1, mark 2; missing: 1" ]]
	[ "${lines[7]}" = "2 examples of 6 numbers and a target" ]
	only a.csv
	run -0 gl-encode table --describe --target t --omit id --missing drop a.csv
	[ "${lines[7]}" = "1 example of 4 numbers and a target; 1 row with missing values left out" ]
}

# sums FILE: how many rows there are, and the sum of each column
sums() {
	# shellcheck disable=SC2016 # these are awk's
	awk '{ for (i = 1; i <= NF; i++) s[i] += $i } END { printf "%d", NR; for (i = 1; i <= NF; i++) printf " %.7g", s[i]; print "" }' "$@"
}

@test "iris.csv and diabetes.csv are the tables that are known: rows, sums, classes" {
	run -0 gl-encode table --target species --labels names.txt -o iris.txt "$GRADLAB_DATASETS/iris.csv"
	run -0 sums iris.txt
	[ "$output" = "150 876.5 458.6 563.7 179.9 150" ]
	same $'setosa\nversicolor\nvirginica' names.txt
	run -0 bash -c 'gl-cat --fields 2 iris.txt | sort | uniq -c | tr -s " \n" " "'
	[ "$output" = " 50 0 50 1 50 2 " ]
	gl-encode table --target progression -o diabetes.txt "$GRADLAB_DATASETS/diabetes.csv"
	run -0 sums diabetes.txt
	[ "$output" = "442 21445 649 11658.1 41833.98 83600 51024.1 22006.5 1799.05 2051.504 40337 67243" ]
}

@test "memory does not grow with the table, from a file or a pipe" {
	run -0 /usr/bin/python3 - <<-'END'
		import resource, subprocess
		row = b"%d,\"" + b"text, " * 200 + b"\"\n"
		with open("a.csv", "wb") as f:
		    f.write(b"n,text\n" + b"".join(row % i for i in range(100)))
		with open("b.csv", "wb") as f:
		    f.write(b"n,text\n")
		    for i in range(80):
		        f.write(b"".join(row % k for k in range(1000)))
		def peak(command):
		    p = subprocess.Popen(["bash", "-c", command + " >out.txt"])
		    p.wait()
		    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
		small = peak("gl-encode table --omit text a.csv")
		for command in "gl-encode table --omit text b.csv", "cat b.csv | gl-encode table --omit text":
		    more = peak(command) - small
		    if more > 45000:
		        print(command, "takes", more, "kB more")
		print(sum(1 for _ in open("out.txt")))
	END
	[ "${lines[*]}" = 80000 ]
}
