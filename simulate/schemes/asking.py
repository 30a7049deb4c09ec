"""What a year of a batch is about to read and add to, asked of memory ahead, so that the waits overlap with work."""

from __future__ import annotations

from typing import Final

from simulate import clock
from simulate.contracts import LINE, Careers, Counts, Singles
from simulate.engine.jit import fetch, rule, step
from simulate.engine.memory import LINE_OF_CACHE
from simulate.schemes.acquired import row_of_bases
from simulate.schemes.batch import Sums
from simulate.schemes.fold import ask_for_places
from simulate.schemes.fold_kinds import ask_for_kinds
from simulate.schemes.state import NEVER, READ_EACH_YEAR, Standing
from simulate.schemes.views import Now, Person
from simulate.schemes.year import OLD_AGE

_FIRST_YEAR: Final = clock.FIRST_YEAR


@rule
def ask_for_row(values: Singles) -> None:
    """Ask memory for one number of each worker, ``values`` (worker,), a line of the cache at a time."""
    for first in range(0, len(values), LINE_OF_CACHE // values.itemsize):
        fetch(values[first:])


@step
def ask_for_year(careers: Careers, row: int) -> None:
    """Ask memory for what workers earn in a year, in the order in which it lies there.

    Workers live in another (``arrange``), in which the processor would foresee nothing of it.
    """
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
def ask_for_cells(person: Person, now: Now, sums: Sums, me: Standing) -> None:
    """Ask memory for the cells of the base that a reported year is likely to be added to."""
    group, sex, year = person.group, person.sex, max(now.year + _FIRST_YEAR - sums.first_year, 0)
    ask_for_kinds(person.hukou_type, person.education, person.form, me, sums.kind[0, group, year, sex])
    ask_for_places(person.place, person.home, sex, now.age >= OLD_AGE, now.year, me, sums.place[0, group, year])
