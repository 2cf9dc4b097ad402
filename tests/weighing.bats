# Label smoothing, class weights and example weights, in gl-grad, gl-wiggle, gl-loss and gl-train. (That they are PyTorch's:
# fixtures.bats; gradients in double: unit/gradient.c.)
load helper

setup() {
	gl_setup
	gl-synth blobs --classes 3 -n 30 --noise 0.5 | awk '{ print $0 "\t" (NR % 4) / 2 }' >weighted # 0, 0.5, 1, 1.5
	cut -f 1,2 weighted >data
	gl-init '2-6-3, softmax' -o net
}

# same_within RTOL A B: two gradients, networks or streams
same_within() {
	gl-diff --rtol "$1" "$2" "$3"
}

# header FIELD FILE: a number of a gradient's head
header() {
	awk -v w="$1" '$1 == w { print $2; exit }' "$2"
}

@test "gl-grad agrees with gl-wiggle under label smoothing, class weights and example weights, and all together" {
	gl-init '2-6-1, sigmoid' -o yes.net
	awk -F'\t' -v OFS='\t' '{ print $1, $2 % 2, $3 }' weighted >yes
	n=0
	for options in '--label-smoothing 0.1' '--class-weights 1,5,2' --weights '--label-smoothing 20% --class-weights balanced --weights'; do
		# shellcheck disable=SC2086 # options are words
		same_within 1e-4 <(gl-wiggle --all $options net weighted) <(gl-grad $options net weighted)
		options=${options/1,5,2/1,5}
		# shellcheck disable=SC2086
		same_within 1e-4 <(gl-wiggle --all $options yes.net yes) <(gl-grad $options yes.net yes)
		# shellcheck disable=SC2086
		run ! same_within 1e-4 <(gl-grad yes.net yes) <(gl-grad $options yes.net yes)
		n=$((n + 1))
	done
	[ "$n" = 4 ]
	[[ $(gl-wiggle --at 0.weight:0,0 --weights net weighted) == *"cross-entropy $(gl-grad --weights net weighted | awk '$1 == "loss" { print substr($3, 1, 6) }')"* ]]
}

@test "an example of weight 2 counts as two, one of weight 0 not at all, for every loss" {
	awk -F'\t' -v OFS='\t' '{ print $1, $2, NR % 3 }' data >w
	awk -F'\t' -v OFS='\t' '{ for (i = 0; i < NR % 3; i++) print }' data >repeated
	sed 's/softmax/sigmoid/' net >yes.net
	sed -E 's/\t0$/\t1 0 0/; s/\t1$/\t0 1 0/; s/\t2$/\t0 0 1/' repeated >repeated.yes
	awk -F'\t' -v OFS='\t' '{ $2 = ($2 == 0) " " ($2 == 1) " " ($2 == 2); print }' w >w.yes
	for loss in $(loss_names); do
		echo "$loss"
		n=net yes=
		if [ "$loss" = binary-cross-entropy ]; then
			n=yes.net yes=.yes
		fi
		gl-grad --loss "$loss" --weights "$n" "w$yes" >a
		gl-grad --loss "$loss" "$n" "repeated$yes" >b
		same_within 1e-5 a b
		[ "$(header weight a)" = 30 ]
		[ "$(header examples a)" = 30 ]
		gl-forward "$n" "w$yes" | gl-loss --weights --digits 4 "$loss" >la
		gl-forward "$n" "repeated$yes" | gl-loss --digits 4 "$loss" >lb
		cmp la lb
	done
}

@test "weights that are all 1 leave every byte as it is" {
	sed 's/$/\t1/' data >ones
	gl-grad net data >plain
	gl-grad --weights net ones | cmp - plain
	gl-grad --class-weights 1,1,1 net data | cmp - plain
	gl-train net data --epochs 3 --val 20% --no-history -q -o plain.net
	gl-train net ones --epochs 3 --val 20% --weights --class-weights 1,1,1 --no-history -q -o same.net
	cmp plain.net same.net
}

