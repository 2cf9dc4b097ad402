#!/usr/bin/python3
"""Draws a picture in every colour type, depth and interlacing that PNG has, has gl-encode read it, and compares.

The PNGs are put together here, bit by bit, and the expected numbers are computed from the samples as fractions, so
that nothing is shared with the program under test. Prints what differs; status 1 if anything does.

usage: png-kinds.py FOLDER      (the folder becomes full of pictures)
"""
import os
import random
import struct
import subprocess
import sys
import zlib
from fractions import Fraction as F

GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
DEPTHS = {GRAY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GRAY_ALPHA: (8, 16), RGB_ALPHA: (8, 16)}
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGB_ALPHA: 4}
# Adam7: first column, first row, step across, step down, pass by pass
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def pack(rows, depth, step, rng):
    """Rows of samples to filtered bytes; step is how many bytes a pixel has, at least 1."""
    out, above = b"", None
    for row in rows:
        if depth == 16:
            line = struct.pack(f">{len(row)}H", *row)
        else:
            bits = "".join(format(v, f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            line = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
        above = above or bytes(len(line))
        how = rng.randrange(5)
        filtered = bytearray()
        for i, v in enumerate(line):
            a = line[i - step] if i >= step else 0
            b, c = above[i], above[i - step] if i >= step else 0
            filtered.append((v - (0, a, b, (a + b) // 2, paeth(a, b, c))[how]) % 256)
        out, above = out + bytes([how]) + bytes(filtered), line
    return out


def png(width, height, depth, kind, interlaced, samples, extra, rng):
    """samples[y][x] is a tuple of CHANNELS[kind] whole numbers."""
    step = max(1, CHANNELS[kind] * depth // 8)
    raw = b""
    for x0, y0, dx, dy in PASSES if interlaced else ((0, 0, 1, 1),):
        rows = [[v for x in range(x0, width, dx) for v in samples[y][x]] for y in range(y0, height, dy)]
        raw += pack([row for row in rows if row], depth, step, rng)
    packed = zlib.compress(raw)
    cut = rng.randrange(len(packed))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced))
            + b"".join(chunk(*e) for e in extra) + chunk(b"IDAT", packed[:cut]) + chunk(b"IDAT", packed[cut:])
            + chunk(b"IEND", b""))


def one(rng, kind, depth, interlaced, transparent, background):
    """A random picture and what its numbers are, (C, H, W) in one list."""
    width, height = rng.choice(((1, 1), (3, 2), (2, 9), (8, 8), (13, 11), (5, 1)))
    top = 2 ** depth - 1
    colours = rng.randint(1, top + 1) if kind == PALETTE else 0
    samples = [[tuple(rng.randint(0, colours - 1 if colours else top) for _ in range(CHANNELS[kind]))
                for _ in range(width)] for _ in range(height)]
    extra = [(b"gAMA", struct.pack(">I", 45455))]
    palette, alphas, key = [], [], None
    if kind == PALETTE:
        palette = [tuple(rng.randrange(256) for _ in range(3)) for _ in range(colours)]
        extra.append((b"PLTE", bytes(v for c in palette for v in c)))
        if transparent:
            alphas = [rng.choice((0, 255, rng.randrange(256))) for _ in range(rng.randint(1, colours))]
            extra.append((b"tRNS", bytes(alphas)))
    elif transparent and kind in (GRAY, RGB):
        key = rng.choice(rng.choice(samples))
        extra.append((b"tRNS", struct.pack(f">{len(key)}H", *key)))

    def pixel(s):
        if kind == PALETTE:
            colour = [F(v, 255) for v in palette[s[0]]]
            alpha = F(alphas[s[0]], 255) if s[0] < len(alphas) else F(1)
        elif kind in (GRAY_ALPHA, RGB_ALPHA):
            colour, alpha = [F(v, top) for v in s[:-1]], F(s[-1], top)
        else:
            colour, alpha = [F(v, top) for v in s], F(0 if s == key else 1)
        return [alpha * c + (1 - alpha) * background for c in colour]

    pixels = [pixel(s) for row in samples for s in row]
    return (png(width, height, depth, kind, interlaced, samples, extra, rng), width, height,
            [p[c] for c in range(len(pixels[0])) for p in pixels])


def encode(*arguments):
    done = subprocess.run(["gl-encode", "image", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr:
        return done.stderr
    return [float(v) for v in done.stdout.split()]


def gray(numbers):
    n = len(numbers) // 3
    return [(299 * numbers[i] + 587 * numbers[n + i] + 114 * numbers[2 * n + i]) / 1000 for i in range(n)]


def area(numbers, width, height, w, h):
    """The mean of each new pixel's area, channel by channel."""
    new = []
    for c in range(len(numbers) // (width * height)):
        for y in range(h):
            for x in range(w):
                total = F(0)
                for i in range(height):
                    down = min(F((y + 1) * height, h), i + 1) - max(F(y * height, h), i)
                    for j in range(width):
                        across = min(F((x + 1) * width, w), j + 1) - max(F(x * width, w), j)
                        if down > 0 and across > 0:
                            total += down * across * numbers[(c * height + i) * width + j]
                new.append(total * F(w, width) * F(h, height))
    return new


def main():
    folder, rng, bad, n = sys.argv[1], random.Random(1), 0, 0

    def compare(what, got, want):
        nonlocal bad, n
        n += 1
        if isinstance(got, str):
            print(f"{what}: {got}")
            bad += 1
        elif len(got) != len(want):
            print(f"{what}: {len(got)} numbers in place of {len(want)}")
            bad += 1
        else:
            worst = max(abs(F(g) - w) for g, w in zip(got, want))
            if worst > F(1, 10 ** 7):
                print(f"{what}: differs by {float(worst):g}")
                bad += 1

    for kind in (GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA):
        for depth in DEPTHS[kind]:
            for interlaced in (0, 1):
                for transparent in (False, True) if kind in (GRAY, RGB, PALETTE) else (False,):
                    name = f"kind{kind}-depth{depth}-interlaced{interlaced}-trns{int(transparent)}.png"
                    path = os.path.join(folder, name)
                    behind = F(rng.choice((0, 1)))
                    data, width, height, want = one(rng, kind, depth, interlaced, transparent, behind)
                    with open(path, "wb") as f:
                        f.write(data)
                    over = () if behind == 1 else ("--background", "0")
                    compare(name, encode(path, *over), want)
                    colour = kind in (RGB, PALETTE, RGB_ALPHA)
                    compare(name + " gray", encode("--gray", path, *over), gray(want) if colour else want)
                    w, h = rng.randint(1, 9), rng.randint(1, 9)
                    compare(f"{name} {w}x{h}", encode("--size", f"{w}x{h}", path, *over),
                            area(want, width, height, w, h))
    print(f"{n} pictures, {bad} wrong")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
