# gl-eval: intervals, perplexity, calibration, and the comparison of networks, against figures computed here in other ways.
load helper

# Three classes and 2,000 points of them: a trained network, one trained less, and what they predict.
networks() {
	gl-init 'input 2, dense 3, softmax' --labels east,north,south >start.net
	gl-synth blobs -n 300 --noise 0.8 --seed 5 >train.txt
	gl-synth blobs -n 2000 --noise 0.8 --seed 6 >test.txt
	gl-train start.net train.txt --epochs 30 --lr 0.1 -q -o a.net
	gl-train start.net train.txt --epochs 2 --lr 0.1 -q -o b.net
}

# Python with the predictions of a.net and b.net (pa, pb) and the targets (t); near(x, y) to 1e-6 of y.
reference() {
	gl-cat -b test.txt -o test.npy
	gl-forward a.net test.npy -b -o pa.npy
	gl-forward b.net test.npy -b -o pb.npy
	cat >reference.py
	/usr/bin/python3 - <<-'END'
		import csv, json, math
		import numpy as np
		from statistics import NormalDist
		def load(path):
		    d = np.load(path)
		    return d[d.dtype.names[0]].astype(float), d[d.dtype.names[1]].reshape(-1).astype(int)
		(pa, t), (pb, _) = load("pa.npy"), load("pb.npy")
		def near(x, y, rel=1e-6):
		    assert abs(x - y) <= rel * abs(y), (x, y)
		def tsv(path):
		    return {(r["metric"], r["class"]): float(r["value"] or "nan") for r in csv.DictReader(open(path), delimiter="\t", quoting=csv.QUOTE_NONE)}
		n, z = len(t), NormalDist().inv_cdf(0.975)
		right_a, right_b = pa.argmax(1) == t, pb.argmax(1) == t
		loss_a, loss_b = -np.log(pa[np.arange(n), t]), -np.log(pb[np.arange(n), t])
		exec(open("reference.py").read())
	END
}

@test "the interval of the accuracy is Wilson's, at the level that is asked for" {
	networks
	gl-eval a.net test.txt --format tsv >95.tsv
	gl-eval a.net test.txt --format tsv --confidence 99% >99.tsv
	reference <<-'END'
		for path, level in ("95.tsv", 0.95), ("99.tsv", 0.99):
		    z, p, r = NormalDist().inv_cdf((1 + level) / 2), right_a.mean(), tsv(path)
		    middle, half = p + z * z / 2 / n, z * math.sqrt((p * (1 - p) + z * z / 4 / n) / n)
		    near(r["accuracy-low", ""], (middle - half) / (1 + z * z / n), 1e-9)
		    near(r["accuracy-high", ""], (middle + half) / (1 + z * z / n), 1e-9)
		    near(r["interval-level", ""], level)
	END
	gl-eval a.net test.txt --confidence 0.9 | grep -x 'figure                  value   90 % interval'
	run -2 gl-eval a.net test.txt --confidence 101%
	run -2 gl-eval a.net test.txt --confidence 10%
}

@test "the loss has the interval of its standard error, and the perplexity is e to it" {
	networks
	gl-eval a.net test.txt --format tsv >r.tsv
	reference <<-'END'
		r, loss = tsv("r.tsv"), loss_a.mean()
		error = loss_a.std(ddof=1) / math.sqrt(n)
		near(r["cross-entropy", ""], loss, 1e-5)
		near(r["cross-entropy-low", ""], loss - z * error, 1e-5)
		near(r["cross-entropy-high", ""], loss + z * error, 1e-5)
		near(r["perplexity", ""], math.exp(loss), 1e-5)
		near(r["perplexity-low", ""], math.exp(loss - z * error), 1e-5)
	END
}

