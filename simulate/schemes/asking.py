"""What a year of a batch is about to read, asked of memory ahead, so that the waits overlap with work."""

from __future__ import annotations

from simulate.contracts import LINE, Counts
from simulate.engine.jit import fetch, step
from simulate.engine.lines import fetch_line
from simulate.schemes.acquired import row_of_bases
from simulate.schemes.state import READ_EACH_YEAR


@step
def ask_for_state(words: Counts, age: int) -> None:
    """Ask memory for what a year reads of a worker's state, ``words`` (word,)."""
    for line in range(-(-READ_EACH_YEAR // LINE)):
        fetch_line(words, line)
    fetch(words[READ_EACH_YEAR + row_of_bases(age, 0) // 2 :])  # a word holds the bases of two half-years
