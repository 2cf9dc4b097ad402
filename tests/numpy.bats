# NumPy loads what the tools write, and the tools read what NumPy writes.

load helper

python() {
	/usr/bin/python3 -c "import numpy as np
$1"
}

@test "numpy loads text that became binary: plain, structured, one row, no rows" {
	printf '1 2.5\n-3e-7 4\n' | gl-cat -b >plain.npy
	printf '1 2\t0\n3 4\t1\n' | gl-cat -b >pair.npy
	gl-cat -b -o none.npy </dev/null
	gl-cat --rows 9 pair.npy -o empty.npy
	python '
a = np.load("plain.npy"); assert a.dtype == "<f4" and a.tolist() == [[1, 2.5], [float(np.float32(-3e-7)), 4]]
p = np.load("pair.npy"); assert p.dtype == [("x", "<f4", (2,)), ("y", "<f4", (1,))], p.dtype
assert p["x"].tolist() == [[1, 2], [3, 4]] and p["y"].tolist() == [[0], [1]]
assert len(np.load("none.npy")) == 0
e = np.load("empty.npy"); assert len(e) == 0 and e.dtype == p.dtype'
}

@test "numpy loads what is written to a regular file of unknown length, and memory-maps it" {
	seq 1 10000 | gl-cat -b >n.npy
	seq 1 10000 | gl-cat -b -o o.npy
	cmp n.npy o.npy
	python 'a = np.load("n.npy", mmap_mode="r"); assert (a[:, 0] == np.arange(1, 10001)).all() and a.offset % 64 == 0'
}

@test "numpy reads arrays that follow one another, one load after the other" {
	seq 1 10000 | gl-cat -b | cat >n.npy
	python '
f = open("n.npy", "rb"); a = np.concatenate([np.load(f), np.load(f), np.load(f)])
assert f.read() == b"" and (a[:, 0] == np.arange(1, 10001)).all()'
}

@test "every type, in both byte orders, is read exactly, and passes through unchanged" {
	python '
for t in "f2 f4 f8 u1 i1 i2 i4 i8 ?".split():
    for order in "<>":
        d = np.dtype(t).newbyteorder(order)
        v = {"f": [0, -0.0, 1, -2.5, 0.09375, 6.103515625e-05], "u": [0, 1, 2, 127, 128, 255], "i": [0, 1, -1, 127, -128, 5], "b": [0, 1, 1, 0, 1, 0]}[d.kind]
        if t in ("i4", "i8"): v[3:5] = [2**24, -2**24]
        if t in ("f4", "f8"): v[3:5] = [3.4028234663852886e38, 2.0**-149]
        a = np.array(v, d).reshape(3, 2)
        np.save(f"{t}{order}.npy".replace("?", "b"), a)
        np.savetxt(f"{t}{order}.txt".replace("?", "b"), a.astype("f4"), fmt="%.9g")'
	for f in *.npy; do
		gl-cat "$f" >"$f.out"
		gl-cat -t "$f" >"$f.t"
		gl-cat "${f%.npy}.txt" | cmp - "$f.t"
		cat "$f" "$f" | gl-cat -b >"$f.two"
	done
	python '
import glob
for f in glob.glob("*.npy"):
    a, b, c = np.load(f), np.load(f + ".out"), np.load(f + ".two")
    assert b.dtype == a.dtype.newbyteorder("<") and a.tolist() == b.tolist(), f
    assert np.signbit(a).tolist() == np.signbit(b).tolist() if a.dtype.kind == "f" else True
    assert c.dtype == b.dtype and c.tolist() == a.tolist() * 2'
}

@test "arrays of one to five dimensions keep their shapes" {
	python '
for i, s in enumerate([(6,), (6, 1), (3, 2), (2, 1, 3), (1, 2, 1, 3), (2, 1, 1, 3, 1)]):
    np.save(f"{i}.npy", np.arange(6, dtype="f4").reshape(s))'
	for i in 0 1 2 3 4 5; do
		gl-cat "$i.npy" >"$i.out"
		gl-cat "$i.npy" | cat >"$i.pipe"
	done
	python '
for i in range(6):
    a = np.load(f"{i}.npy")
    for n in "out", "pipe":
        b = np.load(f"{i}.{n}"); assert a.shape == b.shape and (a == b).all()'
}

@test "structured arrays of mixed types, byte orders, sub-arrays and padding are streams of their fields" {
	python '
d = np.dtype([("pixels", ">u1", (2, 2)), ("label", "<i4"), ("weight", ">f8"), ("flag", "?"), ("h", "<f2", (3,))])
a = np.zeros(3, d); a["pixels"] = np.arange(12).reshape(3, 2, 2); a["label"] = [1, -2, 3]; a["weight"] = [0.5, 0.25, 8]
a["flag"] = [1, 0, 1]; a["h"] = np.arange(9).reshape(3, 3) / 4
np.save("a.npy", a)
b = np.zeros(3, np.dtype([(n, d[n]) for n in d.names], align=True))
for n in d.names: b[n] = a[n]
np.save("aligned.npy", b)'
	gl-cat a.npy >out.npy
	gl-cat aligned.npy >packed.npy
	gl-cat -t --rows 2 a.npy >row.txt
	same "$(printf '4 5 6 7\t-2\t0.25\t0\t0.75 1 1.25')" row.txt
	gl-cat --fields 2,1 a.npy >swapped.npy
	python '
a, b, c, s = np.load("a.npy"), np.load("out.npy"), np.load("packed.npy"), np.load("swapped.npy")
assert b.dtype.names == ("pixels", "label", "weight", "flag", "h") and s.dtype.names == ("label", "pixels")
for n in a.dtype.names: assert (a[n] == b[n]).all() and (a[n] == c[n]).all() and b.dtype[n] == a.dtype[n].newbyteorder("<")
assert b.dtype.itemsize == 4 + 4 + 8 + 1 + 6 and (s["pixels"] == a["pixels"]).all()'
}

