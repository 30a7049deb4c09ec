"""Numbers mislead nobody: bands within bounds, digits the error bears out, few workers marked, the nation named."""

from __future__ import annotations

import dataclasses
import math
import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.special import expit, logit

from simulate.indicators import outputs
from simulate.report import console
from simulate.results import certainty, headline, reach
from simulate.results.headline import METRICS, PROVINCIAL, DateWords, Metric, stated_cell
from simulate.results.uncertainty import Range

UNBOUNDED = {  # in shares of one, and yet no part of a whole
    "gender_gap", "award_over_wage", "award_over_wage_national", "award_quantile",
    "replacement_rate_career_average", "replacement_rate_province_wage",
    "replacement_rate_career_average_national", "replacement_rate_province_wage_national",
    "replacement_rate_career_average_pooled", "floor_cost_rate",
    "cost_rate", "paid_by_over_wages", "injury_payout_ratio", "contribution_base_over_wage", "actuarial_balance",
    "platform_paid_over_orders",
}  # fmt: skip
errors = st.floats(1e-9, 1e6)


@pytest.mark.parametrize("name", [each.name for each in outputs().values() if each.unit == "share"])
def test_every_share_is_a_part_of_a_whole_or_known_to_be_none(name: str) -> None:
    assert certainty.is_share(outputs()[name]) == (name not in UNBOUNDED)


@given(st.floats(0.0, 1.0), st.floats(0.0, 10.0), st.floats(0.1, 5.0))
def test_a_band_of_a_share_stays_within_nothing_and_all(value: float, error: float, z: float) -> None:
    low, high = certainty.interval(value, error, True, z)
    assert 0.0 <= low <= value <= high <= 1.0


@given(st.floats(1e-6, 1.0 - 1e-6), st.floats(1e-9, 0.05))
def test_the_band_is_symmetric_in_logits(value: float, error: float) -> None:
    reach = certainty.BAND * error / (value * (1.0 - value))
    assume(reach < 20.0)
    wanted = expit(logit(value) - reach), expit(logit(value) + reach)
    assert certainty.interval(value, error, True) == pytest.approx(wanted, rel=1e-6, abs=1e-12)


@given(st.floats(0.2, 0.8), st.floats(1e-6, 1e-3))
def test_far_from_the_ends_it_is_the_usual_band(value: float, error: float) -> None:
    wanted = certainty.interval(value, error, False)
    assert certainty.interval(value, error, True) == pytest.approx(wanted, abs=40.0 * error**2)


@given(errors, st.integers(0, 6))
def test_digits_follow_the_error(error: float, most: int) -> None:
    places = certainty.decimals(error, most)
    assert 0 <= places <= most
    shown = f"{error:.{places}f}"
    significant = len(shown.replace(".", "").lstrip("0"))
    if 0 < places < most:
        assert significant in (1, 2) or shown.strip("0.") == "1"
    if places == most > 0:
        assert significant <= 2 or error * 10**most >= 1


@given(st.floats(0.0, 100.0), st.floats(1e-6, 50.0))
def test_what_is_told_of_a_share_never_leaves_nothing_and_all(value: float, error: float) -> None:
    stated = certainty.stated(value, error, 2, share=True, scale=100.0)
    number, *sides = (float(each) for each in re.findall(r"\d+\.?\d*", stated))
    up, down = sides if len(sides) == 2 else sides * 2
    slack = 2.0 * 10.0 ** -certainty.decimals(error, 2)
    assert number - down >= -slack
    assert number + up <= 100.0 + slack


def test_how_numbers_are_told() -> None:
    assert certainty.stated(36.29, 1.0, 2) == "36.3 ±1.0"
    assert certainty.stated(36.294, 0.0823, 2) == "36.29 ±0.08"
    assert certainty.stated(363.21, 23.4, 1) == "363 ±23"
    assert certainty.stated(1.5, 0.0004, 2, sign=True) == "+1.50 ±<0.01"
    assert certainty.stated(1.5, math.nan, 2) == "1.50"
    assert certainty.stated(0.4, 0.6, 2, share=True, scale=100.0) == "0.4 +1.4/-0.3"


COVERED = outputs()["coverage_rate_by_occupation"]
MEMBERS = outputs()["insured_by_occupation"]


@given(st.integers(1, 2000), st.floats(0.02, 0.98))
def test_shares_of_few_workers_are_marked_and_of_many_are_not(n: int, share: float) -> None:
    error = math.sqrt(share * (1.0 - share) / n)
    assume(abs(n - certainty.LEAST_WORKERS) > 1)
    assert certainty.is_thin(COVERED, share, error) == (n < certainty.LEAST_WORKERS)


def test_numbers_of_one_group_or_of_large_error_are_marked() -> None:
    assert certainty.is_thin(COVERED, 0.5, math.nan)
    assert certainty.is_thin(MEMBERS, 1e4, 4e3)
    assert not certainty.is_thin(MEMBERS, 1e6, 4e3)
    assert not certainty.is_thin(MEMBERS, math.nan, math.nan)
    assert not certainty.is_thin(outputs()["prices_index"], 1.0, math.nan)  # given, not sampled


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_nobody_or_all_of_a_provinces_few_is_marked_though_no_group_differs(value: float) -> None:
    assert certainty.is_thin(outputs()["provincial_share"], value, 0.0)
    assert not certainty.is_thin(outputs()["below_dibao_share_national"], value, 0.0)


