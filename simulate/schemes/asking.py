"""What a year of a batch is about to read and add to, asked of memory ahead, so that the waits overlap with work."""

from __future__ import annotations

from typing import Final

from simulate import clock
from simulate.contracts import LINE, Codes, Counts, Reals, Singles
from simulate.engine.jit import fetch, rule, step
from simulate.engine.memory import LINE_OF_CACHE
from simulate.schemes.acquired import row_of_bases
from simulate.schemes.batch import Batch, Seat, Sums, row_of
from simulate.schemes.fold import ask_for_places
from simulate.schemes.fold_kinds import ask_for_kinds
from simulate.schemes.state import NEVER, READ_EACH_YEAR, Standing
from simulate.schemes.views import Now, People
from simulate.schemes.year import OLD_AGE

_FIRST_YEAR: Final = clock.FIRST_YEAR
_JULY: Final = clock.JULY


@rule
def ask_for_row(values: Codes | Singles | Reals) -> None:
    """Ask memory for one number of each worker, ``values`` (worker,), a line of the cache at a time."""
    for first in range(0, len(values), LINE_OF_CACHE // values.itemsize):
        fetch(values[first:])


@step
def ask_for_year(batch: Batch, now: Now) -> None:
    """Ask memory for what careers and chance hold of a year, in the order in which it lies there.

    Workers live in another (``arrange``), in which the processor would foresee nothing of it.
    """
    careers, choices = batch.careers, batch.choices
    row, is_career = row_of(careers, now)
    ask_for_row(careers.hukou_province[row])
    ask_for_row(choices.compliance[row])
    ask_for_row(choices.joining[row])
    if is_career:
        ask_for_row(careers.occupation[row])
        for m in (0, _JULY):  # of who changes neither, other months are not looked at
            ask_for_row(careers.form[12 * row + m])
            ask_for_row(careers.work_province[12 * row + m])
        for m in range(12):
            ask_for_row(careers.earnings[12 * row + m])


@step
def ask_for_state(words: Counts, age: int) -> None:
    """Ask memory for what a year reads of a worker's state, ``words`` (word,)."""
    for first in range(0, READ_EACH_YEAR, LINE):
        fetch(words[first:])
    fetch(words[READ_EACH_YEAR + row_of_bases(age) :])


@step
def ask_for_tables(rights: Standing) -> None:
    """Ask memory for the places in the tables by province that a year paid where last insured is added to.

    ``rights`` of whoever lives next, whose state was asked for before.
    """
    if rights.insured_province != NEVER:
        fetch(rights.months_by_province[rights.insured_province :])
        fetch(rights.pool_by_province[rights.insured_province :])


@step
def ask_for_cells(people: People, now: Now, seat: Seat, sums: Sums, me: Standing) -> None:
    """Ask memory for the cells of the base that a reported year is likely to be added to."""
    group, sex, year = seat.group, seat.sex, max(now.year + _FIRST_YEAR - sums.first_year, 0)
    hukou_type, education = people.hukou_type[seat.lane], people.education[seat.lane]
    ask_for_kinds(hukou_type, education, seat.form, me, sums.kind[0, group, year, sex])
    ask_for_places(seat.place, seat.home, sex, now.age >= OLD_AGE, now.year, me, sums.place[0, group, year])
