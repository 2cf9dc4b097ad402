#!/usr/bin/env bats
# shellcheck disable=SC2154 # bats sets stderr and stderr_lines

load helper

# png WIDTH HEIGHT SAMPLE...: a PNG of 8 bits with 1 to 4 samples a pixel, by a few lines that know nothing of libpng
png() {
	/usr/bin/python3 - "$@" <<-'END'
		import struct, sys, zlib
		w, h, *v = map(int, sys.argv[1:])
		k = len(v) // (w * h)
		rows = b"".join(b"\0" + bytes(v[k * w * y:k * w * (y + 1)]) for y in range(h))
		def chunk(t, d):
		    return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
		sys.stdout.buffer.write(b"\x89PNG\r\n\x1a\n"
		    + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, {1: 0, 2: 4, 3: 2, 4: 6}[k], 0, 0, 0))
		    + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
	END
}

# idx DIMENSIONS BYTES...: 1 or 3 dimensions from the first words, then the bytes
idx() {
	/usr/bin/python3 - "$@" <<-'END'
		import struct, sys
		n, *v = map(int, sys.argv[1:])
		sys.stdout.buffer.write(bytes([0, 0, 8, n]) + struct.pack(f">{n}I", *v[:n]) + bytes(v[n:]))
	END
}

# cut_everywhere FILE KIND: at whatever byte the file ends early, that is one line of error, status 2 and no output
cut_everywhere() {
	run -0 /usr/bin/python3 - "$@" <<-'END'
		import subprocess, sys
		name, kind = sys.argv[1:]
		data = open(name, "rb").read()
		for n in range(len(data)):
		    p = subprocess.run(["gl-encode", kind, "-"], input=data[:n], capture_output=True)
		    if (p.returncode, p.stdout, p.stderr.count(b"\n")) != (2, b"", 1):
		        print(n, p)
	END
	[ "$output" = "" ]
}

@test "every colour type, depth and interlacing gives the numbers that its samples stand for" {
	run -0 /usr/bin/python3 "$BATS_TEST_DIRNAME/png-kinds.py" .
	[ "${lines[0]}" = "156 pictures, 0 wrong" ]
}

@test "a gray picture becomes numbers from 0 to 1, rows from the top" {
	png 3 2 0 51 102 153 204 255 >a.png
	run -0 gl-encode image a.png
	[ "$output" = "0 0.2 0.4 0.6 0.8 1" ]
	run -0 gl-encode image <a.png
	[ "$output" = "0 0.2 0.4 0.6 0.8 1" ]
	run -0 gl-encode image - <a.png
	[ "$output" = "0 0.2 0.4 0.6 0.8 1" ]
}

@test "channels come one after another" {
	png 2 1 255 0 51 0 255 102 >a.png
	run -0 gl-encode image a.png
	[ "$output" = "1 0 0 1 0.2 0.4" ]
	run -0 gl-encode image --rgb --gray a.png
	[ "${#lines[@]}" = 1 ]
	run -0 gl-encode image --raw --rgb <(png 1 1 7)
	[ "$output" = "7 7 7" ]
}

@test "--raw, --range and --invert say what black and white become" {
	png 3 1 0 51 255 >a.png
	run -0 gl-encode image --raw a.png
	[ "$output" = "0 51 255" ]
	run -0 gl-encode image --range -1,1 a.png
	[ "$output" = "-1 -0.6 1" ]
	run -0 gl-encode image --invert a.png
	[ "$output" = "1 0.8 0" ]
	run -0 gl-encode image --range 0,10 --invert a.png
	[ "$output" = "10 8 0" ]
	run -2 gl-encode image --raw --range 0,1 a.png
	run -2 gl-encode image --range 1,1 a.png
	run -2 gl-encode image --range 1 a.png
	run -2 gl-encode image --range 0,nan a.png
}

