"""The schemes beside the pensions, under all laws that differ from the base in nothing else.

The pensions read nothing of what these schemes book, or of what a worker acquires in them (``BOOKS`` of their
``params``).  A law that changes only them leaves a worker the base's life in all other things, and such a life is not
lived a second time: at the moments of the year at which the schemes act, they act under each of these laws.
"""

from __future__ import annotations

from typing import NamedTuple

from simulate.contracts import LINE, Counts, Reals
from simulate.engine.jit import fetch, rule, seldom
from simulate.schemes.law import Laws
from simulate.schemes.state import ACQUIRED, READ_BY_PENSIONS

SHARED, APART, ASIDE = range(3)  # a life under another law: the base's; one's own; the base's but for these schemes


class Beside(NamedTuple):
    """Under which laws these schemes act in the year of a worker."""

    laws: Laws
    acting: Counts  # (law,) from the second place on, positions of the laws under which it differs only here
    n: Counts  # (1,) how many they are
    words: Counts  # (law, worker, word) of the states
    ledgers: Reals  # (law, measure) what is booked under them, in the same order


@seldom
def find_acting(apart: Counts, n_aside: Counts, lane: int, acting: Counts) -> int:
    """Fill ``acting``, from its second place on, with the laws under which a worker's life differs only here.

    Returns how many they are.
    """
    n = 0
    for other in range(1, len(n_aside)):
        if n_aside[other] != 0 and apart[other, lane] == ASIDE:
            n += 1
            acting[n] = other
    return n


@seldom
def ask_for_aside(apart: Counts, n_aside: Counts, lane: int, words: Counts) -> None:
    """Ask memory for what a worker has acquired in these schemes under each law under which a life differs here."""
    for other in range(1, len(n_aside)):
        if n_aside[other] != 0 and apart[other, lane] == ASIDE:
            for word in range(0, READ_BY_PENSIONS, LINE):
                fetch(words[other, lane, word:])


@rule
def exchange(mine: Counts, other: Counts) -> None:
    """Exchange what has been acquired in these schemes under two laws, (word,) of the states."""
    for word in range(ACQUIRED, READ_BY_PENSIONS):
        mine[word], other[word] = other[word], mine[word]


@rule
def copy_beside(base: Counts, mine: Counts) -> None:
    """Take over what has been acquired in these schemes, (word,) of the states."""
    for word in range(ACQUIRED, READ_BY_PENSIONS):
        mine[word] = base[word]


@rule
def is_same_beside(mine: Counts, base: Counts) -> bool:
    """Whether the same has been acquired in these schemes, bit for bit."""
    for word in range(ACQUIRED, READ_BY_PENSIONS):  # noqa: SIM110 - compiled
        if mine[word] != base[word]:
            return False
    return True
