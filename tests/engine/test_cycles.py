"""Counting does not change what is counted; it counts each call, and more for what takes longer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from simulate.bench import scheme_costs
from simulate.engine import cycles
from simulate.engine.jit import rule
from simulate.schemes import life

SCHEMES = Path(life.__file__).resolve().parent


@rule
def summed(values, n):
    total = 0.0
    for k in range(n):
        total += values[k % len(values)] ** 0.5
    return total


@rule
def three_times(values, n):
    return summed(values, n) + summed(values, n) + summed(values, n)


@pytest.fixture(scope="module")
def taken_apart() -> tuple[np.ndarray, Callable[..., float]]:
    """The tally of ``summed``, and ``three_times`` in which it is counted."""
    tally = cycles.new_tally()
    return tally, cycles.with_others(three_times, {"summed": cycles.counted(summed, tally)})


def test_a_counted_step_gives_what_it_gives_and_counts_its_calls(taken_apart) -> None:
    tally, counted = taken_apart
    tally[:] = 0
    values = np.arange(7.0)
    assert counted(values, 10) == three_times(values, 10)
    assert counted(values, 10) == three_times(values, 10)
    assert tally[cycles.CALLS] == 6


def test_what_takes_longer_counts_for_more(taken_apart) -> None:
    tally, counted = taken_apart
    values, spent = np.arange(7.0), []
    counted(values, 1)
    for n in (1_000, 1_000_000):
        tally[:] = 0
        counted(values, n)
        spent.append(int(tally[cycles.CYCLES]))
    if spent == [0, 0]:
        pytest.skip("this machine has no counter that a program may read")
    assert spent[1] > 20 * spent[0] > 0


def test_the_code_that_is_kept_is_the_one_without_counting(taken_apart) -> None:
    tally, _ = taken_apart
    tally[:] = 0
    three_times(np.arange(7.0), 10)
    assert not tally.any()


def test_every_scheme_with_steps_is_counted() -> None:
    """Which steps are found, without compiling any."""
    found = set(scheme_costs.TakenApart().tallies)
    assert found == {path.parent.name for path in SCHEMES.glob("*/steps.py")} | {"settlement", "sums"}
