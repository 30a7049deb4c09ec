"""Careers and laws at random: whom a lever does not concern lives as before, however rare the life and the law."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from simulate.certificate.levers import book
from simulate.parameters import ParameterSet
from tests.invariants.given_careers import Given, base_law, given, levers, moved, sums_of

TOGETHER = 7  # levers lived side by side
LEVERS = levers()
GROUPS = [tuple(LEVERS[start :: -(-len(LEVERS) // TOGETHER)]) for start in range(-(-len(LEVERS) // TOGETHER))]
AT_51 = {"lever": "resident_pension.pension_age", "value": 51, "from": "2012"}
GOES_ON = {"lever": "retirement.continue_share", "value": 1, "from": "2005"}


def alike(laws: Sequence[ParameterSet], lived: Given) -> list[bool]:
    """Of each law but the first, whether living everyone again and only whom it concerns gives the same bits."""
    netted, everyone = sums_of(laws, lived, False)[1:], sums_of(laws, lived, True)[1:]
    pairs = list(zip(netted, everyone, strict=True))
    return [all(np.array_equal(one[index], other[index]) for one, other in pairs) for index in range(1, len(laws))]


@pytest.mark.parametrize("number", range(len(GROUPS)), ids=lambda number: GROUPS[number][0])
def test_whom_a_lever_does_not_concern_lives_as_before(number: int) -> None:
    """Every lever once, at a value, from a date and for places drawn with the number of its group."""
    chance, lived = random.Random(number), given(number)
    base = base_law(chance)
    moves = [moved(base, lever, lived.workers.birth_year, chance) for lever in GROUPS[number]]
    held = alike([book().resolve(changes=base)[0], *(law for _, law in moves)], lived)
    assert [changes for (changes, _), holds in zip(moves, held, strict=True) if not holds] == []


@pytest.mark.parametrize(
    ("base", "lever", "value", "birth_year", "year"),
    [
        # Where the resident scheme pays from 51 on, its law is read of everybody of 51, in the public service too.
        (AT_51, "resident_pension.late_joining_share", 0, 1972, 2020),
        (AT_51, "resident_pension.back_payment", "false", 1972, 2020),
        (AT_51, "resident_pension.qualifying_years", 0, 1972, 2020),
        # Who is short of months at the age, long out of work and insured away, may move with the first month paid then.
        (GOES_ON, "portability.temporary_account_age", 1200, 1962, 2022),
        (GOES_ON, "portability.transfer_take_up", 1, 1966, 2026),
    ],
)  # fmt: skip
def test_the_rare_are_concerned(base: dict[str, Any], lever: str, value: Any, birth_year: int, year: int) -> None:
    laws = [base], [base, {"lever": lever, "value": value, "from": str(year)}]
    assert alike([book().resolve(changes=changes)[0] for changes in laws], given(2, birth_year)) == [True]
