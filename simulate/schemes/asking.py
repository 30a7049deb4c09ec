"""What a year of a batch is about to read, asked of memory ahead, so that the waits overlap with work."""

from __future__ import annotations

from simulate.contracts import LINE, Careers, Counts, Singles
from simulate.engine.jit import fetch, rule, step
from simulate.engine.lines import fetch_line
from simulate.engine.memory import LINE_OF_CACHE
from simulate.schemes.acquired import row_of_bases
from simulate.schemes.state import READ_EACH_YEAR


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
    for line in range(-(-READ_EACH_YEAR // LINE)):
        fetch_line(words, line)
    fetch(words[READ_EACH_YEAR + row_of_bases(age) :])
