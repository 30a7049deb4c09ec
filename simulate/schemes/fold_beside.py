"""The fold of the schemes beside the pensions, of lives that differ from the base's only there (``beside``)."""

from __future__ import annotations

from typing import Final

from simulate.codes import PROVINCES, SEXES
from simulate.contracts import LINE, PLACE_LINES, PLACE_MEASURES, WORKER_PAYS, WORKER_RECEIVES, Counts, Reals
from simulate.engine.jit import rule, step
from simulate.engine.lines import add_fixed, are_same, clear_line, copy_line, fetch_line, first_of
from simulate.schemes.fold import START, Scales, add_flows
from simulate.schemes.fold_kinds import counts_otherwise, replace_kinds
from simulate.schemes.positions import in_units
from simulate.schemes.registry import SCHEMES
from simulate.schemes.state import Position, Standing
from simulate.schemes.views import Person

_BOOKS: Final = frozenset(measure for each in SCHEMES for measure in each.books)
_N_LINES: Final = len(PLACE_LINES)
_LINES: Final = tuple(sorted({measure // LINE for measure in _BOOKS}))
_OTHER_LINES: Final = tuple(line for line in range(_N_LINES) if line not in _LINES)
_PENSIONS_THERE: Final = tuple(  # what the pensions book on the lines of these schemes
    measure
    for line in _LINES
    for measure in range(LINE * line, LINE * line + LINE)
    if PLACE_MEASURES[measure] and measure not in _BOOKS
)
_PAYS: Final = tuple(each for each in WORKER_PAYS if each in _BOOKS)
_RECEIVES: Final = tuple(each for each in WORKER_RECEIVES if each in _BOOKS)
_LINES_OF_A_PROVINCE: Final = len(SEXES) * _N_LINES
_N_PROVINCES: Final = len(PROVINCES)


@rule
def differing_beside(ledger: Reals, before: Reals) -> int:
    """Which lines of these schemes differ from the base's, a bit each; what the pensions book on them is filled in."""
    for measure in _PENSIONS_THERE:
        ledger[measure] = before[measure]
    found = 0
    for line in _LINES:
        found |= int(not are_same(ledger, before, line)) << line
    return found


@rule
def replace_kinds_beside(
    weight: float, person: Person, age: int, ledger: Reals, before: Reals, me: Standing, kinds: Counts
) -> None:
    """Let a year count in ``kinds`` (kind, measure) as its ``ledger`` says, instead of as under the base."""
    for line in _OTHER_LINES:
        copy_line(ledger[LINE * line :], before[LINE * line :])
    replace_kinds(weight, person, age, ledger, me, before, me, kinds)
    for line in _OTHER_LINES:
        clear_line(ledger, line)


@rule
def clear_beside(ledger: Reals) -> None:
    """Empty the lines of these schemes."""
    for line in _LINES:
        clear_line(ledger, line)


@rule
def first_of_law(index: int, places: Counts) -> int:
    """The first line of a law in the table ``places``, (law, group, year, province, sex, measure)."""
    return index * places.shape[1] * places.shape[2] * _N_PROVINCES * _LINES_OF_A_PROVINCE


@rule
def ask_for_beside(scales: Scales, index: int, differing: int, queued: Counts, places: Counts) -> None:
    """Ask memory for the cells to which the lines that differ are added under law ``index``."""
    left, of_law = differing, first_of_law(index, places)
    while left != 0:
        line = first_of(left)
        left &= left - 1
        fetch_line(places, queued[START + scales.place_of[line]] + of_law + line)


@step
def fold_beside(
    scales: Scales,
    index: int,
    differing: int,
    year: int,
    person: Person,
    age: int,
    weight: float,
    share: float,
    ledger: Reals,
    before: Reals,
    queued: Counts,
    places: Counts,
    kinds: Counts,
    me: Standing,
    position: Position,
) -> None:
    """Add to the sums of law ``index`` the ``differing`` lines of its ``ledger`` and take those of the base away.

    ``queued`` of the base's year says where each of the worker's provinces begins in the table ``places``, (law, group,
    year, province, sex, measure); ``kinds`` (law, group, year, sex, kind, measure); ``share`` the weight over the mean
    wage; ``position`` that of the life under the law, ``me`` what the base's year left.  Fifteen parameters: where a
    year is added, who is counted, and the year under both laws.
    """
    left, of_law = differing, first_of_law(index, places)
    while left != 0:
        line = first_of(left)
        left &= left - 1
        there = queued[START + scales.place_of[line]] + of_law + line
        add_fixed(places, there, ledger, scales.units, line, weight)
        add_fixed(places, there, before, scales.units, line, -weight)
    if differing != 0:
        add_flows(1.0, share, differing, scales, ledger, position)
        add_flows(-1.0, share, differing, scales, before, position)
        if counts_otherwise(ledger, before):
            replace_kinds_beside(
                weight, person, age, ledger, before, me, kinds[index, person.group, year, person.sex]
            )  # fmt: skip


@rule
def add_difference_beside(share: float, ledger: Reals, before: Reals, position: Position) -> None:
    """Add what a year's ledger differs by from that ``before`` to a life's position: ``positions.add_difference``."""
    for measure in _PAYS:
        position.paid += in_units(share * ledger[measure]) - in_units(share * before[measure])
    for measure in _RECEIVES:
        position.received += in_units(share * ledger[measure]) - in_units(share * before[measure])
