"""Sums, extremes and comparisons of a short row of numbers, without an array made on the way (``jit.borrowing``)."""

from __future__ import annotations

from simulate.contracts import LINE, Counts, Reals
from simulate.engine.jit import rule
from simulate.engine.lines import are_same


@rule
def total(values: Reals) -> float:
    """Sum, from the first to the last."""
    so_far = 0.0
    for value in values:
        so_far += value
    return so_far


@rule
def largest(values: Reals) -> float:
    """Largest of at least one number."""
    found: float = values[0]
    for value in values:
        found = max(found, value)
    return found


@rule
def smallest(values: Reals) -> float:
    """Smallest of at least one number."""
    found: float = values[0]
    for value in values:
        found = min(found, value)
    return found


@rule
def is_same(mine: Reals | Counts, base: Reals | Counts) -> bool:
    """Whether two rows hold the same; compared eight at a time, which one instruction does."""
    lines = len(mine) // LINE
    for line in range(lines):
        if not are_same(mine, base, line):
            return False
    for k in range(lines * LINE, len(mine)):  # noqa: SIM110 - compiled
        if mine[k] != base[k]:
            return False
    return True