@test "errors of values have intervals, from 30 examples on" {
	gl-init 'input 1, dense 1' --init ones >net
	gl-synth line -n 30 >30.txt
	gl-eval net 30.txt --format tsv >r.tsv
	gl-forward net 30.txt | tr '\t' ' ' >p.txt
	/usr/bin/python3 - <<-'END'
		import csv, statistics as s
		r = {x["metric"]: float(x["value"]) for x in csv.DictReader(open("r.tsv"), delimiter="\t")}
		e = [float(y) - float(t) for y, t in (line.split() for line in open("p.txt"))]
		for name, each in ("mse", [x * x for x in e]), ("mae", [abs(x) for x in e]):
		    error = s.stdev(each) / 30 ** 0.5 * s.NormalDist().inv_cdf(0.975)
		    assert abs(r[name] - s.mean(each)) < 1e-5
		    assert abs(r[name + "-low"] - (s.mean(each) - error)) < 1e-5 and abs(r[name + "-high"] - (s.mean(each) + error)) < 1e-5
	END
	head -n 29 30.txt | gl-eval net | grep -x 'mse .*   -'
}

@test "a network that gives each of K classes 1/K has perplexity K" {
	gl-init 'input 2, dense 7, softmax' --init zeros >net
	seq 0 69 | awk '{ print $1, 1 "\t" $1 % 7 }' >x.txt
	gl-eval net x.txt --format tsv >r.tsv
	awk -F '\t' '$1 == "perplexity" { seen = 1; d = $4 - 7; exit !(d < 1e-5 && d > -1e-5) } END { exit !seen }' r.tsv
	gl-eval net x.txt --max perplexity=7.001 >/dev/null
	run -1 gl-eval net x.txt --max perplexity=6.9 -o /dev/null
	[[ $output == "gl-eval: perplexity is 7"*", more than 6.9" ]]
	run -2 gl-eval net x.txt --min perplexity=1
	[[ $output == *"the smaller perplexity is the better: use --max"* ]]
}

@test "only a softmax with cross-entropy has a perplexity" {
	gl-init 'input 1, sigmoid' >yes.net
	printf '1\t1\n' >x.txt
	gl-eval yes.net x.txt --format tsv >r.tsv
	run -1 grep perplexity r.tsv
	gl-init 'input 3, softmax' >soft.net
	printf '1 2 3\t1\n' >x.txt
	gl-eval soft.net x.txt --loss mse --format tsv >r.tsv
	run -1 grep perplexity r.tsv
	run -2 gl-eval soft.net x.txt --loss mse --max perplexity=3
	[[ ${lines[1]} == "hint: --loss cross-entropy measures it" ]]
	gl-init 'input 3, dense 3' >logits.net
	gl-eval logits.net x.txt --loss cross-entropy --format tsv | grep '^perplexity'
}

@test "the calibration is that of Guo and others, with any number of ranges" {
	networks
	for m in 1 7 10 15 100; do
		gl-eval a.net test.txt --calibration --bins $m --format tsv >$m.tsv
	done
	reference <<-'END'
		c = pa.max(1)
		for m in 1, 7, 10, 15, 100:
		    r, error = tsv(f"{m}.tsv"), 0
		    for i in range(m):
		        inside = (c > i / m) & (c <= (i + 1) / m)
		        if inside.any():
		            error += inside.mean() * abs(right_a[inside].mean() - c[inside].mean())
		    near(r["calibration-error", ""], error, 1e-5)
		    assert sum(v for k, v in r.items() if k[0] == "calibration-examples") == n
		near(tsv("10.tsv")["calibration-examples", "50-60%"], ((c > 0.5) & (c <= 0.6)).sum())
		near(tsv("15.tsv")["calibration-examples", "93.33-100%"], (c > 14 / 15).sum())
	END
	gl-eval a.net test.txt --calibration --bins 15 | grep -E '^ 93\.3 to 100\.0 % +[0-9]+ +[0-9.]+ % +[0-9.]+ %$'
	run -2 gl-eval a.net test.txt --calibration --bins 0
	run -2 gl-eval a.net test.txt --bins 15
	[[ $output == "gl-eval: --bins is the number of ranges of a calibration"*"hint: give --calibration, too" ]]
}

