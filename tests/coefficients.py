#!/usr/bin/env python3
"""Prints the polynomials of common/core/math32.h and math64.h, with the error of each.

A polynomial is fitted at the Chebyshev points of its interval (mpmath's chebyfit), in 40 digits, then rounded to the format.
Needs mpmath. Series that are plain Taylor series (exp, log, sin, cos in math64.h) are not here.
"""
import struct

import mpmath as mp

mp.mp.dps = 40
ONE = mp.mpf(1)


def safe(f, limit):
    """f, with its limit at 0."""
    return lambda t: limit if t == 0 else f(mp.mpf(t))


def fit(name, f, low, high, terms, double=False):
    coefficients, error = mp.chebyfit(f, [mp.mpf(low), mp.mpf(high)], terms, error=True)
    print(f"{name}: error {mp.nstr(error, 3)}")
    for c in reversed(coefficients):
        c = float(c) if double else struct.unpack("f", struct.pack("f", float(c)))[0]
        print(f"\t{c.hex()}{'' if double else 'f'},")


LN2 = mp.log(2)
fit("exp32, q in e^r = 1 + r + r^2 q(r)", safe(lambda r: (mp.expm1(r) - r) / r**2, ONE / 2), -LN2 / 2, LN2 / 2, 5)
fit("log32, p in log(1 + f) = f - f^2 / 2 + f^3 p(f)", safe(lambda f: (mp.log1p(f) - f + f * f / 2) / f**3, ONE / 3),
    mp.sqrt(ONE / 2) - 1, mp.sqrt(2) - 1, 8)
fit("tanh32, p in tanh x = x + x^3 p(x^2)", safe(lambda z: (mp.tanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, -ONE / 3),
    0, mp.mpf("0.625")**2, 5)
fit("erf32, p in erf x = x + x p(x^2)", safe(lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1, 2 / mp.sqrt(mp.pi) - 1),
    0, 1, 7)
fit("erf32, p in erfc x = exp(p(x))", lambda x: mp.log(mp.erfc(x)), 1, 4, 9)
fit("erf64, p in erf x = x + x p(x^2)", safe(lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1, 2 / mp.sqrt(mp.pi) - 1),
    0, 1, 13, True)
fit("erf64, p in erfc x = exp(-x^2) p(1 / (x + 2))", lambda t: mp.erfc(1 / t - 2) * mp.exp((1 / t - 2)**2),
    ONE / 8, ONE / 3, 17, True)
print("2 / pi, 64 bits a word:")
mp.mp.prec = 1500
bits = int(mp.floor(2 / mp.pi * mp.mpf(2)**(64 * 20)))
for i in range(20):
    print(f"\t0x{bits >> 64 * (19 - i) & (1 << 64) - 1:016x},")
