"""The tables of sums: their shapes, their fixed point, and what happens to them at the end.

Sums are kept in fixed point (whole 1/SCALE units in 64-bit integers), so that they do not depend on the order of
addition: neither threads nor batches nor the order of workers change a bit.  A unit is a hundred-millionth of a person
or a thousandth of a fen: the workers of a cohort share a weight, so that rounding errs the same way for all of them and
must be small for one.  The largest sum of a cell, in nominal yuan of 2075, stays well below overflow.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from simulate import contracts as c
from simulate.clock import FIRST_REPORT_YEAR, LAST_REPORT_YEAR
from simulate.codes import PROVINCES, SCHEMES, SEXES
from simulate.contracts import N_AWARD_BINS, N_KINDS, Cells, Counts, Reals
from simulate.engine.jit import rule
from simulate.engine.memory import zeros_in_lines


PERSON_UNIT: Final = 1e8
MONEY_UNIT: Final = 1e5
LIFE_UNIT: Final = 1e6  # in the sums over whole lives, where persons are multiplied by months and pensions
UNITS: Final = {"persons": PERSON_UNIT, "ratio": PERSON_UNIT, "yuan": MONEY_UNIT}
_N_PROVINCES: Final = len(PROVINCES)
_N_SEXES: Final = len(SEXES)
_N_KIND_MEASURES: Final = len(c.KIND_MEASURES)
ROW: Final = len(c.PLACE_MEASURES)
_LARGEST: Final = 1 << 62  # half of what 64 bits hold


def _scales() -> Reals:
    """Units per person or yuan (measure,)."""
    scale = np.ones(ROW)
    for row in c.MEASURES:
        scale[row.position] = UNITS[row.unit]
    return scale


SCALE: Final = _scales()


KIND_SCALE: Final = np.array([UNITS[unit] for unit in c.KIND_UNITS])


class Tables(NamedTuple):
    """Fixed-point sums, shaped as ``Cells``, but that years run from ``first_year``, a calendar year."""

    first_year: int
    place: Counts
    kind: Counts
    cohort: Counts
    awards: Counts


class Shapes(NamedTuple):
    """Shapes of the tables of some report years."""

    place: tuple[int, ...]
    kind: tuple[int, ...]
    cohort: tuple[int, ...]
    awards: tuple[int, ...]


def shapes_of(first_year: int, stop: int) -> Shapes:
    """Shapes of the tables of the report years from ``first_year`` to before ``stop``, at least one."""
    groups, years = c.N_GROUPS, max(stop - first_year, 1)
    return Shapes(
        (groups, years, _N_PROVINCES, _N_SEXES, ROW), (groups, years, _N_SEXES, N_KINDS, _N_KIND_MEASURES),
        (groups, c.N_COHORTS, _N_SEXES, len(c.COHORT_MEASURES)), (groups, years, len(SCHEMES), N_AWARD_BINS),
    )  # fmt: skip


def new_tables(first: int = FIRST_REPORT_YEAR, stop: int = LAST_REPORT_YEAR + 1) -> Tables:
    """Empty tables for the report years among the calendar years from ``first`` to before ``stop``, at least one."""
    first_year = min(max(first, FIRST_REPORT_YEAR), LAST_REPORT_YEAR)
    place, kind, cohort, awards = shapes_of(first_year, stop)
    return Tables(
        first_year, zeros_in_lines(place, np.int64), np.zeros(kind, np.int64), np.zeros(cohort, np.int64),
        np.zeros(awards, np.int64),
    )  # fmt: skip


def new_changes() -> Counts:
    """Empty table of changes, (group, CHANGE_ROWS, column)."""
    return np.zeros((c.N_GROUPS, len(c.CHANGE_ROWS), c.N_CHANGE_COLUMNS), np.int64)


class SumsOverflow(ArithmeticError):
    """A sum does not fit its 64 bits; names the measure and the year."""


def check_sums(whole: Tables) -> None:
    """Raise SumsOverflow where a sum ran over: nothing summed is negative or near the end of 64 bits."""
    for table, names in ((whole.place, c.PLACE_MEASURES), (whole.kind, c.KIND_MEASURES)):
        if table.min() < 0 or table.max() > _LARGEST:
            cell = np.argwhere((table < 0) | (table > _LARGEST))[0]
            year = whole.first_year + int(cell[1])
            raise SumsOverflow(f"{names[cell[-1]]} of {year} does not fit the sums: this law lets amounts grow too far")
    if whole.cohort.min() < 0 or whole.awards.min() < 0:
        raise SumsOverflow("sums over whole lives do not fit: pensions of this law grow beyond what is summed")


def to_cells(whole: Tables, changes: Counts) -> Cells:
    """A table of all report years in persons and yuan; raises SumsOverflow.

    The numbers take the place of the sums in memory, which is dear where it was not used before: ``whole`` is spent.
    """
    check_sums(whole)
    return Cells(
        _in_place(whole.place, SCALE), _in_place(whole.kind, KIND_SCALE), _in_place(whole.cohort, LIFE_UNIT),
        _in_place(whole.awards, LIFE_UNIT), changes / LIFE_UNIT,
    )  # fmt: skip


def _in_place(sums: Counts, units: Reals | float) -> Reals:
    """Whole numbers over units, group by group, where the whole numbers stood."""
    numbers: Reals = sums.view(np.float64)
    for before, after in zip(sums, numbers, strict=True):
        after[:] = before / units
    return numbers


@rule
def fixed(value: float) -> int:
    """Nearest whole number of an amount; of a negative one, as of the amount that is taken away."""
    return int(value + math.copysign(0.5, value))