@test "what is transparent shows the background, white unless another is given" {
	png 2 1 51 0 51 255 >a.png
	run -0 gl-encode image a.png
	[ "$output" = "1 0.2" ]
	run -0 gl-encode image --background 0 a.png
	[ "$output" = "0 0.2" ]
	run -0 gl-encode image --background 1,0,0 a.png
	[ "$output" = "1 0.2 0 0.2 0 0.2" ]
	run -2 --separate-stderr gl-encode image --background 255 a.png
	[ "$stderr" = "gl-encode: --background: 255 must be from 0 to 1" ]
	run -2 gl-encode image --background 1,0 a.png
}

@test "--size takes the mean of an area, or lies between pixel centres" {
	png 4 2 0 100 200 100 0 100 200 100 >a.png
	run -0 gl-encode image --raw --size 2x1 a.png
	[ "$output" = "50 150" ]
	run -0 gl-encode image --raw --size 2x1 --resample bilinear a.png
	[ "$output" = "50 150" ]
	run -0 gl-encode image --raw --size 1x2 a.png
	[ "$output" = "100 100" ]
	run -0 gl-encode image --raw --size 3x1 <(png 2 1 0 90)
	[ "$output" = "0 45 90" ]
	run -0 gl-encode image --raw --size 4x1 --resample bilinear <(png 2 1 0 100)
	[ "$output" = "0 25 75 100" ]
	run -0 gl-encode image --raw --size 4x1 <(png 2 1 0 100)
	[ "$output" = "0 0 100 100" ]
	run -2 gl-encode image --size 28 a.png
	run -2 gl-encode image --size 0x28 a.png
	run -2 gl-encode image --size 100000x100000 a.png
}

@test "pictures of several sizes or colours are refused by name, with what to do" {
	png 2 1 0 0 >a.png
	png 1 2 0 0 >b.png
	png 2 1 0 0 0 0 0 0 >c.png
	run -2 --separate-stderr gl-encode image a.png b.png
	[ "$output" = "" ]
	[ "${stderr_lines[0]}" = "gl-encode: b.png: 1x2 pixels, gray, but a.png has 2x1, gray" ]
	[ "${stderr_lines[1]}" = "hint: --size 2x1 makes all pictures the same size" ]
	run -2 --separate-stderr gl-encode image a.png c.png
	[ "${stderr_lines[1]}" = "hint: --gray or --rgb makes all pictures the same kind" ]
	run -0 gl-encode image --size 2x1 --gray a.png b.png c.png
	[ "${#lines[@]}" = 3 ]
}

@test "a sheet is cut into tiles in reading order, and transparent tiles are passed over" {
	png 4 2 1 255 2 255 3 255 4 255 5 255 6 255 0 0 0 0 >sheet.png
	run -0 gl-encode image --raw --tile 2x1 sheet.png
	[ "$output" = $'1 2\n3 4\n5 6' ]
	run -0 gl-encode image --raw --tile 2x2 sheet.png
	[ "$output" = $'1 2 5 6\n3 4 255 255' ]
	run -0 gl-encode image --raw --tile 2x1 --size 1x1 sheet.png
	[ "$output" = $'1.5\n3.5\n5.5' ]
	run -2 --separate-stderr gl-encode image --tile 3x1 sheet.png
	[ "$stderr" = "gl-encode: sheet.png: 4x2 pixels are not a whole number of tiles of 3x1" ]
	run -2 --separate-stderr gl-encode image --tile 1x1 <(png 2 1 0 0 0 0)
	[[ "$stderr" == *"every tile is transparent"* ]]
	png 2 1 9 0 9 0 >clear.png
	run -0 gl-encode image --raw clear.png
	[ "$output" = "255 255" ]
}

@test "a folder with a folder for each class gives indices in byte order of the names" {
	mkdir -p pets/dog pets/cat
	png 1 1 30 >pets/dog/b.png
	png 1 1 20 >pets/dog/a.PNG
	png 1 1 10 >pets/cat/z.png
	touch pets/notes.txt pets/dog/.hidden.png
	run -0 gl-encode image --raw pets
	[ "$output" = $'10\t0\n20\t1\n30\t1' ]
	run -0 gl-encode image --raw pets/
	[ "$output" = $'10\t0\n20\t1\n30\t1' ]
	run -0 gl-encode image --raw --class-from none pets
	[ "$output" = $'10\n20\n30' ]
	run -0 gl-encode image --raw --class-from folder pets/dog pets/cat/z.png
	[ "$output" = $'20\t1\n30\t1\n10\t0' ]
	run -0 gl-encode image --raw pets/dog
	[ "$output" = $'20\n30' ]
	run -0 gl-encode image --raw --names pets
	[ "$output" = $'10\t0\tpets/cat/z.png\n20\t1\tpets/dog/a.PNG\n30\t1\tpets/dog/b.png' ]
}

