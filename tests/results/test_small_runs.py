"""What a run says at any size: shares and their bands between 0 and 1, no flow below zero, no number missing unsaid."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from simulate import cohorts, pipeline
from simulate.indicators import Output
from simulate.population.limits import caution
from simulate.results import certainty
from simulate.results.estimates import Results

ROUNDING = 1e-9
# Of money what may be below zero: balances, what is moved between years by them, and interest of a fund in the red.
SIGNED = ("fund_balance", "fund_current_balance", "fund_reconciliation", "fund_interest", "account_interest")
# Kinds whose numbers are quotients or moments, and do not exist where nobody is counted; counts and money always do.
MAY_LACK = ("ratio", "date", "change")


def faults(results: Results) -> list[str]:
    """What is wrong with the numbers of a run, one line each."""
    found = []
    for name, estimate in results.estimates.items():
        output, value = estimate.output, np.asarray(estimate.value)
        missing = np.isnan(value)
        if np.isinf(value).any() or (missing.any() and output.kind not in MAY_LACK and not _is_mean(output.unit)):
            found.append(f"{name}: {missing.sum()} of {value.size} are no number")
        if output.kind in ("count", "money") and not name.startswith(SIGNED) and (value < -ROUNDING).any():
            found.append(f"{name}: {np.nanmin(value):.6g} below zero")
        if certainty.is_share(output):
            found += _outside(name, value, np.asarray(estimate.error))
        elif output.kind in ("count", "money") and not name.startswith(SIGNED) and estimate.error is not None:
            found += _below(output, value, np.asarray(estimate.error))
    return found


def _is_mean(unit: str) -> bool:
    """Money a head, which is nothing where there is no head."""
    return unit.startswith("yuan_per")


def _below(output: Output, value: np.ndarray, error: np.ndarray) -> list[str]:
    """Bands of what is counted and paid that reach below zero."""
    for number, spread in zip(value.ravel().tolist(), error.ravel().tolist(), strict=True):
        low, _ = certainty.interval(number, spread, False, lowest=certainty.limits(output)[0])
        if number >= 0.0 and low < -ROUNDING:
            return [f"{output.name}: {number:.6g}, from {low:.6g}"]
    return []


def _outside(name: str, value: np.ndarray, error: np.ndarray) -> list[str]:
    known = ~np.isnan(value)
    for errors in (1.0, certainty.BAND):
        for share, spread in zip(value[known].tolist(), error[known].tolist(), strict=True):
            low, high = certainty.interval(share, spread, True, errors)
            ends = (share, low, high) if low == low else (share,)
            if not all(-ROUNDING <= each <= 1 + ROUNDING for each in ends):
                return [f"{name}: {share:.6g}, from {low:.6g} to {high:.6g}"]
    return []


def lived(workers: int) -> Results:
    """A base and three reforms, by no more workers than asked for; the command line refuses fewer than 300."""
    prepared = pipeline.prepare("law_2021", ("hukou_removal", "lower_minimum_base", "platform_copayment"), ())
    return pipeline.execute(prepared, cohorts.RunOptions(workers=workers, threads=1)).results


@pytest.fixture(scope="module")
def least() -> Results:
    return lived(300)


def test_a_run_of_the_least_sample_says_nothing_impossible(least: Results) -> None:
    assert faults(least) == []


def test_nor_does_a_run_of_two_thousand_workers(request: pytest.FixtureRequest) -> None:
    """With ``--reform-workers 20000`` as many."""
    assert faults(lived(int(request.config.getoption("--reform-workers")))) == []


@pytest.mark.parametrize(("workers", "is_warned"), [(300, True), (1_999, True), (2_000, False), (20_000, False)])
def test_a_small_run_says_what_it_is_good_for(workers: int, is_warned: bool) -> None:
    assert bool(caution(workers)) == is_warned
    assert (
        f"{workers:,} workers show whether a scenario runs and, at most, a direction" in caution(workers)
    ) == is_warned


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("coverage_rate", 1.01), ("provincial_share", -0.01), ("branch_coverage", 1.5),
        ("insured_national", math.nan), ("fund_revenue", -1.0), ("pensioners", math.inf),
    ],
)  # fmt: skip
def test_what_is_impossible_would_be_found(least: Results, name: str, value: float) -> None:
    estimate = least.estimates[name]
    planted = np.array(estimate.value)
    planted[(0,) * planted.ndim] = value
    wrong = replace(least, estimates={**least.estimates, name: replace(estimate, value=planted)})
    assert [each.partition(":")[0] for each in faults(wrong)] == [name]
