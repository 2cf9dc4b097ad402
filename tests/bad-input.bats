#!/usr/bin/env bats
# What is wrong is refused: one line on standard error that names the file and the place (and perhaps a hint below it), the right
# status, nothing on standard output, no file broken or left behind. Each row of a table is
#     STATUS COMMAND => PATTERN OF THE LINE
# tests/bad-input.py makes the files that the commands read.
load helper

setup_file() {
	mkdir "$BATS_FILE_TMPDIR/files"
	(cd "$BATS_FILE_TMPDIR/files" && /usr/bin/python3 "$BATS_TEST_DIRNAME/bad-input.py")
}

setup() {
	gl_setup
	mkdir work
	cd work || return
	cp "$BATS_FILE_TMPDIR"/files/* .
	mkdir folder
	shopt -s dotglob
}

# bad STATUS COMMAND PATTERN. What the hint says is the tools' business; that there is no more than one is ours.
bad() {
	local status=0 first='' rest='' before=(*)
	echo old >out
	timeout 60 bash -c "set -o pipefail; $2" </dev/null >../stdout 2>../stderr || status=$?
	{ IFS= read -r first && IFS= read -r -d '' rest; } <../stderr || :
	local left after
	left=$(<out)
	rm out
	after=(*)
	# shellcheck disable=SC2053 # a pattern it is
	if [[ $status != "$1" || $first != $3 || $left != old || ${before[*]} != "${after[*]}" || -s ../stdout ]] ||
		[[ $rest != '' && ($rest != hint:\ * || $rest == *$'\n'?*) ]]; then
		printf 'status %s of: %s\nexpected %s and: %s\nout: %s, standard error:\n' "$status" "$2" "$1" "$3" "$left"
		cat ../stderr
		echo 'standard output:'
		head -c 300 ../stdout
		return 1
	fi
}

# All rows of standard input.
table() {
	local row rows=0 failed=0 command
	while IFS= read -r row; do
		[[ $row == [0-9]\ *" => "* ]] || { echo "no row of a table: $row"; return 1; }
		rows=$((rows + 1)) command=${row#* }
		bad "${row%% *}" "${command% => *}" "${row##* => }" || failed=$((failed + 1))
	done
	echo "$failed of $rows rows failed"
	[[ $failed == 0 && $rows -gt 0 ]]
}

@test "text that is not examples is refused by line and column" {
	table <<'END'
2 gl-cat -o out words.txt => gl-cat: words.txt:2: column 3: 'four' is not a number
2 gl-cat -o out short.txt => gl-cat: short.txt:2: field 1 has 1 number, but line 1 has 2
2 gl-cat -o out long.txt => gl-cat: long.txt:2: field 1 has 3 numbers, but line 1 has 2
2 gl-cat -o out fields.txt => gl-cat: fields.txt:2: 1 field, but line 1 has 2
2 gl-cat -o out blank.txt => gl-cat: blank.txt:2: the line is empty
2 gl-cat -o out nan.txt => gl-cat: nan.txt:2: column 3: 'nan' is not finite
2 gl-cat -o out inf.txt => gl-cat: inf.txt:2: column 3: '-inf' is not finite
2 gl-cat -o out range.txt => gl-cat: range.txt:2: column 3: '1e39' is more than float32 can hold*
2 gl-cat -o out hex.txt => gl-cat: hex.txt:2: column 3: '0x10' is not a number
2 gl-cat -o out nul.txt => gl-cat: nul.txt:2: column 3: *
2 gl-cat -o out comma.txt => gl-cat: comma.txt:1: column 1: '1,2' is not a number
2 gl-cat -o out minus.txt => gl-cat: minus.txt:2: column 3: '--4' is not a number
2 gl-cat -o out half.txt => gl-cat: half.txt:2: column 3: '1e' is not a number
2 gl-cat -o out utf16.txt => gl-cat: utf16.txt: is UTF-16 text
2 gl-cat -o out tabs.txt => gl-cat: tabs.txt:1: field 2 is empty
2 cat words.txt | gl-cat -o out => gl-cat: standard input:2: column 3: 'four' is not a number
2 gl-cat d.txt words.txt => gl-cat: words.txt:2: column 3: 'four' is not a number
2 gl-cat -o out a.net => gl-cat: a.net: is not examples*
2 gl-cat -o out a.bin => gl-cat: a.bin: is not examples*
2 gl-cat -o out good.png => gl-cat: good.png: is *
END
}

@test "an ONNX model that is damaged, lies, or says what no layer does is refused by name" {
	table <<'END'
2 gl-convert cut.onnx -o out => gl-convert: out: the ending of the name tells no form
2 gl-convert -t cut.onnx -o out => gl-convert: cut.onnx: is a damaged ONNX model, or none
2 gl-convert -t noise.onnx -o out => gl-convert: noise.onnx: is a damaged ONNX model, or none
2 gl-convert -t bare.onnx -o out => gl-convert: bare.onnx: is an ONNX model without operators
2 gl-convert -t empty.onnx -o out => gl-convert: empty.onnx: is an ONNX model without operators
2 gl-convert -t opset.onnx -o out => gl-convert: opset.onnx: its operators are of opset 99; 7 to 23 are read
2 gl-convert -t outputs.onnx -o out => gl-convert: outputs.onnx: has 0 outputs; a network has one
2 gl-convert -t rank.onnx -o out => gl-convert: rank.onnx: its input x has 1 dimension; *
2 gl-convert -t zero.onnx -o out => gl-convert: zero.onnx: dimension 1 of its input x has no size that is known and can be
2 gl-convert -t minus.onnx -o out => gl-convert: minus.onnx: dimension 1 of its input x has no size that is known and can be
2 gl-convert -t giant.onnx -o out => gl-convert: giant.onnx: *too large*
2 gl-convert -t nowhere.onnx -o out => gl-convert: nowhere.onnx: no operators lead from x to y
2 gl-convert -t circle.onnx -o out => gl-convert: circle.onnx: operator Relu (which gives a): reads b, which is not made before
2 gl-convert -t twice.onnx -o out => gl-convert: twice.onnx: the value y is made by two operators
2 gl-convert -t absent.onnx -o out => gl-convert: absent.onnx: operator Gemm (which gives y): its weight 'w' is no constant of float32 numbers
2 gl-convert -t lying.onnx -o out => gl-convert: lying.onnx: operator Gemm (which gives y): its weight 'w' is no constant of float32 numbers
2 gl-convert -t short.onnx -o out => gl-convert: short.onnx: operator Gemm (which gives y): its weight 'w' is no constant of float32 numbers
2 gl-convert -t kind.onnx -o out => gl-convert: kind.onnx: operator Gemm (which gives y): its weight 'w' is no constant of float32 numbers
2 gl-convert -t dims.onnx -o out => gl-convert: dims.onnx: operator Gemm (which gives y): its weight 'w' is no constant of float32 numbers
2 gl-convert -t external.onnx -o out => gl-convert: external.onnx: its constant w is kept in another file; save the model as one file
2 gl-convert -t less.onnx -o out => gl-convert: less.onnx: 0.weight has shape 1 2, but its layer makes it 1 3
2 gl-convert -t nan.onnx -o out => gl-convert: nan.onnx: 0.weight:0,1 is nan
2 gl-convert -t deep.onnx -o out => gl-convert: deep.onnx: the value x goes to 501 operators, *
2 gl-convert -t shape.onnx -o out => gl-convert: shape.onnx: operator Reshape (which gives y): its shape does not hold the 2 numbers of an example
2 gl-convert -t standard.onnx -o out => gl-convert: standard.onnx: operator Div (which gives y): divides by 0
2 gl-convert -t wide.onnx -o out => gl-convert: wide.onnx: operator Div (which gives y): does here what no layer does
2 gl-convert -t second.onnx -o out => gl-convert: second.onnx: no operators lead from  to y
2 gl-convert -t features.onnx -o out => gl-convert: features.onnx: operator LayerNormalization (which gives y): normalises 8589934592 numbers *
2 gl-convert -t nothing.onnx -o out => gl-convert: nothing.onnx: operator without a name (which gives y): there is no layer for it
2 gl-convert -t good.png -o out => gl-convert: good.png: *
2 gl-convert -t good.npy -o out => gl-convert: good.npy: holds examples (.npy), not a network
2 gl-convert -t empty -o out => gl-convert: empty: is empty, not a network
2 gl-convert -t folder -o out => gl-convert: folder: *
2 gl-convert -t none -o out => gl-convert: none: *
2 gl-forward good.onnx x.txt => gl-forward: good.onnx: holds an ONNX model, not a network of ours
END
}

@test "an .npy file whose header lies, or that is cut short, is refused by name" {
	table <<'END'
2 gl-cat -o out magic.npy => gl-cat: magic.npy: *
2 gl-cat -o out version.npy => gl-cat: version.npy: is .npy version 9*
2 gl-cat -o out cut-magic.npy => gl-cat: cut-magic.npy: ends inside the .npy header
2 gl-cat -o out cut-header.npy => gl-cat: cut-header.npy: ends inside the .npy header
2 gl-cat -o out cut-data.npy => gl-cat: cut-data.npy: says 3 rows, but *
2 gl-cat -o out cut-row.npy => gl-cat: cut-row.npy: says 1 row*, but *
2 gl-cat -o out empty-header.npy => gl-cat: empty-header.npy: the .npy header is damaged: *
2 gl-cat -o out not-dict.npy => gl-cat: not-dict.npy: the .npy header is damaged: *
2 gl-cat -o out no-shape.npy => gl-cat: no-shape.npy: the .npy header does not say shape
2 gl-cat -o out no-descr.npy => gl-cat: no-descr.npy: the .npy header does not say descr
2 gl-cat -o out negative.npy => gl-cat: negative.npy: the .npy header is damaged: *
2 gl-cat -o out huge.npy => gl-cat: huge.npy: says 4611686018427387904 rows, but *
2 gl-cat -o out wide.npy => gl-cat: wide.npy: * more than 2^40 numbers*
2 gl-cat -o out digits.npy => gl-cat: digits.npy: *too large*
2 gl-cat -o out dims.npy => gl-cat: dims.npy: has 8 dimensions, but 5 are the most
2 gl-cat -o out scalar.npy => gl-cat: scalar.npy: is a single value*
2 gl-cat -o out many.npy => gl-cat: many.npy: has more than 16 fields
2 gl-cat -o out tail.npy => gl-cat: tail.npy: *
2 gl-cat -o out two.npy => gl-cat: two.npy: field 1 is f4 of 3, but in two.npy it is f4 of 2
2 cat huge.npy | gl-cat -o out => gl-cat: standard input: says 4611686018427387904 rows, but *
END
}

@test "an .npy file of a kind that is not read, or with values that float32 cannot hold, is refused by name and row" {
	table <<'END'
2 gl-cat -o out fortran.npy => gl-cat: fortran.npy: is in Fortran order*
2 gl-cat -o out object.npy => gl-cat: object.npy: holds Python objects (a pickle)*
2 gl-cat -o out string.npy => gl-cat: string.npy: field x has the type <U4*
2 gl-cat -o out complex.npy => gl-cat: complex.npy: field x has the type <c8*
2 gl-cat -o out nested.npy => gl-cat: nested.npy: field x has fields of its own*
2 gl-cat -o out f8.npy => gl-cat: f8.npy: row 1, field 1, number 1 is more than float32 can hold*
2 gl-cat -o out -t i8.npy => gl-cat: i8.npy: row 1, field 1, number 1 is beyond 2^24*
2 gl-cat -o out nan.npy => gl-cat: nan.npy: row 2, field 1, number 1 is not finite
END
}

@test "a network's text is refused by line: its head" {
	table <<'END'
2 gl-forward empty x.txt => gl-forward: empty: is empty, not a network
2 gl-forward x.txt a.net => gl-forward: x.txt: holds no network, *
2 gl-forward good.npy x.txt => gl-forward: good.npy: holds examples (.npy), not a network
2 gl-forward good.png x.txt => gl-forward: good.png: holds no network, *
2 gl-info kind.net => gl-info: kind.net:1: is not a network: *
2 gl-info empty => gl-info: empty: is empty, not a network
2 gl-info d.txt => gl-info: d.txt: holds no network, gradient or state: *
2 gl-info folder => gl-info: folder: is a directory
2 gl-info good.png => gl-info: good.png: *
2 gl-info lying.net => gl-info: lying.net:7: *
2 gl-info count.grad => gl-info: count.grad: "examples four" is not a number
2 gl-info short.state => gl-info: short.state: *"step"*
2 gl-info --draw a.grad => gl-info: a.grad: is a gradient*
2 gl-info --bare nonsense a.net => gl-info: a.net: there is no figure 'nonsense' of a network
2 gl-info --batch 0 a.net => gl-info: --batch: 0 must be from 1 *
2 gl-info --optimizer sdg a.net => gl-info: unknown optimizer 'sdg'
2 gl-info --replay a.net => gl-info: a.net: has no training run in its history
2 gl-info --replay a.grad => gl-info: a.grad: is a gradient*
2 gl-info --run 2 a.net => gl-info: --run is for --replay
2 gl-sweep --collect folder => gl-sweep: folder: holds no runs of gl-sweep
2 gl-sweep --collect a.net => gl-sweep: a.net: *
2 gl-sweep --collect no/such => gl-sweep: no/such: *
2 gl-sweep --collect folder d.txt => gl-sweep: --collect takes a folder, and nothing to be run
2 gl-sweep --lr 1 -- a.net d.txt => gl-sweep: --out is missing: the folder for the runs
2 gl-sweep --out a.net --lr 1 -- a.net d.txt --val 20% => gl-sweep: a.net: is there, and is not a folder
2 gl-sweep --out new --lr 1e -- a.net d.txt => gl-sweep: --lr: '1e' is not a number
2 gl-sweep --out new --lr '{1' -- a.net d.txt => gl-sweep: --lr: '{1': a { and a } do not belong together
2 gl-sweep --out new --seed 1..99999999 -- a.net d.txt => gl-sweep: --seed: '1..99999999': more than 1000000 values
2 gl-sweep --out new --lr log:-1..1:3 -- a.net d.txt => gl-sweep: --lr: 'log:-1..1:3': a range of logarithms is of numbers above 0
2 gl-sweep --out new --lr lin:0..1:99999999 -- a.net d.txt => gl-sweep: --lr: more than 1000000 values
2 gl-sweep --out new --random 0x1 --lr 1 -- a.net d.txt => gl-sweep: --random: '0x1' is not a whole number
2 gl-sweep --out new --arch 'input 2, dense {1,two}' -- d.txt => gl-sweep: layer 0 (dense two): *
2 gl-info a.net no/such -o out => gl-info: unexpected argument 'no/such'
2 gl-info -o no/such/out a.net => gl-info: no/such/out: *
2 gl-info -o /dev/full a.net => gl-info: /dev/full: *No space left on device
2 gl-forward kind.net x.txt => gl-forward: kind.net:1: is not a network: *
2 gl-forward version.net x.txt => gl-forward: version.net:1: "gradlab-network 7" is another version*
2 gl-forward a.grad x.txt => gl-forward: a.grad:1: is not a network: it begins with "gradlab-gradient 1"*
2 gl-forward layer.net x.txt => gl-forward: layer.net:4: layer 1 (sigmoyd): *
2 gl-forward input.net x.txt => gl-forward: input.net:2: *
2 gl-forward units.net x.txt => gl-forward: units.net:3: layer 0 (dense -1): *
2 gl-forward units0.net x.txt => gl-forward: units0.net:3: layer 0 (dense 0): *
2 gl-forward end.net x.txt => gl-forward: end.net:3: layer 0 (residual) has no 'end'
2 gl-forward flat.net x.txt => gl-forward: flat.net:3: layer 0 (dense 3) takes *
2 gl-forward giant.net x.txt => gl-forward: giant.net:3: layer 0 (dense 99999999999): *
2 gl-forward huge.net x.txt => gl-forward: huge.net:3: layer 0 (dense 18446744073709551617): *
2 gl-forward deep.net x.txt => gl-forward: deep.net:*: *
2 gl-forward labels.net x.txt => gl-forward: labels.net:5: 3 labels, but *
2 gl-forward quote.net x.txt => gl-forward: quote.net:5: the name "b has no quote at its end
2 gl-forward same.net x.txt => gl-forward: same.net:5: two labels are 'a'
2 gl-forward nul.net x.txt => gl-forward: nul.net:4: *
2 gl-forward unfitted.net x.txt => gl-forward: unfitted.net: layer 0 (standardise) is not fitted
END
}

@test "a network's text is refused by line: its numbers" {
	table <<'END'
2 gl-forward missing.net x.txt => gl-forward: missing.net: 0.bias is missing
2 gl-forward unknown.net x.txt => gl-forward: unknown.net:6: no layer has a parameter 0.wieght
2 gl-forward twice.net x.txt => gl-forward: twice.net:12: 0.bias is here twice
2 gl-forward shape.net x.txt => gl-forward: shape.net:6: 0.weight has shape 2 1, but its layer makes it 1 2
2 gl-forward dims.net x.txt => gl-forward: dims.net:6: 0.weight has more than 4 dimensions
2 gl-forward dim.net x.txt => gl-forward: dim.net:6: "two" is not a dimension of 0.weight
2 gl-forward lying.net x.txt => gl-forward: lying.net:7: this row of 0.weight has 2 numbers, not 1000
2 gl-forward overflow.net x.txt => gl-forward: overflow.net:6: 0.weight has an impossible dimension: *
2 gl-forward row.net x.txt => gl-forward: row.net:7: this row of 0.weight has 1 number, not 2
2 gl-forward rows.net x.txt => gl-forward: rows.net:8: 0.weight is complete; *
2 gl-forward number.net x.txt => gl-forward: number.net:7: number 2 of this row of 0.weight is not a number: "2x"
2 gl-forward nan.net x.txt => gl-forward: nan.net:6: 0.weight:0,1 is nan
2 gl-forward inf.net x.txt => gl-forward: inf.net:7: number 2 of this row of 0.weight is too large for float32: 1e99
2 gl-forward cut.net x.txt => gl-forward: cut.net:6: 0.weight needs 1 row of 2 numbers, but here are 0
2 gl-forward two.net x.txt => gl-forward: two.net:12: something follows the network
2 cat number.net | gl-forward - x.txt => gl-forward: standard input:7: *
END
}

@test "a safetensors file that lies, or is cut short, is refused by name" {
	table <<'END'
2 gl-forward plain.bin x.txt => gl-forward: plain.bin: has no gradlab entry in its __metadata__*
2 gl-forward words.bin x.txt => gl-forward: words.bin: the gradlab entry of its __metadata__ does not begin *
2 gl-forward layer.bin x.txt => gl-forward: layer.bin: layer 1 (sigmoyd): *
2 gl-forward cut.bin x.txt => gl-forward: cut.bin: is cut short: *
2 gl-forward beyond.bin x.txt => gl-forward: beyond.bin: is cut short: *
2 gl-forward short.bin x.txt => gl-forward: short.bin: is cut short in its header
2 gl-forward long.bin x.txt => gl-forward: long.bin: its header would have 549755813888 bytes*
2 gl-forward json.bin x.txt => gl-forward: json.bin: its header is not right JSON*
2 gl-forward deep.bin x.txt => gl-forward: deep.bin: its header is not right JSON*
2 gl-forward type.bin x.txt => gl-forward: type.bin: a has no dtype
2 gl-forward name.bin x.txt => gl-forward: name.bin: *
2 gl-forward overlap.bin x.txt => gl-forward: overlap.bin: 0.weight and 0.bias overlap
2 gl-forward size.bin x.txt => gl-forward: size.bin: 0.weight has 12 bytes of data, but its shape takes 8
2 gl-forward backward.bin x.txt => gl-forward: backward.bin: 0.weight has no right data_offsets
2 gl-forward minus.bin x.txt => gl-forward: minus.bin: 0.weight has no right data_offsets
2 gl-forward shape.bin x.txt => gl-forward: shape.bin: the shape of 0.weight is not made of whole numbers
2 gl-forward product.bin x.txt => gl-forward: product.bin: 0.weight has an impossible dimension: *
2 gl-forward zero.bin x.txt => gl-forward: zero.bin: 0.weight has an impossible dimension: 0
2 gl-forward dtype.bin x.txt => gl-forward: dtype.bin: 0.weight has dtype I64*
2 gl-forward nan.bin x.txt => gl-forward: nan.bin: 0.weight:0,1 is nan
2 gl-forward f64.bin x.txt => gl-forward: f64.bin: 0.weight:0,0 is inf
2 gl-forward unknown.bin x.txt => gl-forward: unknown.bin: no layer has a parameter 0.wieght
2 gl-forward missing.bin x.txt => gl-forward: missing.bin: 0.bias is missing
2 gl-forward tail.bin x.txt => gl-forward: tail.bin: something follows the network
2 cat cut.bin | gl-forward - x.txt => gl-forward: standard input: is cut short: *
END
}

@test "gradients and states that are damaged, or of another network, are refused" {
	table <<'END'
2 gl-step -o out a.net empty => gl-step: empty: is empty, not a gradient
2 gl-step -o out a.net d.txt => gl-step: d.txt: holds no network, gradient *
2 gl-step -o out a.net a.net => gl-step: a.net:1: is not a gradient*
2 gl-step -o out a.net a.bin => gl-step: a.bin: is not a gradient*
2 gl-step -o out a.net other.grad => gl-step: other.grad: is the gradient of another network: layer 1 differs*
2 gl-step -o out a.net weight.grad => gl-step: weight.grad: "weight -4" is not a number above 0
2 gl-step -o out a.net loss.grad => gl-step: loss.grad: "loss mse" is not *
2 gl-step -o out a.net head.grad => gl-step: head.grad: has no line "examples" in its head
2 gl-step -o out a.net nan.grad => gl-step: nan.grad:9: 0.weight:0,1 is nan
1 gl-step -o out --lr 1e9 a.net steep.grad => gl-step: 0.weight:0,0 is -inf
2 gl-step -o out a.net cut.grad => gl-step: cut.grad:12: 0.bias needs 1 row of 1 number, but here are 0
2 gl-step -o out a.net second.grad => gl-step: second.grad:26: 0.bias needs *
2 gl-step -o out a.net a.grad none => gl-step: none: cannot open: No such file or directory
2 gl-step -o out --optimizer adam --state other.state a.net a.grad => gl-step: other.state: goes with another network*
2 gl-step -o out --optimizer sgd --state other.state a.net a.grad => gl-step: other.state: is the state of adam*
2 gl-step -o out --optimizer adam --state words.state a.net a.grad => gl-step: words.state: "step one" is not a whole number
2 gl-step -o out --optimizer adam --state empty a.net a.grad => gl-step: empty: is empty*
2 gl-step -o out --optimizer adam --state a.grad a.net a.grad => gl-step: a.grad:1: is not a state*
2 gl-step -o out unfitted.net a.grad => gl-step: unfitted.net: layer 0 (standardise) is not fitted
END
}

@test "examples that do not fit the network, the loss or each other are refused by row" {
	table <<'END'
2 printf '1 2 3\n' | gl-forward a.net => gl-forward: standard input:1: field 1 has 3 numbers, but a.net takes 2
2 gl-forward a.net other.npy => gl-forward: other.npy: *field 1 has 3 numbers, but a.net takes 2
2 gl-forward a.net d.txt x.txt => gl-forward: x.txt:1: 1 field, but d.txt:1 has 2
2 gl-forward a.net good.npy x.txt => gl-forward: x.txt: is text, but good.npy is binary
2 gl-cat good.npy other.npy => gl-cat: other.npy: field 1 is f4 of 3, but in good.npy it is f4 of 2
2 gl-cat --join d.txt x.txt => gl-cat: x.txt ends after row 2, but d.txt goes on
2 printf '1\t2\tcat\n' | gl-cat -b => gl-cat: field 3 is text, which binary can't hold
2 gl-grad a.net x.txt => gl-grad: x.txt:1: there is no target in field 2*
2 gl-grad a.net empty => gl-grad: empty: there are no examples*
2 gl-loss mse empty => gl-loss: *there are no examples*
2 gl-loss mse x.txt => gl-loss: x.txt:1: there is no target in field 2*
2 gl-loss mse d.txt => gl-loss: d.txt:1: the target has 1 number, but mse over 2 outputs takes 2
2 printf '0.5 0.6\t1\n' | gl-loss cross-entropy => gl-loss: standard input:1: the 2 probabilities sum to 1.1, not 1
2 printf '0.5 0.5\t2\n' | gl-loss cross-entropy => gl-loss: standard input:1: target 2 is not a class*
2 printf '1\t0\n' | gl-loss cross-entropy => gl-loss: standard input:1: cross-entropy over one output says nothing*
2 printf '2\t1\n' | gl-loss binary-cross-entropy => gl-loss: standard input:1: 2 is not a probability
2 printf '0.5\t2\n' | gl-loss binary-cross-entropy => gl-loss: standard input:1: target 2 is not from 0 to 1*
2 printf '1 2\t0\n1 2\t2\n' | gl-grad soft.net => gl-grad: standard input:2: target 2 is not a class*
2 printf '1 2\t0.5\n' | gl-grad soft.net => gl-grad: standard input:1: target 0.5 is not a class*
2 printf '1 2\t1 0 0\n' | gl-grad soft.net => gl-grad: standard input:1: the target has 3 numbers*
2 printf '1e38 3e38\t1\n' | gl-grad a.net => gl-grad: standard input:1: the output of layer 0 (dense) is not finite
2 gl-grad --weights a.net d.txt => gl-grad: d.txt:1: there is no field 3, *
2 printf '1 2\t1\t\n' | gl-grad --weights a.net => gl-grad: standard input:1: field 3 is empty
2 printf '1 2\t1\t1\n1 2\t1\t-1e-9\n' | gl-grad --weights a.net => gl-grad: standard input:2: field 3 is -1e-09, *
2 printf '1 2\t1\t1e39\n' | gl-grad --weights a.net => gl-grad: standard input:1: column 7: '1e39' is more than float32 can hold*
2 printf '1 2\t1\t0\n' | gl-grad --weights a.net => gl-grad: the weights of all examples are 0, so there is no mean
2 gl-grad --class-weights 1,2,3 a.net d.txt => gl-grad: there are 3 class weights, but 2 classes
2 gl-grad --class-weights , a.net d.txt => gl-grad: --class-weights: *
2 gl-grad --class-weights 1,1e31 a.net d.txt => gl-grad: --class-weights: *
2 gl-grad --label-smoothing 101% a.net d.txt => gl-grad: --label-smoothing: *
2 printf '1 2\t0\n1 2\t2\n' | gl-grad --class-weights 1,2 soft.net => gl-grad: standard input:2: target 2 is not a class*
2 printf '1 2\t0\n1 2\t2\n' | gl-grad --class-weights balanced soft.net => gl-grad: standard input:2: target 2 is not a class*
2 printf '0.5 0.5\t2\n' | gl-loss --class-weights balanced cross-entropy => gl-loss: standard input:1: target 2 is not a class*
2 gl-decode label -o out x.txt => gl-decode: x.txt:1: the 2 numbers sum to 0*
2 gl-decode image -o out x.txt => gl-decode: *field 1 has 2 numbers*
2 gl-decode label --labels a.net x.txt => gl-decode: a.net: the network has no names of classes
2 gl-split -o new --stratify x.txt => gl-split: *field 2*
2 gl-split -o new words.txt => gl-split: words.txt:2: column 3: 'four' is not a number
2 gl-diff a.net d.txt => gl-diff: a.net holds a network, but d.txt holds examples
2 gl-diff d.txt short.txt => gl-diff: short.txt:2: field 1 has 1 number, but line 1 has 2
2 gl-init --fit words.txt -o out 'input 2, standardise, dense 1' => gl-init: words.txt:2: column 3: 'four' is not a number
END
}

@test "pictures and MNIST files that are damaged or hostile are refused by name" {
	table <<'END'
2 gl-encode image -o out text.png => gl-encode: text.png: not a PNG picture
2 gl-encode image -o out empty => gl-encode: empty: *
2 gl-encode image -o out cut.png => gl-encode: cut.png: the PNG is cut short
2 gl-encode image -o out signature.png => gl-encode: signature.png: the PNG is cut short
2 gl-encode image -o out crc.png => gl-encode: crc.png: damaged PNG: *
2 gl-encode image -o out giant.png => gl-encode: giant.png: the picture is 2147483647x2147483647; *
2 gl-encode image -o out large.png => gl-encode: large.png: the picture is 100000x100000; *
2 gl-encode image -o out zero.png => gl-encode: zero.png: damaged PNG: *
2 gl-encode image -o out depth.png => gl-encode: depth.png: damaged PNG: *
2 gl-encode image -o out colour.png => gl-encode: colour.png: damaged PNG: *
2 gl-encode image -o out palette.png => gl-encode: palette.png: damaged PNG: *
2 gl-encode image -o out zlib.png => gl-encode: zlib.png: damaged PNG: *
2 gl-encode image -o out little.png => gl-encode: little.png: damaged PNG: *
2 gl-encode image -o out no-data.png => gl-encode: no-data.png: damaged PNG: *
2 gl-encode image -o out no-end.png => gl-encode: no-end.png: the PNG is cut short
2 gl-encode image -o out interlace.png => gl-encode: interlace.png: damaged PNG: *
2 gl-encode image -o out length.png => gl-encode: length.png: the PNG is cut short
2 gl-encode image -o out good.png none.png => gl-encode: none.png: cannot open: No such file or directory
2 gl-encode image -o out --tile 3x3 good.png => gl-encode: good.png: *
2 gl-encode image -o out folder => gl-encode: folder: no PNG pictures in this folder
2 gl-encode idx -o out empty => gl-encode: empty: *
2 gl-encode idx -o out magic.idx => gl-encode: magic.idx: not an idx file *
2 gl-encode idx -o out cut.idx => gl-encode: cut.idx: the file ends after picture 1 of the 2 *
2 gl-encode idx -o out giant.idx => gl-encode: giant.idx: the pictures are 2147483648x2147483648; *
2 gl-encode idx -o out three.idx labels2.idx => gl-encode: labels2.idx: 2 labels, but three.idx has 3 pictures
2 gl-encode idx -o out cut.idx.gz => gl-encode: cut.idx.gz: *cut short
2 gl-encode idx -o out bad.idx.gz => gl-encode: bad.idx.gz: damaged gzip data: *
END
}

@test "lists of transformations, and pictures that do not fit them, are refused by part and row" {
	table <<'END'
2 gl-augment => gl-augment: which transformations[?]
2 gl-augment '' x.txt => gl-augment: '': a name is missing
2 gl-augment flip,,noise=1% x.txt => gl-augment: 'flip,,noise=1%': a name is missing
2 gl-augment shape=1x1x2 x.txt => gl-augment: 'shape=1x1x2' names no transformation
2 gl-augment filp x.txt => gl-augment: unknown transformation 'filp'
2 gl-augment flip=sideways x.txt => gl-augment: flip: 'sideways' is unknown
2 gl-augment shift x.txt => gl-augment: shift: how much[?]
2 gl-augment shift= x.txt => gl-augment: shift: how much[?]
2 gl-augment shift=x x.txt => gl-augment: shift: 'x' is not a whole number of pixels, or a share such as 10%
2 gl-augment shift=-3 x.txt => gl-augment: shift: '-3' is below 0, *
2 gl-augment shift=1..50% x.txt => gl-augment: shift: one end of '1..50%' is in pixels, the other a share
2 gl-augment shift=2..1 x.txt => gl-augment: shift: the first of '2..1' is greater than the second
2 gl-augment shift=1.5 x.txt => gl-augment: shift: '1.5' is not from 0 to 1*
2 gl-augment shift=99999999999999999999 x.txt => gl-augment: shift: '99999999999999999999' is not from 0 to 65536 pixels
2 gl-augment rotate=10% x.txt => gl-augment: rotate: '10%' is not a number of degrees
2 gl-augment rotate=1000 x.txt => gl-augment: rotate: '1000' is not from 0 to 180 degrees
2 gl-augment rotate=nan x.txt => gl-augment: rotate: 'nan' is not a number of degrees
2 gl-augment rotate=1e999 x.txt => gl-augment: rotate: '1e999' is not a number of degrees
2 gl-augment rotate=0x10 x.txt => gl-augment: rotate: '0x10' is not a number of degrees
2 gl-augment rotate=1..2..3 x.txt => gl-augment: rotate: '1..2..3' is not a number of degrees
2 gl-augment scale=2 x.txt => gl-augment: scale: '2' is not from 0 to 0.9*
2 gl-augment crop=0% x.txt => gl-augment: crop: '0%' is not from 5% to 100%*
2 gl-augment rotate=400 x.txt => gl-augment: rotate: '400' is not from 0 to 180 degrees
2 gl-augment rotate=-400..3 x.txt => gl-augment: rotate: '-400..3' is not from -180 to 180 degrees
2 gl-augment noise=150% x.txt => gl-augment: noise: '150%' is not from 0 to 100%
2 gl-augment shift=70000 x.txt => gl-augment: shift: '70000' is not from 0 to 65536 pixels
2 gl-augment contrast=0..12 x.txt => gl-augment: contrast: '0..12' is not from 0 to 10*
2 gl-augment noise=-1% x.txt => gl-augment: noise: '-1%' is not from 0 to 100%
2 gl-augment erase=101% x.txt => gl-augment: erase: '101%' is not from 0 to 100%*
2 gl-augment p=20%,flip x.txt => gl-augment: p: there is no transformation before it
2 gl-augment flip,p=2 x.txt => gl-augment: p: '2' is not a probability, from 0 to 1 or 100%
2 gl-augment flip,p x.txt => gl-augment: p: '' is not a probability, from 0 to 1 or 100%
2 gl-augment flip,range=1 x.txt => gl-augment: range: '1' is not a range
2 gl-augment flip,range=1..0 x.txt => gl-augment: range: '1..0' is not a range
2 gl-augment flip,range=-1e39..1e39 x.txt => gl-augment: range: *
2 gl-augment flip,fill=white x.txt => gl-augment: fill: 'white' is not a number
2 gl-augment flip,shape=2 x.txt => gl-augment: shape: '2' is not a picture's
2 gl-augment flip,shape=0x0x0 x.txt => gl-augment: shape: '0x0x0' is not a shape
2 gl-augment flip --shape 1x1x1x2 x.txt => gl-augment: shape: '1x1x1x2' is not a picture's
2 gl-augment flip --shape 1099511627776x2x2 x.txt => gl-augment: shape: *2^40 numbers
2 gl-augment flip,flip,flip,flip,flip,flip,flip,flip,flip,flip,flip,flip,flip,flip,flip,flip,flip x.txt => gl-augment: there are more than 16 transformations
2 gl-augment rotate=00000000000000000000000000000000000000000000000000000000000000001 x.txt => gl-augment: 'rotate=0*...' is too long to be a transformation
2 gl-augment flip x.txt -o out => gl-augment: x.txt:1: field 1 has 2 numbers, and nothing says what picture they are
2 gl-augment flip good.npy -o out => gl-augment: good.npy: row 1: field 1 has 2 numbers, and nothing *
2 gl-augment flip --shape 1x2x2 x.txt -o out => gl-augment: x.txt:1: field 1 has 2 numbers, but a picture of 1x2x2 has 4
2 gl-augment shift=1% --shape 1x1x2 x.txt -o out => gl-augment: x.txt:1: shift: that share of a side of 2 pixels *
2 gl-augment noise=1%,range=0..0.5 --shape 1x1x2 x.txt -o out => gl-augment: x.txt:2: number 2 of the picture is 1, which is outside of range=0..0.5
2 gl-augment flip --shape 1x1x2 words.txt -o out => gl-augment: words.txt:2: column 3: 'four' is not a number
2 gl-augment flip --shape 1x1x2 cut-data.npy -o out => gl-augment: cut-data.npy: *
2 gl-augment flip --shape 1x1x2 folder -o out => gl-augment: folder: *
2 gl-augment flip --shape 1x1x2 none -o out => gl-augment: none: *
2 gl-augment flip --shape 1x1x2 -o /dev/full x.txt => gl-augment: /dev/full: cannot write: No space left on device
2 gl-augment flip --epoch 0 x.txt => gl-augment: --epoch: 0 must be from 1 to *
2 gl-augment flip --skip -1 x.txt => gl-augment: --skip: '-1' is not a whole number
2 gl-train a.net d.txt --augment flip -o out => gl-train: d.txt:1: field 1 has 2 numbers, and nothing says what picture they are
2 gl-train a.net d.txt --augment filp -o out => gl-train: --augment: unknown transformation 'filp'
2 gl-train a.net d.txt --augment noise=1%,range=0..0.5,shape=1x1x2 --no-shuffle -o out => gl-train: d.txt:2: number 2 of the picture is 1, *
END
}

@test "tables and schemas that are damaged, or do not go together, are refused by row and column" {
	table <<'END'
2 gl-encode table -o out empty => gl-encode: empty: the file is empty, no table
2 gl-encode table -o out kind.csv => gl-encode: kind.csv:3: row 2, column 'n': 'two' is text, but row 1 holds a number
2 gl-encode table -o out cells.csv => gl-encode: cells.csv:3: row 2: 3 cells, but the header has 2
2 gl-encode table -o out quote.csv => gl-encode: quote.csv:3: row 2, column 2: the quote that begins this cell has no partner
2 gl-encode table -o out inside.csv => gl-encode: inside.csv:2: row 1, column 2: a quote inside a cell *
2 gl-encode table -o out behind.csv => gl-encode: behind.csv:2: row 1, column 2: text behind the quote *
2 gl-encode table -o out missing.csv => gl-encode: missing.csv:3: row 2, column 'n': the value is missing: the cell is empty
2 gl-encode table -o out twice.csv => gl-encode: twice.csv:1: columns 1 and 2 are both called 'n'
2 gl-encode table -o out range.csv => gl-encode: range.csv:3: row 2, column 'n': '1e39' is more than float32 can hold*
2 gl-encode table -o out nul.csv => gl-encode: nul.csv:2: row 1, column 2: a byte 0 in the cell*
2 gl-encode table -o out mac.csv => gl-encode: mac.csv:1: column 2: a carriage return without a line feed *
2 gl-encode table -o out wide.csv => gl-encode: wide.csv:2: row 1: 100001 cells, but the header has 2
2 gl-encode table -o out utf16.csv => gl-encode: utf16.csv: is UTF-16 text
2 gl-encode table -o out good.npy => gl-encode: good.npy: is a .npy file
2 gl-encode table -o out good.png => gl-encode: good.png:*
2 gl-encode table -o out folder => gl-encode: folder: *
2 cat kind.csv | gl-encode table -o out => gl-encode: standard input:3: row 2, column 'n': 'two' is text, *
2 gl-encode table -o out --schema right.schema new.csv => gl-encode: new.csv:2: row 1, column 'c': 'blue' is not among the 2 *
2 gl-encode table -o out --schema right.schema kind.csv => gl-encode: kind.csv:3: row 2, column 'n': 'two' is not a number
2 gl-encode table -o out --schema right.schema range.csv => gl-encode: range.csv: there is no column 'c', which is a feature *
2 gl-encode table -o out --schema column.schema good.csv => gl-encode: good.csv: there is no column 'k', which is a feature *
2 gl-encode table -o out --schema kind.schema good.csv => gl-encode: kind.schema:5: 'numbers' where 'number' or the like *
2 gl-encode table -o out --schema version.schema good.csv => gl-encode: version.schema: a schema of version 9*
2 gl-encode table -o out --schema order.schema good.csv => gl-encode: order.schema:2: 'feature' where 'header' and a word *
2 gl-encode table -o out --schema empty good.csv => gl-encode: empty: is no schema*
2 gl-encode table -o out --schema good.csv good.csv => gl-encode: good.csv: is no schema*
2 gl-encode table -o out --target c --labels folder good.csv => gl-encode: folder: *
END
}

@test "gl-doctor refuses what it cannot look at; what a run could have wrong is not refused" {
	table <<'END'
2 gl-doctor => gl-doctor: which network?
2 gl-doctor -o out empty d.txt => gl-doctor: empty: is empty, not a network
2 gl-doctor -o out number.net d.txt => gl-doctor: number.net:7: *
2 gl-doctor -o out cut.bin d.txt => gl-doctor: cut.bin: is cut short: *
2 gl-doctor -o out deep.net d.txt => gl-doctor: deep.net:*
2 gl-doctor -o out a.grad d.txt => gl-doctor: a.grad:1: *
2 gl-doctor -o out none d.txt => gl-doctor: none: cannot open: No such file or directory
2 gl-doctor -o out a.net words.txt => gl-doctor: words.txt:2: column 3: 'four' is not a number
2 gl-doctor -o out a.net nan.txt => gl-doctor: nan.txt:2: *
2 gl-doctor -o out a.net empty => gl-doctor: empty: there are no examples*
2 gl-doctor -o out a.net x.txt => gl-doctor: x.txt:1: there is no target in field 2*
2 gl-doctor -o out a.net other.npy => gl-doctor: other.npy: row 1: field 1 has 3 numbers, but a.net takes 2
2 gl-doctor -o out a.net huge.npy => gl-doctor: huge.npy: says 4611686018427387904 rows, but *
2 gl-doctor -o out --train words.txt a.net d.txt => gl-doctor: words.txt:2: column 3: 'four' is not a number
2 gl-doctor -o out --train x.txt a.net d.txt => gl-doctor: x.txt:1: there is no target in field 2*
2 gl-doctor -o out --train empty a.net d.txt => gl-doctor: empty: there are no examples*
2 gl-doctor -o out --train - a.net - <d.txt => gl-doctor: --train -: standard input is read for something else already
2 gl-doctor -o out --log none a.net d.txt => gl-doctor: none: cannot open: No such file or directory
2 gl-doctor -o out --log empty a.net d.txt => gl-doctor: empty: is empty, not the log of a training run
2 gl-doctor -o out --log a.bin a.net d.txt => gl-doctor: a.bin: *
2 gl-doctor -o out --log d.txt a.net d.txt => gl-doctor: d.txt: its first line does not name the columns epoch and loss
2 gl-doctor -o out --only nonsense a.net d.txt => gl-doctor: --only: there is no check 'nonsense'
2 gl-doctor -o out --only , a.net d.txt => gl-doctor: --only: there is no check ''
2 gl-doctor -o out --loss nonsense a.net d.txt => gl-doctor: *nonsense*
2 gl-doctor -o out --optimizer sdg a.net d.txt => gl-doctor: *sdg*
2 gl-doctor -o out --beta1 0.9 a.net d.txt => gl-doctor: optimizer sgd has no --beta1
2 gl-doctor -o out --lr -1 a.net d.txt => gl-doctor: --lr: *
2 gl-doctor -o out --format xml a.net d.txt => gl-doctor: --format: 'xml' is not one of text, tsv, json
2 gl-doctor -o /dev/full a.net d.txt => gl-doctor: /dev/full: cannot write: No space left on device
2 gl-doctor -o none/new a.net d.txt => gl-doctor: none/new: cannot create: No such file or directory
2 gl-doctor - d.txt <nan.net => gl-doctor: standard input:*nan
END
	for net in nan.net nan.bin soft.net unfitted.net; do
		local status=0
		gl-doctor "$net" d.txt >../stdout || status=$?
		((status < 2))
	done
}

@test "gl-train and gl-eval refuse what they cannot work with before they write anything" {
	table <<'END'
2 gl-train -o out a.net huge.npy => gl-train: huge.npy: says 4611686018427387904 rows, but *
2 gl-train -o out a.net words.txt => gl-train: words.txt:2: column 3: 'four' is not a number
2 gl-train -o out a.net empty => gl-train: empty: there are no examples*
2 gl-train -o out a.net x.txt => gl-train: x.txt:1: there is no target in field 2*
2 gl-train -o out a.net folder => gl-train: folder: is a directory, and nothing in it ends in .npy
2 gl-train -o out a.net none => gl-train: none: cannot open: No such file or directory
2 gl-train -o out empty d.txt => gl-train: empty: is empty, not a network
2 gl-train -o out number.net d.txt => gl-train: number.net:7: *
2 gl-train -o out cut.bin d.txt => gl-train: cut.bin: is cut short: *
2 gl-train -o out soft.net <(printf '1 2\t1\n1 2\t5\n') => gl-train: *:2: target 5 is not a class*
2 gl-train -o out --val x.txt a.net d.txt => gl-train: x.txt:1: there is no target in field 2*
2 gl-train -o out --weights a.net d.txt => gl-train: d.txt:1: there is no field 3, *
2 gl-train -o out --weights a.net <(printf '1 2\t1\t1\n1 2\t1\t-1\n') => gl-train: *:2: field 3 is -1, *
2 gl-train -o out --class-weights balanced soft.net <(printf '1 2\t1\n1 2\t5\n') => gl-train: *:2: target 5 is not a class*
2 gl-train -o out --mixup 0.2 soft.net <(printf '1 2\t1\n1 2\t5\n') => gl-train: *:2: target 5 is not a class*
2 gl-train -o out --accumulate 0 a.net d.txt => gl-train: --accumulate: *
2 gl-train -o out --val none a.net d.txt => gl-train: none: cannot open: No such file or directory
2 gl-train -o out --val 200% a.net d.txt => gl-train: --val: 200% is not a share of the examples
2 gl-train -o out --val 1% a.net d.txt => gl-train: --val 1% of 4 examples leaves none to hold out
2 gl-train -o out --patience 3 a.net d.txt => gl-train: --patience needs --val
2 gl-train -o out --val d.txt --min-change 1 a.net d.txt => gl-train: --min-change needs --patience
2 gl-train -o out --schedule cosines a.net d.txt => gl-train: --schedule: there is no schedule 'cosines'
2 gl-train -o out --schedule step,every=-1 a.net d.txt => gl-train: --schedule: every: -1 must be more than 0*
2 gl-train -o out --schedule step,every=1e999 a.net d.txt => gl-train: --schedule: every: '1e999' is not a number
2 gl-train -o out --schedule linear,end=nan a.net d.txt => gl-train: --schedule: end: 'nan' is not a number
2 gl-train -o out --schedule cosine,min=1 a.net d.txt => gl-train: --schedule cosine: min=1 is more than --lr, which is 0.01
2 gl-train -o out --warmup x a.net d.txt => gl-train: --warmup: 'x' is neither a number of steps nor a share of them
2 gl-train -o out --resume none a.net d.txt => gl-train: none: cannot open: No such file or directory
2 gl-train -o out --resume a.net a.net d.txt => gl-train: a.net:1: is not a checkpoint*
2 gl-train -o out --resume empty a.net d.txt => gl-train: empty: is empty*
2 gl-train -o none/new a.net d.txt => gl-train: none/new: cannot create: No such file or directory
2 gl-train -q -o /dev/full a.net d.txt => gl-train: /dev/full: cannot write: No space left on device
2 gl-train -q a.net d.txt >/dev/full => gl-train: standard output: cannot write: No space left on device
2 gl-train -q -o out --checkpoint none/c a.net d.txt => gl-train: none/c: cannot create: No such file or directory
2 gl-train -q -o out --log /dev/full a.net d.txt => gl-train: /dev/full: cannot write: No space left on device
2 gl-train -o out --epochs 0 a.net d.txt => gl-train: --epochs: 0 must be at least 1
2 gl-train -o out --batch 0 a.net d.txt => gl-train: --batch: 0 must be at least 1
2 gl-train -o out --epohcs 3 a.net d.txt => gl-train: unknown option --epohcs
2 gl-train -o out --stream --epochs 2 a.net d.txt => gl-train: --epochs: a stream is gone through once
2 gl-train -o out --stream --val 50% a.net d.txt => gl-train: --val: a share of a stream cannot be held out, *
2 gl-train -o out --stream a.net x.txt => gl-train: x.txt:1: there is no target in field 2*
2 gl-train -o out --epoch-steps 5 a.net d.txt => gl-train: --epoch-steps is for a stream, but these are 4 examples
2 gl-train -o out --epoch-steps 0 --stream a.net d.txt => gl-train: --epoch-steps: *
2 gl-train -o out --shuffle-buffer 0 a.net d.txt => gl-train: --shuffle-buffer: *
2 gl-train -o out --shuffle-buffer 99999999999999999999 a.net d.txt => gl-train: --shuffle-buffer: *
2 gl-train -o out --shuffle-buffer 9 --no-shuffle a.net d.txt => gl-train: --shuffle-buffer and --no-shuffle: give one of them
2 gl-train -o out --stream --schedule cosine a.net d.txt => gl-train: --schedule depends on the number of steps, *
2 gl-train -o out --resume none a.net d.txt => gl-train: none: cannot open: No such file or directory
2 gl-train -o out --checkpoint other --resume none a.net d.txt => gl-train: none: cannot open: No such file or directory
2 gl-train -o out --epochs 3 --steps 3 a.net d.txt => gl-train: --epochs and --steps *
2 gl-train -o out --momentum 0.9 a.net d.txt => gl-train: optimizer sgd has no --momentum
2 gl-train -o out --in-place a.net d.txt => gl-train: --in-place and -o*
2 gl-train --in-place - d.txt <a.net => gl-train: --in-place needs a network in a file
2 gl-eval -o out a.net words.txt => gl-eval: words.txt:2: column 3: 'four' is not a number
2 gl-eval -o out a.net empty => gl-eval: *there are no examples*
2 gl-eval -o out a.net x.txt => gl-eval: x.txt:1: there is no target in field 2*
2 gl-eval -o out unfitted.net d.txt => gl-eval: unfitted.net: layer 0 (standardise) is not fitted
2 gl-eval -o /dev/full a.net d.txt => gl-eval: /dev/full: cannot write: No space left on device
2 gl-eval --min accuracy=2 a.net d.txt => gl-eval: --min accuracy: *
2 gl-eval --min accuracy a.net d.txt => gl-eval: --min: 'accuracy' is not METRIC=V*
2 gl-eval --min acuracy=1 a.net d.txt => gl-eval: --min: there is no metric 'acuracy'*
2 gl-eval -o out --weights a.net d.txt => gl-eval: d.txt:1: there is no field 3, which --weights reads*
2 gl-eval --top 5 soft.net d.txt => gl-eval: --top 5 needs *
2 gl-eval --errors none/wrong a.net d.txt => gl-eval: --errors: none/wrong: cannot create: No such file or directory
2 gl-eval --errors /dev/full -o out a.net d.txt => gl-eval: /dev/full: cannot write: No space left on device
2 gl-eval --errors out -o out a.net d.txt => gl-eval: --errors and --output are the same file, out
2 gl-eval --worst 3 a.net d.txt => gl-eval: --worst says how long*
2 gl-eval --train words.txt a.net d.txt => gl-eval: --train: words.txt:2: column 3: 'four' is not a number
2 gl-eval --train empty a.net d.txt => gl-eval: --train: empty: there are no examples
2 gl-eval --train none a.net d.txt => gl-eval: --train: none: cannot open: No such file or directory
2 gl-eval --compare empty a.net d.txt => gl-eval: empty: is empty, not a network
2 gl-eval --compare unfitted.net a.net d.txt => gl-eval: unfitted.net: layer 0 (standardise) is not fitted
2 gl-eval --max seen=0 a.net d.txt => gl-eval: --max: there is no metric 'seen' of a.net
2 gl-eval --confidence 100% a.net d.txt => gl-eval: --confidence: *
2 gl-eval --calibration --bins 0 a.net d.txt => gl-eval: --bins: 0 must be from 1 to 1000
2 gl-eval --format xml a.net d.txt => gl-eval: --format: 'xml' is not one of text, tsv, json
END
}

@test "files that are not there, that are folders, and outputs that cannot be written are named" {
	table <<'END'
2 gl-forward none.net x.txt => gl-forward: none.net: cannot open: No such file or directory
2 gl-forward a.net none.txt => gl-forward: none.txt: cannot open: No such file or directory
2 gl-forward folder x.txt => gl-forward: folder: is a directory
2 gl-forward a.net folder => gl-forward: folder: is a directory, and nothing in it ends in .npy
2 gl-cat x.txt/y => gl-cat: x.txt/y: cannot open: Not a directory
2 gl-grad a.net - <&- => gl-grad: standard input: cannot read: Bad file descriptor
2 gl-cat <folder => gl-cat: standard input: is a directory
2 gl-forward -o none/y a.net x.txt => gl-forward: none/y: cannot create: No such file or directory
2 gl-forward -o folder a.net x.txt => gl-forward: folder: is a directory
2 gl-cat -o '' x.txt => gl-cat: "": *
2 gl-cat -o /dev/full x.txt => gl-cat: /dev/full: cannot write: No space left on device
2 gl-cat x.txt >/dev/full => gl-cat: standard output: cannot write: No space left on device
2 gl-cat x.txt >&- => gl-cat: standard output: cannot write: Bad file descriptor
2 gl-cat -b -o /dev/full d.txt => gl-cat: /dev/full: cannot write: No space left on device
2 gl-forward -o /dev/full a.net x.txt => gl-forward: /dev/full: cannot write: No space left on device
2 gl-grad -o /dev/full a.net d.txt => gl-grad: /dev/full: cannot write: No space left on device
2 gl-step -o /dev/full a.net a.grad => gl-step: /dev/full: cannot write: No space left on device
2 gl-step --state none/s -o out a.net a.grad => gl-step: none/s: cannot create: No such file or directory
2 gl-step --state folder -o out a.net a.grad => gl-step: folder: is a directory
2 gl-init -o /dev/full 2-3-1 => gl-init: /dev/full: cannot write: No space left on device
2 gl-init --arch none => gl-init: none: cannot open: No such file or directory
2 gl-loss mse x.txt --each -o /dev/full <(printf '1\t1\n') => gl-loss: *
2 gl-synth -n inf -o /dev/full moons => gl-synth: /dev/full: cannot write: No space left on device
2 gl-encode image -o /dev/full good.png => gl-encode: /dev/full: cannot write: No space left on device
2 gl-decode image --size 2x1 -o /dev/full x.txt => gl-decode: /dev/full: cannot write: No space left on device
2 gl-split -o none/p d.txt => gl-split: none/p-train.txt: cannot create: No such file or directory
2 gl-diff a.net a.bin -o /dev/full => gl-diff: /dev/full: cannot write: No space left on device
2 gl-wiggle --all -o /dev/full a.net d.txt => gl-wiggle: /dev/full: cannot write: No space left on device
END
}

@test "a mistyped option, word or number on the command line is refused, and what is near it suggested" {
	table <<'END'
2 gl-forward => gl-forward: NET is missing
2 gl-forward --tarce a.net x.txt => gl-forward: unknown option --tarce
2 gl-forward -Z a.net x.txt => gl-forward: unknown option -Z
2 gl-forward --upto => gl-forward: *--upto*
2 gl-forward --trace=yes a.net x.txt => gl-forward: *--trace*
2 gl-forward --upto 7 a.net x.txt => gl-forward: a.net: the network has no layer '7'
2 gl-forward --digits 10 a.net x.txt => gl-forward: --digits: 10 must be from 0 to 9
2 gl-forward --digits two a.net x.txt => gl-forward: --digits: 'two' is not a whole number
2 gl-forward --digits 3x a.net x.txt => gl-forward: --digits: '3x' is not a whole number
2 gl-forward --threads -1 a.net x.txt => gl-forward: --threads: '-1' is not a whole number
2 gl-forward --seed 4294967296 a.net x.txt => gl-forward: --seed: 4294967296 must be from 0 to 4294967295
2 gl-forward - <a.net => gl-forward: *standard input*
2 GL_SEED=x gl-synth xor => gl-synth: GL_SEED: 'x' is not a whole number
2 GL_THREADS=x gl-forward a.net x.txt => gl-forward: GL_THREADS: 'x' is not a whole number
2 gl-grad --loss mes a.net d.txt => gl-grad: unknown loss 'mes'
2 gl-grad --input --stats a.net d.txt => gl-grad: --input and --stats *
2 gl-wiggle --at 0.weight:0,7 a.net d.txt => gl-wiggle: 0.weight:0,7: *
2 gl-wiggle --at 0.wieght:0,1 a.net d.txt => gl-wiggle: *'0.wieght'
2 gl-wiggle --by 0 --all a.net d.txt => gl-wiggle: --by: 0 must be from *
2 gl-loss mes d.txt => gl-loss: unknown loss 'mes'
2 gl-expr => gl-expr: *
2 gl-expr '' => gl-expr: the expression is empty
2 gl-expr 'w*x' w=1 => gl-expr: column 3: 'x' has no value
2 gl-expr 'w*x' w=1 x= => gl-expr: 'x=': a number is needed after '='
2 gl-expr 'w*x' w=1 x=1e999 => gl-expr: 'x=1e999': the number is too large*
2 gl-expr 'w+*x' w=1 x=2 => gl-expr: column 3: a number, a name or '(' is needed before '[*]'
2 gl-expr '1/w' w=0 => gl-expr: column 2: 1/w = 1/0: division by 0
2 gl-expr 'log(w)' w=0 => gl-expr: column 1: log(w) = log(0): *
2 gl-expr 'tahn(w)' w=0 => gl-expr: column 1: there is no function 'tahn'
2 gl-init 2 => gl-init: a network begins with 'input SHAPE', not with '2'
2 gl-init 'input 2, dence 3' => gl-init: layer 0 (dence 3): there is no layer 'dence'
2 gl-init 2-0-1 => gl-init: layer 0 (dense 0): *
2 gl-init 2-x-1 => gl-init: '2-x-1' is not a network*
2 gl-init 'input 2, dense 3, residual, dense 4, end' => gl-init: layer 1 (residual) adds *
2 gl-init 'input 2, dropout 1.5' => gl-init: layer 0 (dropout 1.5): share is 1.5*
2 gl-init 'input 2, dense 2, end' => gl-init: *
2 gl-init 'input 1048576, dense 1048576' => gl-init: layer 0 (dense 1048576) *
2 gl-init --init hee 2-1 => gl-init: there is no initialisation 'hee'
2 gl-init --init normal:x 2-1 => gl-init: the initialisation 'normal' needs a number *
2 gl-init --labels a,b,c 'input 2, dense 2, softmax' => gl-init: --labels: 3 labels, but *
2 gl-synth xro => gl-synth: unknown set 'xro'
2 gl-synth -n x xor => gl-synth: -n: 'x' is not a whole number
2 gl-synth -n 99999999999999999999 xor => gl-synth: -n: 99999999999999999999 must be from 0 to *
2 gl-synth --noise -1 xor => gl-synth: --noise: -1 must be from 0 to *
2 gl-synth xor moons => gl-synth: unexpected argument 'moons'
2 gl-cat --rows 5-2 x.txt => gl-cat: --rows: '5-2' is not a list of rows
2 gl-cat --fields 3 d.txt => gl-cat: --fields: there is no field 3: the examples have 2
2 gl-cat -b --shape 3x3 x.txt => gl-cat: --shape: field 1 has 2 numbers, but a shape of 3x3 takes 9
2 gl-cat -b --shape 2xx x.txt => gl-cat: --shape: '2xx' is not a shape
2 gl-split d.txt => gl-split: -o PREFIX is needed
2 gl-split -o new --parts a=x d.txt => gl-split: --parts: 'a=x' is not a list of parts
2 gl-split -o new --parts a=50%,b=60% d.txt => gl-split: d.txt: the parts are *
2 gl-split -o new --folds 2 --fold 3 d.txt => gl-split: there is no fold 3 of 2
2 gl-encode imgae good.png => gl-encode: unknown kind 'imgae'*
2 gl-encode image --size 0x0 good.png => gl-encode: --size: 0 must be from 1 to *
2 gl-encode image --size 99999x99999 good.png => gl-encode: --size: *
2 gl-encode image --range 1 good.png => gl-encode: --range: '1' is not 2 numbers *
2 gl-encode image --resample cubic good.png => gl-encode: --resample: 'cubic' is not one of area, bilinear
2 gl-encode idx --gray good.png => gl-encode: kind idx has no option --gray
2 gl-decode lable x.txt => gl-decode: unknown kind 'lable'*
2 gl-decode label --threshold 2 x.txt => gl-decode: --threshold: *
2 gl-decode image --size 3x3 x.txt => gl-decode: *field 1 has 2 numbers*
2 gl-step --lr fast a.net a.grad => gl-step: --lr: 'fast' is not a number
2 gl-step --lr -1 a.net a.grad => gl-step: --lr: -1 must be from 0 to *
2 gl-step --lr nan a.net a.grad => gl-step: --lr: 'nan' is not a number
2 gl-step --optimizer adma a.net a.grad => gl-step: unknown optimizer 'adma'
2 gl-step --momentum 0.9 a.net a.grad => gl-step: optimizer sgd has no --momentum
2 gl-diff a.net => gl-diff: B is missing
2 gl-diff --rtol -1 a.net a.net => gl-diff: --rtol: -1 must be from 0 to *
END
}

@test "what is near a mistyped word stands in the hint" {
	while read -r word command; do
		run -2 bash -c "$command"
		[[ ${lines[1]} == "hint: "*"$word"* ]] || { echo "$command: $output"; return 1; }
	done <<'END'
--trace gl-forward --tarce a.net x.txt
rotate gl-augment rotat=3 x.txt
vertical gl-augment flip=verticle x.txt
--optimizer gl-step --optimiser adam a.net a.grad
mse gl-loss mes d.txt
tanh gl-expr 'tahn(w)' w=0
sigmoid gl-forward layer.net x.txt
0.weight gl-forward unknown.net x.txt
xor gl-synth xro
--epochs gl-train --epohcs 3 a.net d.txt
accuracy gl-eval --min acuracy=1 a.net d.txt
image gl-encode imgae good.png
adam gl-step --optimizer adma a.net a.grad
END
}

@test "a reader that goes away ends a tool quietly" {
	seq 1 300000 >many.txt
	printf '%s\n' 'gradlab-network 1' 'input 1' 'relu' '' >relu.net
	for command in 'gl-cat many.txt' 'gl-cat -b many.txt' 'gl-forward relu.net many.txt' 'gl-synth -n inf moons'; do
		status=0
		bash -c "set -o pipefail; $command | head -c 1 >byte" 2>stderr || status=$?
		[ "$status" = 141 ]
		[ ! -s stderr ]
	done
}

@test "rows before the block with the mistake may be out, but the file given by -o is whole or as it was" {
	{ seq 1 100000; echo x; } >late.txt
	bad 2 'gl-cat -o out late.txt' "gl-cat: late.txt:100001: column 1: 'x' is not a number"
}