@test "header versions 1, 2 and 3 are read" {
	python '
a = np.arange(6, dtype="f4").reshape(3, 2)
for v in (1, 2, 3): np.lib.format.write_array(open(f"{v}.npy", "wb"), a, version=(v, 0))'
	for v in 1 2 3; do
		gl-cat -t $v.npy | cmp - <(printf '0 1\n2 3\n4 5\n')
	done
}

@test "names of fields that NumPy would not take back are replaced" {
	python '
d = np.dtype([("Größe", "f4"), ("a name much longer than any that fits", "f4"), ("", "f4")])
np.save("a.npy", np.zeros(2, d))' 2>/dev/null
	gl-cat a.npy >out.npy
	python 'b = np.load("out.npy"); assert b.dtype.names == ("x", "y", "f2"), b.dtype.names'
}

@test "Fortran order is refused, unless it means nothing" {
	python '
np.save("f.npy", np.asfortranarray(np.arange(6, dtype="f4").reshape(3, 2)))
np.save("g.npy", np.asfortranarray(np.arange(6, dtype="f4").reshape(1, 6)))'
	run -2 gl-cat -t f.npy
	[ "${lines[0]}" = "gl-cat: f.npy: is in Fortran order (columns first), but rows must lie one after another" ]
	[ "$(gl-cat -t g.npy)" = "0 1 2 3 4 5" ]
}

@test "what is no array of numbers is refused in words" {
	python '
import pickle
np.save("object.npy", np.array([1, "a"], object), allow_pickle=True)
np.save("text.npy", np.array(["a", "bc"])); np.save("complex.npy", np.array([1j])); np.save("u4.npy", np.array([1], "u4"))
np.save("single.npy", np.float32(3)); np.savez("a.npz", a=np.zeros(3)); pickle.dump([1], open("a.pickle", "wb"))'
	run -2 gl-cat object.npy
	[ "${lines[0]}" = "gl-cat: object.npy: holds Python objects (a pickle), which can hold anything; examples are numbers" ]
	for f in text complex u4; do
		run -2 gl-cat $f.npy
		[[ "${lines[0]}" = "gl-cat: $f.npy: field x has the type "* ]]
		[ "${lines[1]}" = "hint: in Python: numpy.save(file, array.astype('f4'))" ]
	done
	run -2 gl-cat single.npy
	[ "$output" = "gl-cat: single.npy: is a single value (its shape is ()), but a stream is an array of rows" ]
	run -2 gl-cat a.npz
	[ "${lines[0]}" = "gl-cat: a.npz: is a zip archive (.npz?)" ]
	run -2 gl-cat a.pickle
	[ "${lines[0]}" = "gl-cat: a.pickle: is a Python pickle" ]
}

@test "integers beyond 2^24 and doubles that are no float32 are refused, or rounded with --round" {
	python '
np.save("i.npy", np.array([1, 2**24 + 1], "i8")); np.save("d.npy", np.array([[0.5, 0.1]])); np.save("big.npy", np.array([1e300]))
np.save("edge.npy", np.array([2**31 - 1], "i4"))'
	run -2 gl-cat i.npy
	[ "${lines[0]}" = "gl-cat: i.npy: row 2, field 1, number 1 is beyond 2^24, where float32 does not hold every integer" ]
	[ "${lines[1]}" = "hint: --round takes the nearest float32" ]
	[ "$(gl-cat --round -t i.npy | tr '\n' ' ')" = "1 16777216 " ]
	run -2 gl-cat d.npy
	[ "${lines[0]}" = "gl-cat: d.npy: row 1, field 1, number 2 is a double that float32 cannot hold exactly" ]
	[ "$(gl-cat --round -t d.npy)" = "0.5 0.1" ]
	run -2 gl-cat --round big.npy
	[ "$output" = "gl-cat: big.npy: row 1, field 1, number 1 is more than float32 can hold (3.4e38)" ]
	[ "$(gl-cat --round --digits 5 -t edge.npy)" = 2.1475e9 ]
	run -2 gl-cat --round edge.npy
	[ "$output" = "gl-cat: row 1, field 1, number 1: 2.14748365e+09 does not fit the type i4" ]
}

@test "a join of two arrays is a structured array" {
	python 'np.save("x.npy", np.arange(12, dtype="u1").reshape(3, 2, 2)); np.save("y.npy", np.array([0, 1, 2], "i8"))'
	gl-cat --join x.npy y.npy -o xy.npy
	gl-cat --join x.npy y.npy | cmp - xy.npy
	python '
a = np.load("xy.npy"); assert a.dtype == [("x", "u1", (2, 2)), ("y", "<i8")], a.dtype
assert (a["x"] == np.load("x.npy")).all() and a["y"].tolist() == [0, 1, 2]'
}
