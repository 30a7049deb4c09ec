"""What a short row of numbers comes to, without an array made on the way (``jit.borrowing``)."""

from __future__ import annotations

from simulate.contracts import Reals
from simulate.engine.jit import rule


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
