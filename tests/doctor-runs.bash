# shellcheck shell=bash disable=SC2034
# Training runs for the tests of gl-doctor, healthy and broken on purpose. make_NAME SEED makes one in the current folder and
# leaves in the array `run` what gl-doctor is to be given. Used by gl-doctor.bats and doctor-measure.

# The broken ones, each with the check that must find it.
BROKEN=(
	pixels-255:input-scale centimetres:input-scale sixteen:dead-relu rate-2:dead-relu rate-30:rate steep:rate rate-tiny:rate-low
	rate-jumps:rate-high vanish:gradients explode:gradients saturate:saturated memorise:overfitting memorise-log:overfitting
	straight:underfitting too-small:overfit-batch shuffled:labels shuffled-amounts:labels rare:balance copied:leak thrice:duplicates
	relu-softmax:output-layer mse-softmax:output-layer one-softmax:output-layer sigmoids:output-layer amounts-softmax:output-layer
	positive-only:output-layer alike:symmetry not-finite:weights in-order:order other-scale:shift chance:baseline twofold:conflicts
	large-start:start-loss blank:constant-inputs
	spoilt:rate-high hovers:rate-high breaks-off:rate-high
)
HEALTHY=(xor moons digits iris diabetes spirals sine blobs line circles deep new fashion)

# A file that does not depend on the seed is made once and kept in the folder above.
kept() {
	[[ -e ../$1 ]] || { "${@:2}" >../"$1.part" && mv ../"$1.part" ../"$1"; }
}

digits() {
	kept digits.npy gl-encode image --tile 8x8 --class-from name -b "$GRADLAB_DATASETS/digits"
	gl-split --parts "train=${2:-1200},test=${3:-597},rest=rest" --stratify --seed "$1" -o d- ../digits.npy 2>split.err
}

iris() {
	kept iris.txt gl-encode table --target species "$GRADLAB_DATASETS/iris.csv"
	gl-split --parts train=120,test=30 --stratify --seed "$1" -o i- ../iris.txt 2>split.err
}

diabetes() {
	kept diabetes.txt gl-encode table --target progression --category sex "$GRADLAB_DATASETS/diabetes.csv"
	gl-split --parts train=320,test=122 --seed "$1" -o b- ../diabetes.txt 2>split.err
}

# Of every fifth row the class is another one: mistakes that a network can only learn by heart.
mislabel() {
	awk -F'\t' -v OFS='\t' 'NR%5==0 {$2 = ($2+1+NR/5%9)%10} {$2 = int($2)} 1'
}

# Targets dealt anew among the rows.
shuffle_targets() {
	paste <(gl-cat -t --fields 1 "$2") <(gl-cat -t "$2" | gl-cat --fields 2 --shuffle --seed "$1")
}

# train NET ARG...: quietly, over itself, with a log; divergence (status 1) is no error here
train() {
	local status=0
	gl-train "$1" "${@:2}" --log run.log -q --in-place 2>train.err || status=$?
	((status < 2)) || cat train.err
	return $((status > 1))
}

# ---- healthy ----