@test "--class-from name takes the file's name up to its first - _ or ." {
	png 1 1 1 >cat.png
	png 1 1 2 >dog-1.png
	png 1 1 3 >ant_x.1.png
	run -0 gl-encode image --raw --class-from name cat.png dog-1.png ant_x.1.png
	[ "$output" = $'1\t1\n2\t2\n3\t0' ]
	png 1 1 4 >-x.png
	run -2 gl-encode image --class-from name ./-x.png
	run -2 --separate-stderr gl-encode image --class-from name - <cat.png
	[ "$stderr" = "gl-encode: standard input has no name that a class could be taken from" ]
	run -2 gl-encode image --class-from folder cat.png
}

@test "--names without classes puts -1 where the class would be, and tiles are named by their places" {
	png 2 1 5 255 6 255 >s.png
	run -0 gl-encode image --raw --tile 1x1 --names s.png
	[ "$output" = $'5\t-1\ts.png#1\n6\t-1\ts.png#2' ]
	run -2 gl-encode image --names -b s.png
	mv s.png $'a\tb.png'
	run -2 --separate-stderr gl-encode image --names $'a\tb.png'
	[ "$output" = "" ]
	[ "${#stderr_lines[@]}" = 1 ]
}

@test "--labels is written by the first set and read by the next, so that indices agree" {
	mkdir -p train/b train/c test/c
	for f in train/b/1 train/c/2 test/c/3; do png 1 1 "${f##*/}" >$f.png; done
	run -0 gl-encode image --raw --labels l.txt train
	[ "$output" = $'1\t0\n2\t1' ]
	same $'b\nc' l.txt
	run -0 gl-encode image --raw --labels l.txt test
	[ "$output" = $'3\t1' ]
	same $'b\nc' l.txt
	mkdir test/d
	png 1 1 4 >test/d/4.png
	run -2 --separate-stderr gl-encode image --labels l.txt test
	[ "$output" = "" ]
	[ "${stderr_lines[0]}" = "gl-encode: test/d/4.png: the class 'd' is not among the 2 of l.txt" ]
	run -2 gl-encode image --labels l.txt train/b/1.png
	printf 'b\n\nc\n' >bad.txt
	run -2 --separate-stderr gl-encode image --labels bad.txt train
	[ "$stderr" = "gl-encode: bad.txt:2: the line is empty; a line is the name of a class" ]
	printf 'b\nc\nb\n' >bad.txt
	run -2 --separate-stderr gl-encode image --labels bad.txt train
	[ "$stderr" = "gl-encode: bad.txt:3: 'b' is in line 1 already" ]
}

@test "labels are not written when the pictures cannot be read" {
	mkdir -p t/a
	echo no >t/a/x.png
	run -2 gl-encode image --labels l.txt -o out.txt t
	[ ! -e l.txt ]
	[ ! -e out.txt ]
}

@test "folders that are empty, too deep or hold other pictures are refused" {
	mkdir -p empty deep/a/b jpg
	run -2 --separate-stderr gl-encode image empty
	[ "$stderr" = "gl-encode: empty: no PNG pictures in this folder" ]
	run -2 --separate-stderr gl-encode image deep
	[[ "$stderr" == "gl-encode: deep/a/b: a folder too deep"* ]]
	png 1 1 1 >jpg/a.png
	touch jpg/b.jpg
	run -2 --separate-stderr gl-encode image jpg
	[ "${stderr_lines[0]}" = "gl-encode: jpg/b.jpg: a picture in a folder of pictures, but not a PNG" ]
	mkdir -p mixed/c
	png 1 1 1 >mixed/c/1.png
	png 1 1 1 >mixed/0.png
	run -2 --separate-stderr gl-encode image mixed
	[ "${stderr_lines[0]}" = "gl-encode: mixed/0.png has no class, but mixed/c/1.png has one (c)" ]
	run -2 gl-encode image missing.png
	[ "$output" = "gl-encode: missing.png: cannot open: No such file or directory" ]
}

