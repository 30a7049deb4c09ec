"""What is said of draws: ranges and causes, of numbers whose answer is known beforehand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.draws import split
from simulate.draws.vectors import cube
from simulate.results.uncertainty import PARTS, SAMPLING, TOGETHER, Assumption, Range, Uncertainty
from simulate.results.words import Bilingual

N = 64


def test_causes_of_a_sum_are_found_again() -> None:
    """y = 12 a + 6 b + noise-free: of the variance of two even axes the squares of their weights, 0.8 and 0.2."""
    shares = cube(N, 4, 1)
    found = split.effects(shares, 5.0 + 12.0 * shares[:, 0] + 6.0 * shares[:, 2])
    assert found is not None
    np.testing.assert_allclose(found.change, [12.0, 0.0, 6.0, 0.0], atol=1e-9)
    parts = split.split(found, ["macro", "macro", "behaviour", "demography"], 0.0)
    assert parts["macro"] == pytest.approx(0.8, abs=1e-6)
    assert parts["behaviour"] == pytest.approx(0.2, abs=1e-6)
    assert split.movers(found, 50.0) == [0, 2]
    assert split.movers(found, 100.0) == [0]


def test_what_bends_is_said_to_come_of_several_together() -> None:
    shares = cube(N, 3, 2)
    found = split.effects(shares, (shares[:, 0] - 0.5) * (shares[:, 1] - 0.5))
    assert found is not None
    parts = split.split(found, ["macro", "behaviour", "demography"], 0.0)
    assert parts[TOGETHER] > 0.9


@settings(max_examples=30, deadline=None)
@given(st.floats(0.0, 10.0), st.integers(0, 1000))
def test_parts_of_the_variance_add_up_to_one(error: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    shares = cube(N, 5, seed)
    found = split.effects(shares, shares @ rng.normal(size=5) + rng.normal(scale=0.1, size=N))
    assert found is not None
    parts = split.split(found, ["macro", "fitted", "behaviour", "demography", "fitted"], error)
    assert set(parts) == {*PARTS, SAMPLING, TOGETHER}
    assert sum(parts.values()) == pytest.approx(1.0)
    assert min(parts.values()) >= 0.0


def test_too_few_draws_tell_no_causes_apart() -> None:
    assert split.effects(cube(12, 10, 1), np.arange(12.0)) is None


@pytest.mark.parametrize("error", [0.0, 3.0])
def test_a_range_is_widened_by_the_sampling_error(error: float) -> None:
    """Nine of ten of 0..100 lie between 5 and 95; squares of half-widths add up."""
    low, median, high = split.quantiles(np.arange(101.0), np.asarray(error), False)
    reach = np.hypot(45.0, 1.6449 * error)
    assert (low, median, high) == pytest.approx((50.0 - reach, 50.0, 50.0 + reach), abs=1e-3)


def test_a_range_ends_where_nothing_can_lie() -> None:
    """A share near nothing, and one near all, whose sampling error is larger than what is left."""
    shares = np.array([[0.01, 0.99]] * 9)
    low, _, high = split.quantiles(shares, np.array([0.2, 0.2]), False, (0.0, 1.0))
    assert (low[0], high[1]) == (0.0, 1.0)
    assert high[0] == pytest.approx(0.01 + 1.6449 * 0.2, abs=1e-4)
    low, _, high = split.quantiles(np.full(9, 5.0), np.asarray(4.0), False, (0.0, np.inf))
    assert (low, high) == (0.0, pytest.approx(5.0 + 1.6449 * 4.0, abs=1e-3))


def test_a_date_never_reached_is_later_than_all_others() -> None:
    dates = np.array([2040.0, 2050.0, 2060.0, *[np.nan] * 17])
    low, median, high = split.quantiles(dates, np.asarray(0.0), True)
    assert low == 2040.0
    assert np.isnan(median)
    assert np.isnan(high)


def test_ranges_are_read_as_they_were_written() -> None:
    moved = Assumption("a.b", Bilingual("A", "甲"), "macro", "0.1", "0.2", 1.5, 0.2, Bilingual("Why", "缘由"))
    line = Range("exhaustion", None, "baseline", 2055.2, 2048.0, 2056.0, float("nan"), None, {"macro": 1.0}, (moved,))
    other = Range("balance", 2050, "r", 1.0, 0.5, 1.0, 1.5, (-0.1, 0.0, 0.1), {}, ())
    whole = Uncertainty(64, 3, (line, other))
    again = Uncertainty.from_json(whole.to_json())
    assert repr(again) == repr(whole)
    assert again.of_line("balance", 2050, "r") == other
    assert again.of_line("balance", 2030, "r") is None