make_xor() {
	gl-synth xor >x.txt
	gl-init 'input 2, dense 8, tanh, dense 1, sigmoid' --seed "$1" >net
	train net x.txt --lr 0.5 --batch 4 --epochs 1000 --seed "$1"
	run=(net x.txt --log run.log)
}
make_moons() {
	gl-synth moons -n 400 --noise 0.15 --seed "$1" >all.txt
	head -n 300 all.txt >train.txt
	tail -n 100 all.txt >test.txt
	gl-init 'input 2, dense 16, relu, dense 1, sigmoid' --seed "$1" >net
	train net train.txt --optimizer adam --lr 0.01 --epochs 60 --seed "$1"
	run=(net test.txt --train train.txt --log run.log)
}
make_digits() {
	digits "$1"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net d-train.npy --lr 0.1 --epochs 20 --val 20% --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_iris() {
	iris "$1"
	gl-init 'input 4, standardise, dense 16, relu, dense 3, softmax' --seed "$1" >net
	train net i-train.txt --lr 0.1 --batch 16 --epochs 100 --seed "$1"
	run=(net i-test.txt --train i-train.txt --log run.log)
}
make_diabetes() {
	diabetes "$1"
	gl-init 'input 11, standardise, dense 16, relu, dense 1' --seed "$1" >net
	train net b-train.txt --optimizer adam --lr 0.03 --epochs 40 --val 20% --patience 10 --seed "$1"
	run=(net b-test.txt --train b-train.txt --log run.log)
}
make_spirals() {
	gl-synth spirals -n 400 --seed "$1" >all.txt
	head -n 300 all.txt >train.txt
	tail -n 100 all.txt >test.txt
	gl-init 'input 2, dense 32, tanh, dense 32, tanh, dense 1, sigmoid' --seed "$1" >net
	train net train.txt --optimizer adam --lr 0.003 --epochs 300 --seed "$1"
	run=(net test.txt --train train.txt --log run.log)
}
make_sine() {
	gl-synth sine -n 200 --noise 0.1 --seed "$1" >train.txt
	gl-synth sine -n 100 --noise 0.1 --seed "$1" --skip 200 >test.txt
	gl-init 'input 1, dense 32, tanh, dense 1' --seed "$1" >net
	train net train.txt --optimizer adam --lr 0.02 --epochs 150 --seed "$1"
	run=(net test.txt --train train.txt --log run.log)
}
make_blobs() {
	gl-synth blobs -n 200 --seed "$1" >train.txt
	gl-synth blobs -n 100 --seed "$1" --skip 200 >test.txt
	gl-init 'input 2, dense 3, softmax' --seed "$1" >net
	train net train.txt --lr 0.5 --epochs 30 --seed "$1"
	run=(net test.txt --train train.txt --log run.log)
}
make_line() {
	gl-synth line -n 200 --noise 0.2 --seed "$1" >train.txt
	gl-synth line -n 100 --noise 0.2 --seed "$1" --skip 200 >test.txt
	gl-init 'input 1, dense 1' --seed "$1" >net
	train net train.txt --lr 0.1 --epochs 20 --seed "$1"
	run=(net test.txt --train train.txt --log run.log)
}
make_circles() { # with batch norm and dropout
	gl-synth circles -n 500 --noise 0.1 --seed "$1" >all.txt
	head -n 400 all.txt >train.txt
	tail -n 100 all.txt >test.txt
	gl-init 'input 2, dense 32, batchnorm, relu, dropout 0.1, dense 16, relu, dense 2, softmax' --seed "$1" >net
	train net train.txt --optimizer adam --lr 0.01 --epochs 40 --seed "$1"
	run=(net test.txt --train train.txt --log run.log)
}
make_deep() {
	digits "$1"
	gl-init 'input 64, standardise, dense 32, tanh, dense 32, tanh, dense 32, tanh, dense 32, tanh, dense 32, tanh, dense 10, softmax' \
		--seed "$1" >net
	train net d-train.npy --lr 0.05 --epochs 20 --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_new() { # before its training
	digits "$1"
	gl-init 'input 64, dense 64, relu, dense 64, relu, dense 10, softmax' --seed "$1" >net
	run=(net d-train.npy --lr 0.1)
}
make_fashion() {
	if [[ ! -e ../f-train.npy ]]; then
		"$GRADLAB_DATASETS/fashion-mnist/make" ../fashion >/dev/null || return
		gl-cat --rows 1-4000 ../fashion/train.npy -o ../f-train.npy
		gl-cat --rows 1-1000 ../fashion/test.npy -o ../f-test.npy
		rm -r ../fashion
	fi
	gl-init 'input 1x28x28, flatten, dense 64, relu, dense 10, softmax' --seed "$1" >net
	train net ../f-train.npy --lr 0.1 --epochs 8 --val 10% --seed "$1"
	run=(net ../f-test.npy --train ../f-train.npy --log run.log)
}

# ---- broken ----

make_pixels-255() {
	digits "$1"
	kept digits255.npy gl-encode image --tile 8x8 --raw --class-from name -b "$GRADLAB_DATASETS/digits"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	run=(net ../digits255.npy --lr 0.01)
}
make_centimetres() {
	iris "$1"
	gl-init 'input 4, dense 16, relu, dense 3, softmax' --seed "$1" >net
	train net i-train.txt --lr 0.1 --batch 16 --epochs 100 --seed "$1"
	run=(net i-test.txt --train i-train.txt --log run.log)
}
make_sixteen() {
	kept digits16.npy gl-encode image --tile 8x8 --range 0,16 --class-from name -b "$GRADLAB_DATASETS/digits"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net ../digits16.npy --lr 0.1 --epochs 5 --seed "$1"
	run=(net ../digits16.npy --log run.log)
}
make_rate-2() {
	digits "$1"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net d-train.npy --lr 3 --epochs 10 --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_rate-30() {
	gl-synth moons -n 300 --seed "$1" >x.txt
	gl-init 'input 2, dense 16, tanh, dense 1, sigmoid' --seed "$1" >net
	train net x.txt --lr 30 --epochs 20 --seed "$1"
	run=(net x.txt --log run.log)
}
make_steep() { # a straight line through inputs of two scales overflows
	gl-synth line -n 200 --seed "$1" | awk -F'\t' '{ print $1, 10 * $1 "\t" $2 }' >x.txt
	gl-init 'input 2, dense 1' --seed "$1" >net
	run=(net x.txt --lr 0.3)
}
make_rate-tiny() {
	digits "$1"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net d-train.npy --lr 0.001 --epochs 20 --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_rate-jumps() {
	digits "$1"
	gl-init 'input 64, standardise, dense 32, tanh, dense 32, tanh, dense 10, softmax' --seed "$1" >net
	train net d-train.npy --optimizer adam --lr 0.5 --epochs 20 --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_spoilt() { # in the first epoch already
	digits "$1"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net d-train.npy --optimizer adam --lr 3 --epochs 10 --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_hovers() { # above answers that say nothing, without jumps
	digits "$1"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net d-train.npy --lr 5 --epochs 10 --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_breaks-off() { # after two epochs the loss is no number
	gl-synth sine -n 200 --noise 0.1 --seed "$1" >x.txt
	gl-init 'input 1, dense 32, tanh, dense 1' --seed "$1" >net
	train net x.txt --lr 1 --epochs 20 --seed "$1"
	run=(net x.txt --log run.log)
}
make_vanish() {
	digits "$1"
	gl-init "input 64, standardise, $(printf 'dense 32, sigmoid, %.0s' {1..8})dense 10, softmax" --seed "$1" >net
	train net d-train.npy --lr 0.5 --epochs 10 --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_explode() {
	digits "$1"
	gl-init "input 64, standardise, $(printf 'dense 64, tanh, %.0s' {1..20})dense 10, softmax" --init normal:1 --seed "$1" \
		--fit d-train.npy >net
	run=(net d-train.npy)
}
make_saturate() {
	digits "$1"
	gl-init 'input 64, standardise, dense 32, tanh, dense 10, softmax' --init normal:1 --seed "$1" --fit d-train.npy >net
	run=(net d-train.npy)
}
make_memorise() {
	digits "$1" 300 597
	gl-cat -t d-train.npy | mislabel >train.txt
	gl-init 'input 64, dense 64, relu, dense 64, relu, dense 10, softmax' --seed "$1" >net
	train net train.txt --optimizer adam --lr 0.003 --epochs 150 --seed "$1"
	run=(net d-test.npy --train train.txt)
}
make_memorise-log() {
	digits "$1" 300 597
	gl-cat -t d-train.npy | mislabel >train.txt
	gl-init 'input 64, dense 64, relu, dense 64, relu, dense 10, softmax' --seed "$1" >net
	train net train.txt --optimizer adam --lr 0.003 --epochs 150 --val d-test.npy --seed "$1"
	run=(net d-test.npy --log run.log)
}
make_straight() { # a straight border for what has none
	gl-synth circles -n 400 --seed "$1" >x.txt
	gl-init 'input 2, dense 2, softmax' --seed "$1" >net
	train net x.txt --lr 0.3 --epochs 30 --seed "$1"
	run=(net x.txt --log run.log)
}
make_too-small() { # start weights that let nothing through
	digits "$1"
	gl-init "input 64, $(printf 'dense 32, relu, %.0s' {1..10})dense 10, softmax" --init normal:0.001 --seed "$1" >net
	run=(net d-train.npy)
}
make_shuffled() {
	digits "$1"
	shuffle_targets "$1" d-train.npy >train.txt
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	run=(net train.txt)
}
make_shuffled-amounts() {
	diabetes "$1"
	shuffle_targets "$1" b-train.txt >train.txt
	gl-init 'input 11, standardise, dense 16, relu, dense 1' --seed "$1" >net
	run=(net train.txt)
}
make_rare() {
	gl-synth moons -n 2000 --noise 0.5 --seed "$1" | awk -F'\t' '$2 == 0 || n++ % 25 == 0' >all.txt
	head -n 700 all.txt >train.txt
	tail -n +701 all.txt >test.txt
	gl-init 'input 2, dense 8, relu, dense 1, sigmoid' --seed "$1" >net
	train net train.txt --lr 0.1 --epochs 10 --seed "$1"
	run=(net test.txt --train train.txt)
}
make_copied() {
	digits "$1"
	gl-cat d-test.npy <(gl-cat --rows 1-200 -b d-train.npy) -b -o test.npy
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	run=(net test.npy --train d-train.npy)
}
make_thrice() {
	gl-synth moons -n 200 --seed "$1" >x.txt
	cat x.txt x.txt x.txt >train.txt
	gl-init 'input 2, dense 16, tanh, dense 1, sigmoid' --seed "$1" >net
	run=(net train.txt)
}
make_relu-softmax() {
	digits "$1"
	gl-init 'input 64, dense 32, relu, dense 10, relu, softmax' --seed "$1" >net
	train net d-train.npy --lr 0.1 --epochs 5 --seed "$1"
	run=(net d-test.npy --train d-train.npy)
}
make_mse-softmax() {
	digits "$1"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net d-train.npy --lr 0.1 --epochs 5 --loss mse --seed "$1"
	run=(net d-test.npy --train d-train.npy --log run.log)
}
make_one-softmax() {
	gl-synth moons -n 300 --seed "$1" >x.txt
	gl-init 'input 2, dense 16, tanh, dense 1, softmax' --seed "$1" >net
	run=(net x.txt --loss mse)
}
make_sigmoids() {
	gl-synth blobs -n 300 --seed "$1" | sed $'s/\t0$/\t1 0 0/; s/\t1$/\t0 1 0/; s/\t2$/\t0 0 1/' >x.txt
	gl-init 'input 2, dense 16, tanh, dense 3, sigmoid' --seed "$1" >net
	run=(net x.txt)
}
make_amounts-softmax() {
	diabetes "$1"
	gl-init 'input 11, standardise, dense 16, relu, dense 2, softmax' --seed "$1" >net
	run=(net b-train.txt)
}
make_positive-only() {
	gl-synth sine -n 200 --seed "$1" >x.txt
	gl-init 'input 1, dense 16, tanh, dense 1, relu' --seed "$1" >net
	run=(net x.txt)
}
make_alike() {
	gl-synth moons -n 300 --seed "$1" >x.txt
	gl-init 'input 2, dense 16, tanh, dense 1, sigmoid' --init ones >net
	train net x.txt --lr 0.1 --epochs 5 --seed "$1"
	run=(net x.txt)
}
make_not-finite() {
	gl-synth moons -n 100 --seed "$1" >x.txt
	gl-init 'input 2, dense 4, tanh, dense 1, sigmoid' --seed "$1" | awk '/weight/ && !n++ { print; getline; print "nan", $2; next } 1' >net
	run=(net x.txt)
}
make_in-order() {
	kept digits.npy gl-encode image --tile 8x8 --class-from name -b "$GRADLAB_DATASETS/digits"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net ../digits.npy --lr 0.1 --epochs 5 --no-shuffle
	run=(net ../digits.npy)
}
make_other-scale() {
	digits "$1"
	gl-cat -t d-test.npy | awk -F'\t' '{ n = split($1, a, " "); for (i = 1; i <= n; i++) printf "%s%s", 1 - a[i], i < n ? " " : "\t"; print $2 }' >test.txt
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net d-train.npy --lr 0.1 --epochs 10 --seed "$1"
	run=(net test.txt --train d-train.npy)
}
make_chance() {
	digits "$1"
	shuffle_targets "$1" d-train.npy >train.txt
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --seed "$1" >net
	train net train.txt --lr 0.1 --epochs 5 --seed "$1"
	run=(net d-test.npy)
}
make_twofold() {
	gl-synth blobs -n 300 --seed "$1" >x.txt
	awk -F'\t' '{ print } NR <= 60 { print $1 "\t" ($2 + 1) % 3 }' x.txt >train.txt
	gl-init 'input 2, dense 16, tanh, dense 3, softmax' --seed "$1" >net
	run=(net train.txt)
}
make_large-start() {
	digits "$1"
	gl-init 'input 64, dense 32, relu, dense 10, softmax' --init normal:1 --seed "$1" >net
	run=(net d-train.npy)
}
make_blank() {
	gl-synth moons -n 200 --seed "$1" | awk -F'\t' '{ print "0 1\t" $2 }' >x.txt
	gl-init 'input 2, dense 16, tanh, dense 1, sigmoid' --seed "$1" >net
	run=(net x.txt)
}
