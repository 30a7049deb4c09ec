"""Keyed draws: Philox against its published answers, the polynomials against NumPy and SciPy, moments of the draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy import special, stats

from simulate.engine import draws
from simulate.engine.jit import rule

# Random123 1.09, file kat_vectors, lines "philox4x32 10": counter, key, answer.
KNOWN_ANSWERS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
N = 200_000


def _words(text: str) -> list[int]:
    return [int(each, 16) for each in text.split()]


@rule
def _normals(word, out):  # type: ignore[no-untyped-def]
    for i in range(len(word)):
        out[i] = draws.normal(word[i])


@rule
def _gumbels(word, out):  # type: ignore[no-untyped-def]
    for i in range(len(word)):
        out[i] = draws.gumbel(word[i])


@rule
def _exps(x, out):  # type: ignore[no-untyped-def]
    for i in range(len(x)):
        out[i] = draws.fast_exp(x[i])


@rule
def _logs(x, out):  # type: ignore[no-untyped-def]
    for i in range(len(x)):
        out[i] = draws.fast_log(x[i])


@rule
def _draw(out):  # type: ignore[no-untyped-def]
    for i in range(len(out)):
        out[i] = draws.words((1985 << 32) + i, 600, 4, 20)


def over(loop: Callable[[NDArray, NDArray], None], x: NDArray, dtype: type = np.float32) -> NDArray:
    """A lane function over an array, as compiled code sees it."""
    out = np.empty(len(x), dtype)
    loop(x, out)
    return out


@pytest.fixture(scope="module")
def drawn() -> NDArray:
    """Words of many workers in one month, (worker, word)."""
    out = np.empty((N, 4), np.uint64)
    _draw(out)
    return out


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_philox_gives_its_published_answers(counter: str, key: str, answer: str) -> None:
    low, high, month, purpose = _words(counter)
    key_low, key_high = _words(key)
    worker, seed = np.uint64(high << 32 | low), np.uint64(key_high << 32 | key_low)
    assert list(draws.words(worker, np.uint64(month), np.uint64(purpose), seed)) == _words(answer)


def test_words_of_many_workers_are_those_of_each() -> None:
    worker = (np.array([1945, 1985, 1985]) << 32) + np.array([3, 0, 2**32 - 1])
    out = np.empty((4, 3), np.uint32)
    draws.fill_words(worker, 611, draws.EARNINGS, 2**40 + 7, out)
    alone = [draws.words(each, 611, draws.EARNINGS, 2**40 + 7) for each in worker]
    assert np.array_equal(out.T, np.array(alone))


def test_normals_of_many_words_are_those_of_each(drawn: NDArray) -> None:
    word, out = drawn[:1001].T.astype(np.uint32), np.empty((4, 1001), np.float32)
    draws.fill_normals(word, out)
    assert np.array_equal(out, np.stack([over(_normals, row) for row in word]))


@given(
    weights=st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e6)), min_size=1, max_size=12).filter(any),
    u=st.integers(0, 2**32 - 1),
)
def test_a_position_is_drawn_in_proportion_to_its_weight(weights: list[float], u: int) -> None:
    """The position whose stretch of the line holds u; one without weight never."""
    cumulative = np.cumsum(weights)
    position = draws.pick(cumulative, draws.unit(np.uint64(u)))
    place = (u + 0.5) / 2**32 * cumulative[-1]
    assert weights[position] > 0.0
    assert cumulative[position] - weights[position] <= place * (1 + 1e-12)
    assert place <= cumulative[position] * (1 + 1e-12)


def test_each_part_of_the_key_matters() -> None:
    first = draws.words(7, 1, 2, 3)
    others = [draws.words(8, 1, 2, 3), draws.words(7, 2, 2, 3), draws.words(7, 1, 3, 3), draws.words(7, 1, 2, 4)]
    others.append(draws.words(7 + (1 << 32), 1, 2, 3))
    assert len({tuple(each) for each in [first, *others]}) == 6
    assert all(0 <= word < 2**32 for word in first)


def test_purposes_are_never_reused() -> None:
    """And are no plain integers, for each of which all that draws would be compiled again."""
    numbers = [
        value for name, value in vars(draws).items() if name[0].isupper() and isinstance(value, int | np.integer)
    ]
    assert all(type(purpose) is draws.Purpose for purpose in numbers)
    assert len(numbers) > 10
    assert len(set(numbers)) == len(numbers)


def test_words_are_uniform_and_independent(drawn: NDArray) -> None:
    u = (drawn.astype(np.float64) + 0.5) / 2.0**32
    for word in range(4):
        assert stats.kstest(u[:, word], "uniform").pvalue > 1e-4
    correlation = np.corrcoef(u.T)[np.triu_indices(4, 1)]
    assert np.abs(correlation).max() < 5 / np.sqrt(N)
    assert abs(np.corrcoef(u[:-1, 0], u[1:, 0])[0, 1]) < 5 / np.sqrt(N)


def test_unit_lies_strictly_between_zero_and_one() -> None:
    least, most = draws.unit(np.uint64(0)), draws.unit(np.uint64(2**32 - 1))
    assert 0.0 < least == 2.0**-33
    assert most == 1.0 - 2.0**-33 < 1.0


def test_exp_matches_numpy() -> None:
    x = np.linspace(-80, 80, 100_001).astype(np.float32)
    assert_allclose(over(_exps, x), np.exp(x.astype(np.float64)), rtol=3e-7)


def test_log_matches_numpy() -> None:
    x = np.exp(np.linspace(-80, 80, 100_001)).astype(np.float32)
    assert_allclose(over(_logs, x), np.log(x.astype(np.float64)), rtol=3e-7, atol=3e-7)


def test_the_normal_inverts_the_distribution_function() -> None:
    """To single precision within 5.6 standard deviations; beyond, one draw in 50 million, to three decimals."""
    spread = np.linspace(0, 2**32 - 1, 100_001).astype(np.uint64)
    tails = np.concatenate([np.arange(5000), 2**32 - 1 - np.arange(5000)]).astype(np.uint64)
    word = np.concatenate([spread, tails])
    exact = special.ndtri((word.astype(np.float64) + 0.5) / 2.0**32)
    z = over(_normals, word)
    usual = np.abs(exact) < 5.6
    assert_allclose(z[usual], exact[usual], rtol=3e-6, atol=3e-6)
    assert_allclose(z, exact, atol=5e-3)


def test_the_normal_is_odd_and_rises_with_the_word() -> None:
    everywhere = np.linspace(0, 2**32 - 1, 20_001).astype(np.uint64)
    assert (np.diff(over(_normals, everywhere)) > 0).all()
    for start in (0, 2**20, 2**31 - 50_000):  # neighbours, between which single precision rounds
        assert (np.diff(over(_normals, (start + np.arange(100_000)).astype(np.uint64))) >= -2e-6).all()
    assert np.array_equal(over(_normals, everywhere), -over(_normals, np.uint64(2**32 - 1) - everywhere))


def test_moments_of_the_normal_draws(drawn: NDArray) -> None:
    z = over(_normals, drawn[:, 0].copy()).astype(np.float64)
    assert abs(z.mean()) < 4 / np.sqrt(N)
    assert abs(z.var() - 1) < 4 * np.sqrt(2 / N)
    assert abs((z**3).mean()) < 4 * np.sqrt(15 / N)
    assert abs((z**4).mean() - 3) < 4 * np.sqrt(96 / N)


def test_moments_of_the_taste_shocks(drawn: NDArray) -> None:
    shock = over(_gumbels, drawn[:, 1].copy(), np.float64)
    assert abs(shock.mean() - np.euler_gamma) < 4 * np.sqrt(np.pi**2 / 6 / N)
    assert shock.var() == pytest.approx(np.pi**2 / 6, rel=0.02)