@test "-b writes one array with fields x (channels, height, width) and y that numpy reads" {
	mkdir -p p/a p/b
	png 3 2 0 51 102 153 204 255 >p/a/1.png
	png 3 2 255 255 255 255 255 0 >p/b/1.png
	gl-encode image -b -o out.npy p
	gl-encode image -b p | cmp - out.npy
	run -0 /usr/bin/python3 -c '
import numpy as np
a = np.load("out.npy")
print(a.dtype, a["x"].shape, a["y"].tolist(), a["x"][0, 0, 1].tolist() == np.float32([153, 204, 255] / np.float64(255)).tolist())'
	[ "$output" = "[('x', '<f4', (1, 2, 3)), ('y', '<i4')] (2, 1, 2, 3) [0, 1] True" ]
	gl-encode image -b -o out.npy p/a/1.png
	run -0 /usr/bin/python3 -c 'import numpy as np; a = np.load("out.npy"); print(a.dtype, a.shape)'
	[ "$output" = "float32 (1, 1, 2, 3)" ]
}

@test "the digits that ship are 1,797 and give their original numbers back" {
	gl-encode image -b -o d.npy --tile 8x8 --class-from name "$GRADLAB_DATASETS/digits"
	run -0 /usr/bin/python3 -c '
import numpy as np
a = np.load("d.npy")
v = np.rint(a["x"] * 16)
print(len(a), np.bincount(a["y"]).tolist(), float(abs(a["x"] - v / 16).max()) < 0.002, int(v.sum()))'
	[ "$output" = "1797 [178, 182, 177, 183, 181, 182, 181, 179, 174, 180] True 561718" ]
}

@test "a PNG cut short anywhere is refused in one line, and nothing is printed" {
	png 5 4 $(seq 20) >whole.png
	cut_everywhere whole.png image
}

@test "a PNG with any one byte changed is read or refused, and never crashes" {
	png 5 4 $(seq 20) >whole.png
	run -0 /usr/bin/python3 -c '
import subprocess
data, odd = open("whole.png", "rb").read(), []
for i in range(len(data)):
    bad = data[:i] + bytes([data[i] ^ (0x01, 0x80, 0xff)[i % 3]]) + data[i + 1:]
    p = subprocess.run(["gl-encode", "image"], input=bad, capture_output=True)
    if p.returncode not in (0, 2) or (p.returncode == 2) != (p.stdout == b""):
        odd.append((i, p))
print(odd)'
	[ "$output" = "[]" ]
}

