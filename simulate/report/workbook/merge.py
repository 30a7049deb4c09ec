"""Several runs side by side: columns of scenarios, rows of the labels that any run reports."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simulate.contracts import Reals
from simulate.indicators import COORDINATES, Output
from simulate.indicators.registry import Labels
from simulate.report.workbook.layout import PRICES, TIMES, times_of
from simulate.results import plain_text
from simulate.results.estimates import DIFFERENCE, DRAWN, HIGH, LOW, Estimate
from simulate.results.reader import Run

Label = str | int | float
# Value, standard error, difference and the standard error of that; of a run with draws the ends of the range over them,
# and of the range of the difference.
N_FIGURES: Final = 8
_ENDS: Final = (LOW, HIGH, f"{DIFFERENCE}_{LOW}", f"{DIFFERENCE}_{HIGH}")


@dataclass(frozen=True)
class Column:
    """One scenario of one run; ``base`` is what its differences are taken to, empty for a base itself.

    Both are titles in the language of the workbook; ``key`` is the name in ``results.nc``.
    """

    run: int
    scenario: int
    name: str
    base: str
    key: str


class Row(NamedTuple):
    """Numbers of one cell of an output: its labels by dimension, and per column its figures (NaN: none)."""

    labels: dict[str, Label]
    figures: Reals  # (column, N_FIGURES)


class Merged:
    """Runs with their scenarios as columns and the union of their labels."""

    def __init__(self, runs: Sequence[Run], language: str = "en") -> None:
        self.runs = tuple(runs)
        self.columns = _columns(runs, language)
        self.coords: dict[str, Labels] = {}
        self.outputs: dict[str, Output] = {}
        for run in runs:
            for dim, labels in run.results.coords.items():
                self.coords[dim] = _union(dim, self.coords.get(dim, ()), labels)
            for name, estimate in run.results.estimates.items():
                self.outputs.setdefault(name, estimate.output)

    def rows(self, output: Output) -> Iterator[Row]:
        """Rows of an output, its time running fastest; cells with nobody in any scenario are left out."""
        dims = [dim for dim in output.dims if dim not in TIMES] + [dim for dim in output.dims if dim in TIMES]
        labels = [self._labels(dim, output) for dim in dims]
        figures = np.stack([self._figures(output, column, dims, labels) for column in self.columns], axis=-2)
        for cell in np.ndindex(figures.shape[:-2]):
            numbers = figures[cell]
            if not np.isnan(numbers[:, 0]).all():
                yield Row({dim: labels[i][cell[i]] for i, dim in enumerate(dims)}, numbers)

    @property
    def has_draws(self) -> bool:
        """Whether a run has draws of what is fitted and assumed."""
        return any(each.drawn is not None for run in self.runs for each in run.results.estimates.values())

    def base_of(self, column: int) -> int:
        """Position of the column that a column's differences are taken to."""
        return next(i for i, each in enumerate(self.columns) if each.run == self.columns[column].run)

    def prices(self, year: Label) -> Reals:
        """(column,) consumer prices of a year, 2025 = 1; NaN where a run does not report them."""
        return np.array([self._price(column, year) for column in self.columns])

    def _price(self, column: Column, year: Label) -> float:
        run = self.runs[column.run].results
        place = run.places["year"].get(year)
        if PRICES not in run.estimates or place is None:
            return math.nan
        return float(run.estimates[PRICES].value[column.scenario, place])

    def _labels(self, dim: str, output: Output) -> Sequence[Label]:
        return times_of(output, dim, self.coords) if dim in TIMES else self.coords[dim]

    def _figures(self, output: Output, column: Column, dims: Sequence[str], labels: Sequence[Sequence[Label]]) -> Reals:
        """Figures of a column over the labels asked for, (*dims, N_FIGURES); NaN where the run does not report them."""
        wanted = np.full((*(len(each) for each in labels), N_FIGURES), np.nan)
        run = self.runs[column.run].results
        estimate = run.estimates.get(output.name)
        if estimate is None:
            return wanted
        own = [run.coords[dim] for dim in dims]
        shared = [[each for each in asked if each in set(given)] for asked, given in zip(labels, own, strict=True)]
        source = [[given.index(each) for each in some] for given, some in zip(own, shared, strict=True)]
        target = [[list(asked).index(each) for each in some] for asked, some in zip(labels, shared, strict=True)]
        order = [output.dims.index(dim) for dim in dims]
        for position, array in enumerate(_parts(estimate, column)):
            if array is not None:
                moved = array[column.scenario].transpose(order)
                wanted[..., position][np.ix_(*target)] = moved[np.ix_(*source)]
        return wanted


def _parts(estimate: Estimate, column: Column) -> tuple[Reals | None, ...]:
    """The figures of a column; a base has no difference to itself."""
    of_draws = dict(zip(DRAWN, estimate.drawn, strict=False)) if estimate.drawn is not None else {}
    ends = [of_draws.get(each) for each in _ENDS]
    if not column.base:
        return estimate.value, estimate.error, None, None, *ends[:2]
    return estimate.value, estimate.error, estimate.difference, estimate.difference_error, *ends


def _columns(runs: Sequence[Run], language: str) -> tuple[Column, ...]:
    """All scenarios by their titles; of several with one title each adds its name, and its run if they share that."""
    keys = Counter(key for run in runs for key in run.results.scenarios)
    titled = Counter(title for run in runs for title in _titles(run, language))
    found = []
    for position, run in enumerate(runs):
        names = []
        for key, title in zip(run.results.scenarios, _titles(run, language), strict=True):
            own = f"{key}, {run.name}" if keys[key] > 1 else key
            names.append(f"{title} ({own})" if titled[title] > 1 else title)
        found += [
            Column(position, i, name, names[0] if i else "", run.results.scenarios[i]) for i, name in enumerate(names)
        ]
    return tuple(found)


def _titles(run: Run, language: str) -> list[str]:
    """Titles of a run's scenarios on one line each."""
    return [plain_text.line(run.made(i).title.of(language)) for i in range(len(run.results.scenarios))]


def _union(dim: str, first: Labels, second: Labels) -> Labels:
    """Labels of either, in the order of the registry or of their size, new ones last."""
    whole: Sequence[Label] = COORDINATES.get(dim, ())
    place = {label: i for i, label in enumerate(whole)}
    merged = dict.fromkeys([*first, *second])
    numbers = all(isinstance(each, int | float) for each in merged)
    key = (lambda label: float(label)) if numbers else (lambda label: place.get(label, len(place)))
    return tuple(sorted(merged, key=key))
