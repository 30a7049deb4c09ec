"""What the law says of a lever's conditions holds in lives: where its rule is not in force, it moves no number.

The other half, that a lever moves what it says where its rule is in force, is ``test_levers``.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from simulate import cohorts
from simulate.contracts import Cells
from simulate.errors import ProblemsFound
from simulate.funds import keep_books
from simulate.indicators.errors import replicate_cells
from simulate.parameters import AppliedChange, LawBook, ParameterSet
from simulate.parameters.changes import NOT_IN_FORCE
from simulate.parameters.spec import Spec

OPTIONS = cohorts.RunOptions(workers=300)
AT_ONCE = 24  # laws that share a run
BOOK = LawBook.load()
CONDITIONAL = tuple(name for name in sorted(BOOK.levers) if BOOK.specs[name].acts_where)
LAWS = ("2026-11-21", "2021-12-31")


def values_of(spec: Spec) -> list[str]:
    """Values far from the law's own: every option, or the bounds and a place between."""
    if spec.unit.form == "code":
        return list(spec.options)
    if spec.unit.form == "flag":
        return ["true", "false"]
    if spec.unit.form == "month":
        return ["2000-01", "2040-01"]
    low, high = spec.bounds
    return [f"{value:.10g}" for value in (low, round(low + (high - low) / 2), high)]


def moves_of(spec: Spec) -> list[dict[str, object]]:
    """The first and last value everywhere, and the last of them in each label of a short axis by itself."""
    values = values_of(spec)
    everywhere = [{"value": value} for value in dict.fromkeys((values[0], values[-1]))]
    labels = [{axis.name: [label]} for axis in spec.axes if len(axis) < 12 for label in axis.labels]
    return [*everywhere, *({"value": values[-1], "where": each} for each in labels)]


@lru_cache(maxsize=2)
def idle_changes(law: str) -> list[tuple[AppliedChange, ParameterSet]]:
    """Changes that are said not to be in force."""
    found = []
    for lever in CONDITIONAL:
        for move in moves_of(BOOK.specs[lever]):
            try:
                parameters, applied = BOOK.resolve(law, [{"lever": lever, **move}])
            except ProblemsFound:
                continue  # a fraction of a whole number
            if applied[0].idle == NOT_IN_FORCE:
                found.append((applied[0], parameters))
    return found


def flows(cells: Cells, parameters: ParameterSet) -> list[np.ndarray]:
    """What the funds take in, pay and hold."""
    summed = replicate_cells(Cells(*(np.stack([table[::2].sum(axis=0), table[1::2].sum(axis=0)]) for table in cells)))
    kept = keep_books(summed.place, parameters)
    return [*kept.entries.values(), kept.opening, kept.closing]


@pytest.mark.parametrize("law", LAWS)
def test_a_lever_whose_rule_is_not_in_force_moves_nothing(law: str) -> None:
    idle, (base, _) = idle_changes(law), BOOK.resolve(law)
    assert len({change.lever for change, _ in idle}) > 25
    for start in range(0, len(idle), AT_ONCE):
        group = idle[start : start + AT_ONCE]
        ground, *others = cohorts.simulate_cells([base, *(parameters for _, parameters in group)], OPTIONS)
        books = flows(ground, base)
        for (change, parameters), cells in zip(group, others, strict=True):
            for one, other in zip(ground[:4], cells[:4], strict=True):
                assert np.array_equal(one, other, equal_nan=True), f"{change}: {change.reason}, and yet it moves sums"
            for one, other in zip(books, flows(cells, parameters), strict=True):
                assert np.array_equal(one, other, equal_nan=True), f"{change}: {change.reason}, and yet it moves funds"