@test "--compare counts who is right where, and the p-value is that of the exact binomial test" {
	networks
	gl-eval a.net test.txt --compare b.net --compare start.net --format tsv >r.tsv
	gl-eval a.net test.txt --compare b.net --format json >r.json
	reference <<-'END'
		def exact(a, b):
		    return min(1, 2 * sum(math.comb(a + b, k) for k in range(min(a, b) + 1)) / 2 ** (a + b))
		r = tsv("r.tsv")
		won, lost = int((right_a & ~right_b).sum()), int((~right_a & right_b).sum())
		assert won > 0 and lost > 0
		assert r["compare-won", "b.net"] == won and r["compare-lost", "b.net"] == lost
		assert r["compare-both", "b.net"] == (right_a & right_b).sum() and r["compare-neither", "b.net"] == (~right_a & ~right_b).sum()
		near(r["compare-p-value", "b.net"], exact(won, lost), 1e-9)
		near(r["compare-gain", "b.net"], right_a.mean() - right_b.mean(), 1e-9)
		# Bonett and Price
		p, q, z = (won + 1) / (n + 2), (lost + 1) / (n + 2), NormalDist().inv_cdf(0.975)
		half = z * math.sqrt((p + q - (p - q) ** 2) / (n + 2))
		near(r["compare-gain-low", "b.net"], p - q - half, 1e-9)
		near(r["compare-gain-high", "b.net"], p - q + half, 1e-9)
		d = loss_a - loss_b
		near(r["compare-loss", "b.net"], d.mean(), 1e-4)
		near(r["compare-loss-low", "b.net"], d.mean() - z * d.std(ddof=1) / math.sqrt(n), 1e-4)
		# of several comparisons the least favourable
		assert r["gain", ""] == min(r["compare-gain", x] for x in ("b.net", "start.net"))
		assert r["p-value", ""] == max(r["compare-p-value", x] for x in ("b.net", "start.net"))
		j = json.load(open("r.json"))["comparisons"]
		assert len(j) == 1 and j[0]["network"] == "b.net" and j[0]["won"] == won and j[0]["p-value"] == r["compare-p-value", "b.net"]
	END
}