@pytest.mark.parametrize(
    ("unit", "value", "error", "is_loose"),
    [
        ("million", 300.0, 89.0, False), ("million", 3e2, 91.0, True), ("ratio", 1.5, 0.46, True),
        ("years", 0.1, 0.9, False), ("years", 0.1, 1.1, True), ("%", 50.0, 9.0, False),
        ("date", 2050.4, 5.1, True), ("date", 2050.4, math.nan, True), ("date", math.nan, math.nan, False),
    ],
)  # fmt: skip
def test_an_error_too_large_to_act_on_is_marked(unit: str, value: float, error: float, is_loose: bool) -> None:
    metric = next(each for each in (*PROVINCIAL, *METRICS) if each.unit == unit)
    assert headline.is_loose(metric, outputs()[metric.output], value, error) is is_loose


@pytest.fixture(scope="module")
def results():
    import sample_results

    return sample_results.small_results(sample_results.random_scenarios())


def changed(results, name, **parts):
    arrays = {part: np.full_like(getattr(results.estimates[name], part), value) for part, value in parts.items()}
    estimate = dataclasses.replace(results.estimates[name], **arrays)
    return dataclasses.replace(results, estimates={**results.estimates, name: estimate})


def test_the_screen_marks_what_rests_on_few_and_says_so(results) -> None:
    name = "coverage_rate_flexible"
    few = console.plain(changed(results, name, value=0.4, error=0.2))
    many = console.plain(changed(results, name, value=0.4, error=0.001))
    row = next(each for each in few.splitlines() if each.startswith("Flexible workers in the employee scheme"))
    assert row.count("*") == 3
    assert "* too uncertain to act on: fewer than about 30 workers" in few
    row = next(each for each in many.splitlines() if each.startswith("Flexible workers in the employee scheme"))
    assert "*" not in row


def test_the_provinces_asked_for_have_a_headline_of_their_own(results) -> None:
    """Each number with the error of the province; all of them where none was asked for is not printed."""
    import sample_results

    from simulate.results.estimates import gather

    name = "insured_by_province"
    value, error = np.array(results.estimates[name].value), np.array(results.estimates[name].error)
    scheme = results.index("scheme", "employee_pension")
    for place, (count, spread) in enumerate(((7.5e6, 0.4e6), (0.2e6, 0.19e6))):
        value[:, scheme, :, place], error[:, scheme, :, place] = count, spread
    estimates = {**results.estimates, name: dataclasses.replace(results.estimates[name], value=value, error=error)}
    printed = console.plain(dataclasses.replace(results, estimates=estimates))
    titles = [each for each in printed.splitlines() if each in ("The whole nation", "Beijing", "Shanghai")]
    assert titles == ["The whole nation", "Beijing", "Shanghai"]
    assert "The whole nation · Winners and losers against" in printed
    beijing, shanghai = printed.split("\nBeijing\n")[1].split("\nShanghai\n")
    row = next(each for each in beijing.splitlines() if each.startswith("Participants"))
    assert "7.5 ±0.4" in row
    assert "*" not in row
    row = next(each for each in shanghai.splitlines() if each.startswith("Participants"))
    assert "0.20 ±0.19" in row
    assert row.count("*") == len(results.scenarios)
    assert "* too uncertain to act on" in shanghai
    whole = gather(sample_results.tiny_scenarios(), years=(2031, 2031))
    assert "nation" not in console.plain(whole)


def test_the_convention_of_errors_is_said_once_a_table(results) -> None:
    text = console.plain(results)
    assert text.count("± one standard error") == 1
    assert "±" not in text.partition("Who pays")[2].splitlines()[-1]


WORDS = DateWords("never", "open")


def test_a_date_is_a_range_and_its_difference_keeps_a_tenth_of_a_year(monkeypatch) -> None:
    """Eight years earlier and twelve later over draws; squares of it and of 1.645 sampling errors add up."""
    date = METRICS[-1]
    monkeypatch.setattr(reach, "reach", lambda output: (8.0, 12.0))
    assert stated_cell((2053.4, 0.0, 0.53, 0.04), date, False, False, WORDS) == "2045-2065 (+0.5 ±<0.1)"
    assert stated_cell((2053.4, 4.0, math.nan, math.nan), date, False, True, WORDS) == "2043-2067"
    assert stated_cell((2070.4, 0.1, math.nan, math.nan), date, False, True, WORDS) == "2062-2075+"
    assert stated_cell((math.nan, 0.7, 0.5, 0.1), date, False, True, WORDS) == "never"
    assert stated_cell((2053.4, 4.0, 3.0, 31750.0), date, False, False, WORDS) == "2043-2067 (open)"
    own = Range("exhaustion", None, "a", 2053.4, 2049.9, 2054.0, math.nan, None, {}, ())
    assert stated_cell((2053.4, 0.1, math.nan, math.nan), date, False, True, WORDS, own) == "2049-2075+"


@pytest.mark.parametrize("metric", [each for each in METRICS if each.unit == "date"], ids=lambda each: each.key)
def test_every_date_has_a_reach_of_some_years(metric: Metric) -> None:
    earlier, later = reach.reach(metric.output)
    assert 1.0 < earlier < 30.0
    assert 1.0 < later < 30.0


def test_payments_are_told_at_prices_of_2025(results) -> None:
    from simulate.report.console import lives_and_payers

    dear = changed(results, "prices_index", value=2.0)
    dear = changed(dear, "paid_by_total", difference=6e9, difference_error=1e8)
    cells = [row[2:] for row in lives_and_payers.payers(dear) if row[0] == "Platform"]
    assert all(cell.startswith("+3.0 ±0.1") for row in cells for cell in row)