@test "a header that promises a huge picture is refused before memory is taken" {
	run -0 /usr/bin/python3 -c '
import struct, zlib
def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
for name, w, h in (("wide", 2**31 - 1, 1), ("both", 2**31 - 1, 2**31 - 1), ("zero", 0, 5), ("negative", 2**32 - 1, 1)):
    open(name + ".png", "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 16, 6, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(64))) + chunk(b"IEND", b""))'
	for f in wide both zero negative; do
		run -2 --separate-stderr gl-encode image $f.png
		[ "$output" = "" ]
		[ "${#stderr_lines[@]}" = 1 ]
	done
	run -2 --separate-stderr gl-encode image wide.png
	[ "$stderr" = "gl-encode: wide.png: the picture is 2147483647x1; more than 268435456 pixels are refused" ]
}

@test "files that are no PNG are told by what they are" {
	printf '\xff\xd8\xff\xe0 jpeg' >a.jpg
	run -2 --separate-stderr gl-encode image a.jpg
	[ "${stderr_lines[0]}" = "gl-encode: a.jpg: a JPEG file, not a PNG picture" ]
	: >a.png
	run -2 gl-encode image a.png
	[ "$output" = "gl-encode: a.png: the file is empty, not a PNG picture" ]
	echo text >b.png
	run -2 gl-encode image b.png
	[ "$output" = "gl-encode: b.png: not a PNG picture" ]
}

@test "idx files become 1xHxW and the class, plain or gzipped, also in several members" {
	idx 3 2 1 3 0 51 102 153 204 255 >p.idx
	idx 1 2 7 9 >l.idx
	run -0 gl-encode idx p.idx l.idx
	[ "$output" = $'0 0.2 0.4\t7\n0.6 0.8 1\t9' ]
	run -0 gl-encode idx --raw p.idx
	[ "$output" = $'0 51 102\n153 204 255' ]
	run -0 gl-encode idx --range 0,10 --invert p.idx
	[ "$output" = $'10 8 6\n4 2 0' ]
	gzip -k p.idx l.idx
	run -0 gl-encode idx p.idx.gz l.idx.gz
	[ "$output" = $'0 0.2 0.4\t7\n0.6 0.8 1\t9' ]
	cat <(head -c 17 p.idx | gzip) <(tail -c +18 p.idx | gzip) >two.gz
	run -0 gl-encode idx --raw - <two.gz
	[ "$output" = $'0 51 102\n153 204 255' ]
	gl-encode idx -b -o out.npy p.idx l.idx.gz
	run -0 /usr/bin/python3 -c 'import numpy as np; a = np.load("out.npy"); print(a.dtype, a.shape)'
	[ "$output" = "[('x', '<f4', (1, 1, 3)), ('y', '<i4')] (2,)" ]
}

@test "idx files that lie or are damaged are refused in one line" {
	idx 3 2 1 3 0 51 102 153 204 255 >p.idx
	idx 1 2 7 9 >l.idx
	idx 1 3 7 9 8 >three.idx
	run -2 gl-encode idx p.idx three.idx
	[ "$output" = "gl-encode: three.idx: 3 labels, but p.idx has 2 pictures" ]
	run -2 --separate-stderr gl-encode idx l.idx p.idx
	[ "${stderr_lines[1]}" = "hint: the file of pictures comes first, then the file of labels" ]
	cut_everywhere p.idx idx
	head -c 21 p.idx >cut.idx
	run -2 gl-encode idx cut.idx
	[ "$output" = "gl-encode: cut.idx: the file ends after picture 1 of the 2 that its header announces" ]
	gzip -k p.idx
	cut_everywhere p.idx.gz idx
	run -2 gl-encode idx <(cat p.idx; echo)
	[[ "$output" == *"the file goes on after the 2 elements that its header announces" ]]
	run -2 gl-encode idx <(idx 3 4294967295 65535 65535)
	[[ "$output" == *"more than 268435456 pixels are refused" ]]
	run -2 gl-encode idx <(idx 3 4294967295 1 1 0)
	run -2 gl-encode idx <(idx 3 1 0 5)
	run -2 gl-encode idx p.idx l.idx l.idx
	run -2 gl-encode idx
	run -2 gl-encode idx missing.idx
}

@test "an option of another kind and an unknown kind are refused, with the kinds that there are" {
	run -2 --separate-stderr gl-encode idx --gray x
	[ "$stderr" = "gl-encode: kind idx has no option --gray" ]
	run -2 --separate-stderr gl-encode pictures x
	[ "${stderr_lines[0]}" = "gl-encode: unknown kind 'pictures'; there are image, idx, table" ]
	[ "${stderr_lines[1]}" = "hint: the kind comes first, as in gl-encode image FILE" ]
	run -2 --separate-stderr gl-encode imge x
	[ "${stderr_lines[1]}" = "hint: did you mean image?" ]
	run -2 gl-encode
}

@test "a full disk is an error" {
	png 2 1 0 255 >a.png
	run -2 gl-encode image -o /dev/full a.png
	idx 3 1 1 1 5 >p.idx
	run -2 gl-encode idx -o /dev/full p.idx
	run -2 bash -c 'gl-encode image a.png >/dev/full'
}