@test "field 3 is opaque text unless --weights asks for it" {
	sed 's/$/\tcat.png/' data >named
	gl-grad net named | cmp - <(gl-grad net data)
	gl-train net named -q --epochs 1 --no-history -o a
	gl-train net data -q --epochs 1 --no-history -o b
	cmp a b
	gl-forward net named | gl-loss cross-entropy | cmp - <(gl-forward net data | gl-loss cross-entropy)
	sed 's/$/\tcat.png/' weighted >further
	gl-grad --weights net further | cmp - <(gl-grad --weights net weighted)
	gl-grad --weights --input net further | cut -f 2- | cmp - <(cut -f 2- further)
}

@test "weights may be in binary" {
	gl-cat --join <(gl-cat -b data) <(cut -f 3 weighted | gl-cat -b) -o w.npy
	gl-grad --weights net w.npy | cmp - <(gl-grad --weights net weighted)
	gl-train net w.npy --weights --epochs 2 --batch 8 --no-history -q -o a
	gl-train net weighted --weights --epochs 2 --batch 8 --no-history -q -o b
	cmp a b
}

@test "a class and its one-hot row are the same thing, with class weights too" {
	sed -E 's/\t0$/\t1 0 0/; s/\t1$/\t0 1 0/; s/\t2$/\t0 0 1/' data >hot
	for options in '--class-weights 1,5,2' '--label-smoothing 0.1' '--class-weights balanced --label-smoothing 0.1'; do
		# shellcheck disable=SC2086 # options are words
		gl-grad $options net hot | cmp - <(gl-grad $options net data)
	done
}

@test "the loss and the weight are what the definition says" {
	printf '%s\n' '0.5 0.25 0.25	0	3' '0.25 0.25 0.5	1	1' >p
	# ln 2 = 0.6931472, ln 4 = 1.3862944
	[ "$(gl-loss cross-entropy --class-weights 1,3,0 p)" = 'cross-entropy 1.2130076 nats' ] # (1 ln 2 + 3 ln 4) / 4
	[ "$(gl-loss cross-entropy --weights p)" = 'cross-entropy 0.866434 nats' ]             # (3 ln 2 + ln 4) / 4
	[ "$(gl-loss cross-entropy --label-smoothing 0.3 p --each)" = $'0.8317766\n1.3169796' ]   # 0.8 ln 2 + 0.2 ln 4; 0.9 ln 4 + 0.1 ln 2
	[ "$(gl-loss cross-entropy --class-weights 1,3,0 --weights p --each)" = $'2.0794415\n4.158883' ]
	printf '%s\n' '0.5	1' '0.25	0' >yes
	[ "$(gl-loss binary-cross-entropy --class-weights 1,3 yes)" = 'binary-cross-entropy 0.5917809 nats' ] # (3 ln 2 + ln 4/3) / 4
	[ "$(gl-loss binary-cross-entropy --label-smoothing 0.2 yes --each)" = $'0.6931472\n0.3975433' ]    # 0.9 ln 4/3 + 0.1 ln 4
}

@test "balanced gives each class the weight n / (K count), of the classes that occur" {
	head -n 20 data | awk '$3 != 2 { print } $3 == 2 && !n++ { print }' >few
	read -r a b c < <(cut -f 2 few | sort -n | uniq -c | awk -v n="$(wc -l <few)" '{ printf "%.17g ", n / (3 * $1) } END { print "" }')
	gl-grad --class-weights balanced net few | cmp - <(gl-grad --class-weights "$a,$b,$c" net few)
	gl-forward net few | gl-loss --class-weights balanced cross-entropy >got
	gl-forward net few | gl-loss --class-weights "$a,$b,$c" cross-entropy | cmp - got
	gl-train net few --class-weights balanced --epochs 2 -q --no-history -o x
	gl-train net few --class-weights "$a,$b,$c" --epochs 2 -q --no-history -o y
	cmp x y
	grep -v '	2$' few >two
	gl-loss --class-weights balanced cross-entropy <(gl-forward net two) >got
	gl-loss --class-weights "$(cut -f 2 two | sort -n | uniq -c | awk -v n="$(wc -l <two)" '{ printf "%.17g,", n / (2 * $1) }')1" \
		cross-entropy <(gl-forward net two) | cmp - got
}

# shell_loop BATCH [OPTION of gl-grad]...: 2 epochs over `weighted` the long way
shell_loop() {
	local batch=$1 step=0 first
	shift
	cp net long
	for _ in 1 2; do
		for ((first = 1; first <= 30; first += batch)); do
			sed -n "$first,$((first + batch - 1))p" weighted | gl-grad long --step "$step" "$@" | gl-step long --in-place --lr 0.3
			step=$((step + 1))
		done
	done
}

