"""Keyed draws: every random number is a function of (seed, worker, month, purpose), never of the order of calls.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3") turns a counter
(worker low, worker high, month, purpose) and a key (the two halves of the seed) into four 32-bit words.  What each word
means is fixed where it is used.  ``exp``, ``log`` and the inverse normal are polynomials in single precision, because a
call into the mathematics library keeps the loop over workers from vectorising.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.contracts import Counts, Reals, Singles
from simulate.engine.jit import lane, rule

Words = NDArray[np.uint32]
Word = np.unsignedinteger  # 32 bits, whatever holds them
Purpose = np.int64
FourWords = tuple[np.uint64, np.uint64, np.uint64, np.uint64]

# Purposes: one number for each use of chance, never reused.  Of a type of their own, since Numba compiles what is
# called with a plain constant again for each.
FORM_DRIFT: Final = Purpose(1)  # words: leave, destination, occupation
FORM_CHURN: Final = Purpose(2)  # words: waiting time, destination, occupation
MIGRATION: Final = Purpose(3)  # words: leave or return, destination, month, settle
EARNINGS: Final = Purpose(
    4
)  # at even months; words: persistent innovation, transitory shock, the same of the odd month
WORKER_TRAITS: Final = Purpose(5)  # words: earnings level, intraprovincial migration, number of platforms, contract
ENROLMENT_TRAITS: Final = Purpose(6)  # words: compliance, declared base, resident scheme, knowledge
ENROLMENT_TASTES: Final = Purpose(7)  # words: persistent tastes for the four alternatives of a flexible worker
ENROLMENT_YEAR: Final = Purpose(8)  # words: whether traits are drawn again, compliance, resident scheme, paying both
ENROLMENT_YEAR_TASTES: Final = Purpose(9)  # words: this year's tastes for the four alternatives
CLAIMING: Final = Purpose(10)  # words: early claim, women's category, what to do when short of months, refund
RESIDENT_TRAITS: Final = Purpose(11)  # words: tier, late joining, contribution paid by the government, spare
EARLY_RETIREMENT: Final = Purpose(12)  # words: early retirement, spare, spare, spare
BUY_IN: Final = Purpose(13)  # words: months bought in one sum this year, spare, spare, spare
SUBSIDY: Final = Purpose(14)  # words: registered as hard to employ, spare, draws Dibao in old age, number of platforms
DEFERRAL: Final = Purpose(15)  # words: pays the months deferred, spare, spare, spare
ENROLMENT_WILL: Final = Purpose(17)  # words: goes on paying out of work, enrolled by law, own business, spare
TRANSFER: Final = Purpose(16)  # words: has the record transferred on moving, spare, spare, spare

_u64 = np.uint64
_MULTIPLIER_0: Final = _u64(0xD2511F53)
_MULTIPLIER_1: Final = _u64(0xCD9E8D57)
_WEYL_0: Final = _u64(0x9E3779B9)
_WEYL_1: Final = _u64(0xBB67AE85)
_MASK: Final = _u64(0xFFFFFFFF)
_SHIFT: Final = _u64(32)
_TO_UNIT: Final = 2.0**-32


@lane
def philox(worker: int, month: int, purpose: Purpose, seed: int) -> FourWords:
    """Four 32-bit words (as uint64) for a worker, a month and a purpose."""
    c0 = _u64(worker) & _MASK
    c1 = _u64(worker) >> _SHIFT
    c2 = _u64(month)
    c3 = _u64(purpose)
    k0 = _u64(seed) & _MASK
    k1 = _u64(seed) >> _SHIFT
    for _ in range(10):
        a = c0 * _MULTIPLIER_0
        b = c2 * _MULTIPLIER_1
        c0 = (b >> _SHIFT) ^ c1 ^ k0
        c2 = (a >> _SHIFT) ^ c3 ^ k1
        c1 = b & _MASK
        c3 = a & _MASK
        k0 = (k0 + _WEYL_0) & _MASK
        k1 = (k1 + _WEYL_1) & _MASK
    return c0, c1, c2, c3


@rule
def words(worker: int, month: int, purpose: Purpose, seed: int) -> FourWords:
    """``philox`` as a function of its own, for code that runs once a year or once a life."""
    return philox(worker, month, purpose, seed)


@rule
def fill_words(worker: Counts, month: int, purpose: Purpose, seed: int, out: Words) -> None:
    """Words of many workers for one month and purpose, (4, worker) into ``out``.

    A function that fills one array vectorises; the same loop with four outputs, or amid others, does not.
    """
    for i in range(len(worker)):
        w0, w1, w2, w3 = philox(worker[i], month, purpose, seed)
        out[0, i] = np.uint32(w0)
        out[1, i] = np.uint32(w1)
        out[2, i] = np.uint32(w2)
        out[3, i] = np.uint32(w3)


@lane
def unit(word: Word) -> float:
    """A word as a number strictly between 0 and 1 (the middle of its cell)."""
    return (np.float64(word) + 0.5) * _TO_UNIT


@rule
def pick(cumulative: Reals, u: float) -> int:
    """Position drawn in proportion to weights, given cumulated from the first (position,), by one uniform number."""
    last = len(cumulative) - 1
    threshold = u * cumulative[last]
    for position in range(last):
        if threshold < cumulative[position]:
            return position
    return last


@lane
def gumbel(word: Word) -> float:
    """A standard Gumbel taste shock: -log(-log u)."""
    return -math.log(-math.log(unit(word)))


_f32 = np.float32
_EXP = tuple(
    _f32(c) for c in (1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5)
)
_E0, _E1, _E2, _E3, _E4, _E5 = _EXP
_LOG2E, _LN2_HIGH, _LN2_LOW = _f32(1.4426950408889634), _f32(0.693359375), _f32(2.12194440e-4)
_EXP_LIMIT, _HALF, _ONE, _TWO, _FOUR = _f32(80.0), _f32(0.5), _f32(1.0), _f32(2.0), _f32(4.0)


@lane
def fast_exp(x: np.float32) -> np.float32:
    """exp in single precision by range reduction and a polynomial (Cephes expf); relative error below 2e-7."""
    x = min(max(x, -_EXP_LIMIT), _EXP_LIMIT)
    n: np.float32 = np.floor(x * _LOG2E + _HALF)
    r = x - n * _LN2_HIGH
    r = r + n * _LN2_LOW
    p = ((((_E0 * r + _E1) * r + _E2) * r + _E3) * r + _E4) * r + _E5
    p = p * r * r + r + _ONE
    exponent = (np.int32(n) + np.int32(127)) << np.int32(23)
    power: np.float32 = np.int32(exponent).view(np.float32)
    return p * power


_LOG = tuple(
    _f32(c)
    for c in (
        7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
        2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    )
)  # fmt: skip
_L0, _L1, _L2, _L3, _L4, _L5, _L6, _L7, _L8 = _LOG
_LN2 = _f32(0.69314718)
_SQRT_HALF_BITS = np.int32(0x3F3504F3)


@lane
def fast_log(x: np.float32) -> np.float32:
    """Natural logarithm in single precision for positive normal numbers (Cephes logf)."""
    bits = np.float32(x).view(np.int32)
    exponent = np.int32(np.int32(bits - _SQRT_HALF_BITS) >> np.int32(23))
    m = np.int32(bits - np.int32(exponent << np.int32(23))).view(np.float32) - _ONE
    z = m * m
    p = (((((((_L0 * m + _L1) * m + _L2) * m + _L3) * m + _L4) * m + _L5) * m + _L6) * m + _L7) * m + _L8
    return (p * m * z - _HALF * z + m) + np.float32(exponent) * _LN2


_G = tuple(
    _f32(c)
    for c in (
        2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503,
        -0.00417768164, 0.246640727, 1.50140941,
    )
)  # fmt: skip
_H = tuple(
    _f32(c)
    for c in (
        -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
        1.00167406, 2.83297682,
    )
)  # fmt: skip
_G0, _G1, _G2, _G3, _G4, _G5, _G6, _G7, _G8 = _G
_H0, _H1, _H2, _H3, _H4, _H5, _H6, _H7, _H8 = _H
_UNIT32, _ROOT2, _CENTRE, _TAIL, _SPLIT = _f32(2.0**-32), _f32(math.sqrt(2)), _f32(2.5), _f32(3.0), _f32(5.0)


@lane
def normal(word: Word) -> np.float32:
    """A standard normal by inversion: monotone in the word (Giles 2012, "Approximating the erfinv function")."""
    signed = np.uint32(word).view(np.int32)
    is_upper = signed < 0
    folded = np.int32(signed ^ np.int32(signed >> np.int32(31)))  # the word's distance to the nearer end
    tail = (np.float32(folded) + _HALF) * _UNIT32
    w = -fast_log(_FOUR * tail * (_ONE - tail))
    a = w - _CENTRE
    near = (((((((_G0 * a + _G1) * a + _G2) * a + _G3) * a + _G4) * a + _G5) * a + _G6) * a + _G7) * a + _G8
    b = np.float32(math.sqrt(w)) - _TAIL
    far = (((((((_H0 * b + _H1) * b + _H2) * b + _H3) * b + _H4) * b + _H5) * b + _H6) * b + _H7) * b + _H8
    z = (near if w < _SPLIT else far) * (_ONE - _TWO * tail) * _ROOT2
    return z if is_upper else -z


@rule
def fill_normals(word: Words, out: Singles) -> None:
    """Standard normals of words, both (row, worker), into ``out``."""
    for row in range(word.shape[0]):
        for i in range(word.shape[1]):
            out[row, i] = normal(word[row, i])
