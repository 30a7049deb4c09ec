"""How far a date of a fund is said to reach."""

from __future__ import annotations

import math

import pytest

from simulate.results import reach
from simulate.results.uncertainty import Range


@pytest.fixture(autouse=True)
def three_and_four(monkeypatch):
    monkeypatch.setattr(reach, "reach", lambda output: (4.0, 3.0))


def test_draws_and_sample_add_up_as_independent_errors():
    low, high = reach.ends("fund_exhaustion_year", 2060.0, 3.0 / reach.WIDTH)
    assert low == pytest.approx(2055.0)
    assert high == pytest.approx(2060.0 + math.hypot(3.0, 3.0))


def test_a_date_whose_error_is_unknown_reaches_as_far_as_the_draws():
    assert reach.ends("fund_exhaustion_year", 2060.0, math.nan) == (2056.0, 2063.0)


@pytest.mark.parametrize("value", [2025.0, 2026.5, 2028.9])
def test_what_lies_ahead_does_not_reach_back_into_the_record(value):
    low, high = reach.ends("fund_first_deficit_year", value, 0.0)
    assert (low, high) == (2025.0, value + 3.0)
    drawn = Range("first_deficit", None, "baseline", value, 2019.0, value, 2040.0, None, {}, ())
    assert reach.ends("fund_first_deficit_year", value, 0.0, drawn) == (2025.0, 2040.0)


def test_what_the_record_holds_keeps_its_range():
    assert reach.ends("fund_first_deficit_year", 2020.0, 0.0) == (2016.0, 2023.0)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (2046.2, 2061.9, "2046-2061"),
        (2060.0, math.nan, "2060-2075+"),
        (math.nan, math.nan, "2075+"),
        (2050.1, 2050.9, "2050"),
    ],
)
def test_a_range_in_words(low, high, said):
    assert reach.stated(low, high, 2075) == said