@test "gl-train equals the shell loop byte for byte, whatever weighs" {
	for options in '--label-smoothing 0.1' '--class-weights 1,5,2.5' --weights '--label-smoothing 0.1 --class-weights 1,5,2.5 --weights'; do
		# shellcheck disable=SC2086 # options are words
		shell_loop 8 $options
		# shellcheck disable=SC2086
		gl-train net weighted $options --epochs 2 --batch 8 --lr 0.3 --no-shuffle --no-history -q -o short
		cmp long short
	done
}

@test "batches of one step count by the weights of their examples, as gl-step counts them" {
	for batch in 15 10; do
		for first in 1 $((batch + 1)) $((2 * batch + 1)); do
			[ "$first" -gt 30 ] || sed -n "$first,$((first + batch - 1))p" weighted |
				gl-grad net --row $((first - 1)) --weights --class-weights 1,5,2
		done | gl-step net >long
		gl-train net weighted --steps 1 --batch "$batch" --accumulate 3 --weights --class-weights 1,5,2 --no-shuffle --no-history -q -o short
		cmp long short
	done
	gl-train net weighted --steps 1 --batch 30 --weights --class-weights 1,5,2 --no-shuffle --no-history -q -o whole
	same_within 1e-5 whole short
}

@test "validation counts classes and examples as training does, but does not smooth targets" {
	gl-train net weighted --steps 1 --batch 30 --lr 0 --val weighted -q --log log -o /dev/null --label-smoothing 0.2 --class-weights 1,5,2 --weights
	want=$(gl-forward net weighted | gl-loss --weights --class-weights 1,5,2 --bare cross-entropy)
	smooth=$(gl-forward net weighted | gl-loss --weights --class-weights 1,5,2 --label-smoothing 0.2 --bare cross-entropy)
	awk -v v="$want" -v t="$smooth" 'NR == 2 { a = $5 - v; b = $3 - t; exit !(a * a < 1e-10 && b * b < 1e-10 && $3 != $5) }' log
}

@test "the history tells what weighed, and a run that was cut goes on to the same bytes" {
	options=(--label-smoothing 10% --class-weights '1,5,2.50' --weights --batch 8 --val 20% -q)
	gl-train net weighted "${options[@]}" --steps 9 -o whole
	gl-train net weighted "${options[@]}" --steps 4 --checkpoint point -o part
	gl-train net weighted "${options[@]}" --steps 9 --resume point -o rest
	cmp whole rest
	grep -q '^history .* --label-smoothing 0.1 --class-weights 1,5,2.5 --weights --optimizer ' whole
	run -2 gl-train net weighted "${options[@]}" --class-weights balanced --steps 9 --resume point
	[ "${lines[0]}" = "gl-train: point: was made with --class-weights 1,5,2.5, but this run has --class-weights balanced" ]
}

@test "any number of threads gives the same bytes" {
	gl-synth blobs --classes 3 -n 20000 | awk '{ print $0 "\t" NR % 7 }' >many
	for threads in 1 3; do
		gl-grad --weights --class-weights balanced --label-smoothing 0.1 --threads $threads net many >"g$threads"
	done
	cmp g1 g3
}

@test "a batch whose examples all weigh 0 is passed over: there is no mean, and no step" {
	awk -F'\t' -v OFS='\t' '{ $3 = NR > 10 && NR <= 20 ? 0 : 1; print }' weighted >gap
	run -2 gl-grad --weights net <(sed -n '11,20p' gap)
	[ "${lines[0]}" = "gl-grad: the weights of all examples are 0, so there is no mean" ]
	cp net long
	for first in 1 21; do
		sed -n "$first,$((first + 9))p" gap | gl-grad long --weights | gl-step long --in-place
	done
	run -0 gl-train net gap --weights --epochs 1 --batch 10 --no-shuffle --no-history -o short
	cmp long short
	[[ $output == "gl-train: 1 epoch, 2 steps: "* ]]
	sed -E 's/[^\t]*$/0/' gap >none
	run -2 gl-train net none --weights
	[ "${lines[0]}" = "gl-train: the weights of all training examples are 0: there is nothing to learn" ]
	run -2 gl-train net gap --val none --weights
	[ "${lines[0]}" = "gl-train: the weights of all examples that are held out are 0, so they have no mean" ]
	run -2 gl-loss --weights cross-entropy <(gl-forward net none)
	[ "${lines[0]}" = "gl-loss: the weights of all examples are 0, so there is no mean" ]
}