@test "the table of a comparison is in the text, with the p-value in words" {
	gl-init 'input 1, sigmoid' >a.net
	gl-init 'input 1, dense 1, sigmoid' --init ones >b.net
	sed -i 's/^1$/-1/' b.net # says the opposite
	printf '2\t1\n%.0s' {1..9} >x.txt
	echo $'2\t0' >>x.txt
	gl-eval a.net x.txt --compare b.net --compare a.net | sed -n '/^compared/,$p' | grep -v '^binary' >end.txt
	same 'compared with b.net on the same 10 examples
              other right  other wrong
a.net right             0            9
a.net wrong             1            0
accuracy 90.0 % against 10.0 %: +80.0 points (95 %: +24.5 to +100.0)
p 0.021 (McNemar'"'"'s test): chance alone seldom makes such a difference

compared with a.net on the same 10 examples
              other right  other wrong
a.net right             9            0
a.net wrong             0            1
accuracy 90.0 % against 90.0 %: +0.0 points (95 %: -23.1 to +23.1)
p 1 (McNemar'"'"'s test): they never differ' end.txt
	gl-eval a.net x.txt --compare b.net --confidence 99% | grep -x "p 0.021 (McNemar's test): chance alone may have made this difference"
}

@test "conditions on a comparison: the gain, the p-value, the ends of intervals" {
	networks
	gl-eval a.net test.txt --compare b.net --min gain=0 --max p-value=5% --min accuracy-low=0.5 --max loss-high=2 >/dev/null
	run -1 gl-eval b.net test.txt --compare a.net --min gain=0 -o /dev/null
	[[ $output == "gl-eval: gain is -0."*", less than 0" ]]
	run -1 gl-eval a.net test.txt --min accuracy-low=99% -o /dev/null
	run -2 gl-eval a.net test.txt --min gain=0
	[[ ${lines[1]} == "hint: --compare NET measures it" ]]
	run -2 gl-eval a.net test.txt --min baseline-low=0
	[[ ${lines[0]} == "gl-eval: --min: baseline has no interval, and so no baseline-low" ]]
	run -2 gl-eval a.net test.txt --max accuracy-low=0.5
	[[ ${lines[0]} == "gl-eval: --max accuracy-low: the greater accuracy-low is the better: use --min" ]]
}

@test "values are compared by the sign of the difference in loss" {
	gl-init 'input 1, dense 1' --init ones >a.net
	sed 's/^1$/0.5/' a.net >b.net
	printf '%s\n' $'1\t1' $'2\t2' $'4\t2' $'0\t0' $'3\t3' $'5\t5' $'6\t6' >x.txt
	gl-eval a.net x.txt --compare b.net | sed -n '/^compared/,$p' >end.txt
	same 'compared with b.net on the same 7 examples
smaller loss: a.net 5, b.net 1, equal 1
mse 0.5714 against 2.679: -2.11
p 0.22 (sign test): chance alone may have made this difference' end.txt
	run -2 gl-eval a.net x.txt --compare b.net --min gain=x
	run -1 gl-eval b.net x.txt --compare a.net --min gain=0 -o /dev/null
	[[ $output == "gl-eval: gain is -2.1"*", less than 0" ]]
}

@test "of labels a network wins the examples on which it has more of them right" {
	gl-init 'input 2, sigmoid' >a.net
	gl-init 'input 2, dense 2, sigmoid' --init ones >b.net # both outputs say whether the sum is above 0
	printf '%s\n' $'1 -2\t1 0' $'1 1\t1 1' $'-1 2\t1 1' $'-1 2\t0 1' $'-3 1\t0 1' >x.txt
	gl-eval a.net x.txt --compare b.net | sed -n '/^compared/,$p' >end.txt
	same 'compared with b.net on the same 5 examples
more right: a.net 3, b.net 1, equal 1
accuracy 90.0 % against 70.0 %: +20.0 points (95 %: -33.0 to +61.6)' <(sed 3q end.txt)
	grep -x 'p 0.6[23] (sign test): chance alone may have made this difference' end.txt
}

@test "networks that answer other questions are not compared" {
	printf '1 2\t1\n' >x.txt
	gl-init 'input 2, softmax' --labels cat,dog >a.net
	gl-init 'input 2, softmax' --labels dog,cat >swapped.net
	gl-init 'input 2, dense 3, softmax' >more.net
	gl-init 'input 2, dense 1' >value.net
	gl-init 'input 3, dense 2, softmax' >wide.net
	gl-init 'input 2, dense 1, sigmoid' >one.net
	run -2 gl-eval a.net x.txt --compare swapped.net
	[[ $output == "gl-eval: --compare: swapped.net: its class 0 is dog, but that of the network that it is compared with is cat" ]]
	run -2 gl-eval a.net x.txt --compare more.net
	[[ $output == "gl-eval: --compare: more.net: it has 3 classes, but the network that it is compared with has 2" ]]
	run -2 gl-eval a.net x.txt --compare value.net
	[[ $output == "gl-eval: --compare: value.net: it gives values, but the network that it is compared with chooses among classes" ]]
	run -2 gl-eval a.net x.txt --compare wide.net
	[[ $output == *"field 1 has 2 numbers, but wide.net takes 3" ]]
	run -2 gl-eval a.net x.txt --compare missing.net
	[[ $output == "gl-eval: missing.net: "* ]]
	run -2 bash -c 'cat a.net | gl-eval - x.txt --compare -'
	[[ $output == "gl-eval: standard input can be read for one thing only" ]]
	gl-eval a.net x.txt --compare one.net # a sigmoid chooses between two classes, too
	run -2 gl-eval one.net x.txt --compare a.net --cut 20%
	[[ ${lines[0]} == "gl-eval: --cut: a.net: only an output of sigmoid says yes or no" ]]
}

@test "of sequences a case is a position: perplexity by positions, intervals by examples, wins by examples" {
	gl-init 'input 4x3 sequence, dense 3, softmax' --seed 3 >a.net
	gl-init 'input 4x3 sequence, dense 3, softmax' --seed 4 >b.net
	/usr/bin/python3 - <<-'END'
		import numpy as np
		rng, d = np.random.default_rng(0), np.zeros(60, dtype=[("x", "<f4", (4, 3)), ("y", "<i4", (4,))])
		d["x"], d["y"] = rng.normal(size=(60, 4, 3)), rng.integers(0, 3, (60, 4))
		d["y"][:20] = d["y"][:20, :1] # positions that are alike
		np.save("x.npy", d)
	END
	gl-forward a.net x.npy -b -o pa.npy
	gl-forward b.net x.npy -b -o pb.npy
	gl-eval a.net x.npy --top 2 --compare b.net --errors wrong.tsv --format json >r.json
	/usr/bin/python3 - <<-'END'
		import json, math
		import numpy as np
		from statistics import NormalDist
		r, z, t = json.load(open("r.json")), NormalDist().inv_cdf(0.975), np.load("x.npy")["y"]
		def near(x, y):
		    assert abs(x - y) <= 1e-5 * abs(y), (x, y)
		def load(path):
		    d = np.load(path)
		    return d[d.dtype.names[0]].reshape(60, 4, 3).astype(float)
		def interval(right): # Wilson's, of as many cases as would vary as much as examples do
		    p, each = right.mean(), right.mean(1)
		    n = min(240, p * (1 - p) / (each.var(ddof=1) / 60))
		    middle, half = p + z * z / 2 / n, z * math.sqrt((p * (1 - p) + z * z / 4 / n) / n)
		    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
		a, b = load("pa.npy"), load("pb.npy")
		right_a, right_b = a.argmax(2) == t, b.argmax(2) == t
		near(r["accuracy"], right_a.mean())
		near(r["perplexity"], math.exp(-np.log(np.take_along_axis(a, t[..., None].astype(int), 2)).mean()))
		for x, y in zip(r["intervals"]["accuracy"], interval(right_a)):
		    near(x, y)
		for x, y in zip(r["intervals"]["top-2"], interval(a.argmin(2) != t)):
		    near(x, y)
		c, gain = r["comparisons"][0], right_a.sum(1) - right_b.sum(1)
		assert (c["won"], c["lost"]) == ((gain > 0).sum(), (gain < 0).sum()) and c["won"] + c["lost"] + c["both"] + c["neither"] == 60
		wrong = [line.rstrip("\n").split("\t") for line in open("wrong.tsv")]
		assert wrong[0][:4] == ["row", "position", "true", "predicted"]
		assert [(int(w[0]) - 1, int(w[1]) - 1) for w in wrong[1:]] == [tuple(x) for x in np.argwhere(~right_a)]
	END
}

@test "reports with comparisons are the same bytes however rows are grouped, and with any threads" {
	networks
	head -n 700 test.txt >1.txt
	tail -n +701 test.txt >2.txt
	gl-cat -b test.txt -o test.npy
	gl-eval a.net test.txt --compare b.net --train train.txt --calibration --format json --threads 1 2>/dev/null >r.json
	gl-eval a.net 1.txt 2.txt --compare b.net --train train.txt --calibration --format json --threads 2 2>/dev/null | cmp - r.json
	gl-eval a.net test.npy --compare b.net --train train.txt --calibration --format json --threads 3 2>/dev/null | cmp - r.json
	/usr/bin/python3 -m json.tool r.json >/dev/null
}
