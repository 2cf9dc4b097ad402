# A folder where a file of examples could be stands for its .npy files (shards), in every tool that reads examples.
load helper

setup() {
	gl_setup
	gl-synth moons -n 300 --noise 0.1 -o moons
	gl-init '2-4-2, softmax' -o net
	mkdir shards
	# names whose byte order is not that of their numbers
	sed -n '1,90p' moons | gl-cat -b -o shards/10.npy
	sed -n '91,91p' moons | gl-cat -b -o shards/100.npy
	sed -n '92,200p' moons | gl-cat -b -o shards/9.npy
	sed -n '201,300p' moons | gl-cat -b -o shards/a.npy
	gl-cat -b moons -o whole.npy
}

@test "a folder is read as its .npy files in byte order of their names, and nothing else in it is" {
	cp moons shards/README.txt
	cp shards/9.npy shards/.hidden.npy
	touch shards/.npy
	mkdir shards/more
	cp shards/9.npy shards/more
	gl-cat -t shards | cmp - moons
	gl-cat -t shards/ | cmp - moons
	gl-cat shards | cmp - whole.npy
	gl-cat -t shards shards whole.npy | cmp - <(cat moons moons moons)
	cd shards
	gl-cat -t . | cmp - ../moons
}

@test "every tool that reads examples takes a folder" {
	gl-forward net shards | cmp - <(gl-forward net whole.npy)
	gl-eval net shards | cmp - <(gl-eval net whole.npy)
	gl-grad net shards | cmp - <(gl-grad net whole.npy)
	gl-split -q -t shards -o a
	gl-split -q -t moons -o b
	cmp a-train.txt b-train.txt
	gl-cat --shuffle -t shards | cmp - <(gl-cat --shuffle moons)
	gl-init 'input 2, standardise, dense 2, softmax' --fit shards --digits 4 -o a
	gl-init 'input 2, standardise, dense 2, softmax' --fit whole.npy --digits 4 -o b
	gl-diff --exact -q a b
	gl-cat --fields 1 whole.npy -o x.npy
	mkdir targets
	gl-cat --fields 2 whole.npy -o targets/y.npy
	gl-cat -t --join x.npy targets | cmp - moons
}

@test "gl-train learns the same from a folder as from one file, in training and in validation" {
	gl-train net whole.npy --val whole.npy --no-history -q -o a
	gl-train net shards --val shards --no-history -q -o b
	cmp a b
	gl-train net shards --stream --shuffle-buffer 20 --no-history -q -o b
	gl-train net moons --epochs 1 --shuffle-buffer 20 --no-history -q -o a
	cmp a b
}

@test "a place in a folder is named by its file" {
	printf '1 2\t7\n' | gl-cat -b -o shards/b.npy
	for tool in 'gl-train -o out' gl-eval gl-grad; do
		run -2 --separate-stderr bash -c "$tool net shards"
		[ "${stderr_lines[0]}" = "${tool%% *}: shards/b.npy: row 1: target 7 is not a class: there are 2, 0 to 1" ]
	done
	printf '1 2 3\t0\n' | gl-cat -b -o shards/b.npy
	run -2 gl-cat shards -o out
	[ "${lines[0]}" = "gl-cat: shards/b.npy: field 1 is f4 of 3, but in shards/10.npy it is f4 of 2" ]
}

@test "a folder without such files is refused with a hint, and a mixture of text and binary as ever" {
	mkdir texts
	cp moons texts/a.txt
	for tool in 'gl-cat -o out' 'gl-train -o out net' 'gl-forward net' 'gl-split -o p'; do
		run -2 bash -c "$tool texts"
		[ "${lines[0]}" = "${tool%% *}: texts: is a directory, and nothing in it ends in .npy" ]
		[ "${lines[1]}" = "hint: a folder stands for its .npy files; gl-cat -b makes them; files of text are named one by one" ]
	done
	for tool in gl-cat 'gl-train net'; do
		run -2 --separate-stderr bash -c "$tool shards moons"
		[ "${stderr_lines[0]}" = "${tool%% *}: moons: is text, but shards/10.npy is binary" ]
		[ "$output" = "" ]
	done
	[ ! -e out ]
}

@test "a folder may have more files than a process may have open" {
	for ((i = 0; i < 300; i++)); do cp shards/100.npy "shards/b$i.npy"; done
	gl-cat shards -o all.npy
	(
		ulimit -n 20
		gl-cat shards -o again.npy
		gl-train net shards --no-history -q -o a
	)
	cmp all.npy again.npy
	gl-train net all.npy --no-history -q -o b
	cmp a b
}

@test "a folder that may not be read is an error" {
	local as=()
	# root may read everything, unless that is taken away
	[ "$(id -u)" != 0 ] || as=(setpriv --bounding-set "-dac_override,-dac_read_search")
	chmod 0 shards
	run -2 "${as[@]}" gl-cat shards
	chmod 755 shards
	[ "${lines[0]}" = "gl-cat: shards: Permission denied" ]
}
