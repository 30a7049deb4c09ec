"""Vectors of what is not known, and the scenarios of a run under each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import qmc

from simulate.contracts import Reals
from simulate.draws.axes import Unknown
from simulate.errors import Findings
from simulate.parameters import LawBook
from simulate.scenario import Composed, Scenario, compose
from simulate.scenario.schema import Override

NAME = "draw"
LEAST, MOST = 8, 1000


@dataclass(frozen=True)
class Draw:
    """One vector: shares (0-1) of the way through each axis, and the scenarios of the run under it."""

    shares: Reals  # (axis,)
    scenarios: tuple[Composed, ...]


def check_draws(n_draws: int, option: str, findings: Findings) -> None:
    """A number of draws within its bounds; ``option`` is what it is called where it was asked for."""
    if isinstance(n_draws, bool) or not isinstance(n_draws, int) or not LEAST <= n_draws <= MOST:
        hint = "64 are usual; too few draws do not separate causes"
        findings.add((option, 0, 0), f"{n_draws}", f"a whole number from {LEAST} to {MOST:,}", hint)


def cube(n_draws: int, n_axes: int, seed: int) -> Reals:
    """(draw, axis) Latin hypercube: each axis is drawn once in each of its ``n_draws`` equal parts."""
    return np.asarray(qmc.LatinHypercube(n_axes, rng=seed).random(n_draws))


def draws(
    book: LawBook, base: Scenario, reforms: Sequence[Scenario], sets: Sequence[str], unknowns: Sequence[Unknown],
    points: Reals, only_last: bool = False,
) -> list[Draw]:  # fmt: skip
    """The scenarios under each vector, which is laid on the law before them: what a reform sets itself is certain."""
    found = []
    for position, row in enumerate(points):
        changes = tuple(
            change for each, share in zip(unknowns, row, strict=True) for change in each.changes(share, book)
        )
        ground = replace(base, overrides=(Override(f"{NAME} {position + 1}", changes, ""), *base.overrides))
        composed = [compose(book, ground, reform, sets) for reform in (None, *reforms)]
        found.append(Draw(row, tuple(composed[-1:] if only_last else composed)))
    return found