@test "a weight that is none is refused by file and line" {
	sed '7s/[^\t]*$/-1/' weighted >minus
	for tool in 'gl-grad net' 'gl-wiggle --all net' 'gl-train -q net'; do
		# shellcheck disable=SC2086 # words
		run -2 $tool --weights minus
		[ "${lines[0]}" = "${tool%% *}: minus:7: field 3 is -1, but the weight of an example is a finite number from 0" ]
		# shellcheck disable=SC2086
		run -2 $tool --weights data
		[ "${lines[0]}" = "${tool%% *}: data:1: there is no field 3, which --weights reads as the weight of each example" ]
	done
	gl-forward net minus >p
	run -2 gl-loss --weights cross-entropy p
	[ "${lines[0]}" = "gl-loss: p:7: field 3 is -1, but the weight of an example is a finite number from 0" ]
	sed '7s/[^\t]*$/nan/' weighted >nan
	run -2 gl-grad --weights net nan
	[[ ${lines[0]} == "gl-grad: nan:7: column "*"'nan' is not finite" ]]
	run -2 gl-grad --weights --allow-nonfinite net nan
	[ "${lines[0]}" = "gl-grad: nan:7: field 3 is nan, but the weight of an example is a finite number from 0" ]
	sed '7s/[^\t]*$/heavy/' weighted >word
	run -2 gl-train --weights net word
	[[ ${lines[0]} == "gl-train: word:7: column "*": 'heavy' is not a number" ]]
	sed 's/$/ 1/' weighted >two
	run -2 gl-train --weights net two
	[ "${lines[0]}" = "gl-train: two:1: field 3 has 2 numbers, but the weight of an example is one" ]
	run -2 gl-train --weights net weighted --val data
	[[ ${lines[0]} == "gl-train: data:1: there is no field 3"* ]]
}

@test "what does not fit the loss or the network is refused with a reason" {
	run -2 gl-grad --class-weights 1,2 net data
	[ "${lines[0]}" = "gl-grad: there are 2 class weights, but 3 classes" ]
	run -2 gl-grad --class-weights 0,0,0 net data
	[ "${lines[0]}" = "gl-grad: the class weights are all 0" ]
	run -2 gl-grad --class-weights 1,-2,3 net data
	[[ ${lines[0]} == "gl-grad: --class-weights: "* ]]
	run -2 gl-grad --class-weights balance net data
	[ "${lines[1]}" = "hint: give a number for each class, such as 1,5,2, or balanced" ]
	run -2 gl-train --class-weights 1,2,3 --loss mse net data
	[ "${lines[0]}" = "gl-train: there are class weights, but mse has no form with them" ]
	run -2 gl-train --label-smoothing 0.1 --loss hinge net data
	[ "${lines[0]}" = "gl-train: label smoothing spreads a target over classes, which hinge cannot read" ]
	[ "${lines[1]}" = "hint: it goes with cross-entropy, kl and binary-cross-entropy" ]
	run -2 gl-loss --label-smoothing 1.5 cross-entropy data
	[[ ${lines[0]} == "gl-loss: --label-smoothing: "* ]]
	run -2 gl-loss --class-weights 1,2,3 binary-cross-entropy <(printf '0.5\t1\n')
	[[ ${lines[0]} == "gl-loss: "*": there are 3 class weights, but 2 classes" ]]
	[ "${lines[1]}" = "hint: each output of binary-cross-entropy is one of two classes: give the weights of no and yes" ]
}

@test "the history of a run with all that regularises is a command that gives the same bytes again" {
	gl-train net weighted --weights --class-weights 1,2.50,3 --label-smoothing 10% --mixup 0.2 --accumulate 2 --l1 1e-4 --l2 0.01 \
		--optimizer adam --weight-decay 0.1 --decoupled --batch 8 --epochs 3 --val 20% -q -o first
	gl-info --replay --verify first >again
	sh again >second
	cmp first second
	sed '1s/[^\t]*$/9/' -i weighted
	run -1 gl-info --replay --verify first
}
