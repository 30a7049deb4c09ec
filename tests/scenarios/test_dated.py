"""A reform of tomorrow changes nothing yesterday: a dated lever moved from 2038 leaves earlier sums as they were."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from simulate import clock, cohorts
from simulate.certificate.levers import YEAR, book, moved_from
from simulate.contracts import Cells

OPTIONS = cohorts.RunOptions(workers=2_000)  # with fewer, the sums of levers at their bounds do not fit
AT_ONCE = 24  # laws that share a run
BOOK = book()
DATED = tuple(name for name in sorted(BOOK.levers) if BOOK.specs[name].time and not name.startswith("funds."))
OF_CAREERS = tuple(name for name in DATED if name.startswith("careers."))


@lru_cache(maxsize=2)
def lived(levers: tuple[str, ...]) -> tuple[Cells, dict[str, Cells]]:
    """The base and the law with each lever moved, on the same lives."""
    base, *others = cohorts.simulate_cells(
        [BOOK.resolve()[0], *(moved_from(BOOK.specs[lever]) for lever in levers)], OPTIONS
    )
    return base, dict(zip(levers, others, strict=True))


def group_of(lever: str, levers: tuple[str, ...]) -> tuple[str, ...]:
    start = levers.index(lever) // AT_ONCE * AT_ONCE
    return levers[start : start + AT_ONCE]


def check(lever: str, levers: tuple[str, ...]) -> None:
    base, others = lived(group_of(lever, levers))
    years = slice(0, YEAR - clock.FIRST_REPORT_YEAR)
    assert np.array_equal(base.place[:, years], others[lever].place[:, years])
    assert np.array_equal(base.kind[:, years], others[lever].kind[:, years])


@pytest.mark.parametrize("lever", [name for name in DATED if name not in OF_CAREERS])
def test_nothing_changes_before_a_dated_lever(lever: str) -> None:
    check(lever, tuple(name for name in DATED if name not in OF_CAREERS))


@pytest.mark.parametrize("lever", OF_CAREERS)
def test_nothing_changes_before_a_dated_lever_of_careers(lever: str) -> None:
    check(lever, OF_CAREERS)
