"""Draws lived: many laws in a pass where they share careers and people, as the scenarios of a run do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from simulate import cohorts
from simulate.careers.careers import careers_digest
from simulate.cohorts import RunOptions
from simulate.contracts import Reals
from simulate.draws.vectors import Draw
from simulate.indicators import compute
from simulate.parameters import ParameterSet
from simulate.results.estimates import drawn_outputs

MOST_LAWS: Final = 16  # in memory at once: each takes some 45 MB of sums
PEOPLE: Final = ("population.fertility_variant", "population.longevity_variant", "population.base_population")
Values = dict[str, Reals]  # by output, (draw, scenario, *dims)


def live(draws: Sequence[Draw], options: RunOptions, advance: Callable[[int], None]) -> Values:
    """Every national output of every draw and scenario, on the same workers.

    ``advance`` is reported of each number of draws that is done.
    """
    n_scenarios = len(draws[0].scenarios)
    values = {
        name: np.full((len(draws), n_scenarios, *output.shape), np.nan) for name, output in drawn_outputs().items()
    }
    for chunk in _chunks(draws, max(MOST_LAWS // n_scenarios, 1)):
        laws = [each.parameters for position in chunk for each in draws[position].scenarios]
        families = [position for position in range(len(chunk)) for _ in range(n_scenarios)]
        for law, indicators in _lived(laws, options, families):
            place = (chunk[law // n_scenarios], law % n_scenarios)
            for name, into in values.items():
                into[place] = indicators[name][0]
        advance(len(chunk))
    return values


def _lived(
    laws: Sequence[ParameterSet], options: RunOptions, families: Sequence[int]
) -> Iterator[tuple[int, Mapping[str, Reals]]]:
    """Each law's indicators; a reform is lived beside the base of its own draw, which it shares most lives with."""
    lived = cohorts.live(laws, options, families=families)
    for position in cohorts.spending_order(lived):
        yield position, compute(cohorts.cells_of(lived, position), laws[position])


def _chunks(draws: Sequence[Draw], size: int) -> Iterator[list[int]]:
    """Draws that share careers and people together, at most ``size`` at once."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for position, draw in enumerate(draws):
        ps = draw.scenarios[0].parameters
        people = (careers_digest(ps), *(ps[name].digest for name in PEOPLE))
        groups.setdefault(people, []).append(position)
    for group in groups.values():
        for start in range(0, len(group), size):
            yield group[start : start + size]
