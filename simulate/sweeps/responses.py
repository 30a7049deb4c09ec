"""What a design answers: the headline of every cell, its mean along each axis, and indices of sensitivity."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np

from simulate.contracts import Reals
from simulate.indicators import COORDINATES, outputs
from simulate.results.headline import AGE_AT_CLAIMING, METRICS, YEARS, Metric
from simulate.sweeps.cells import Cell
from simulate.sweeps.design import MORRIS, SOBOL_INDICES, Design
from simulate.sweeps.numbers import PARTS, Numbers
from simulate.sweeps.points import MORRIS_LEVELS, cube, unit_problem

BINS: Final = 4  # of an axis between two bounds, where answers are averaged
VALUE, ERROR, DIFFERENCE, DIFFERENCE_ERROR = range(len(PARTS))


@dataclass(frozen=True, eq=False)
class Question:
    """A line of the headline in a year; None of a date."""

    metric: Metric
    year: int | None

    @property
    def key(self) -> str:
        """``insured_employee@2050``."""
        return self.metric.key if self.year is None else f"{self.metric.key}@{self.year}"


class Answer(NamedTuple):
    """The mean of the cells at a value, or in a bin, of an axis."""

    scenario: str
    question: Question
    axis: str
    at: str
    mean: float
    error: float  # of sampling, if the cells erred alike: they share lives
    cells: int


class Index(NamedTuple):
    """How much of a question depends on an axis: Sobol's first order and total, or Morris's mean effect and spread."""

    scenario: str
    question: Question
    axis: str
    kind: str
    value: float
    low: float
    high: float


@cache
def questions() -> tuple[Question, ...]:
    """All lines of the headline in its years, each one object."""
    return tuple(Question(metric, year) for metric in METRICS for year in (YEARS if metric.time else (None,)))


def answer(numbers: Numbers, question: Question) -> Reals:
    """(part,) of a cell, in the units of the headline."""
    metric, place = question.metric, []
    for dim in outputs()[metric.output].dims:
        label: Any = metric.labels.get(dim, int(question.year or 0) - (AGE_AT_CLAIMING if dim == "cohort" else 0))
        place.append(list(COORDINATES[dim]).index(label))
    found: Reals = np.asarray([part[tuple(place)] for part in numbers.of(metric.output)]) * metric.scale
    return found


def is_compared(design: Design, scenario: str) -> bool:
    """Whether a question is about the difference to the base: not where only parameters of the base itself vary."""
    return scenario != design.base.name or any(axis.is_policy for axis in design.axes)


def table(cells: Sequence[Cell], found: Mapping[int, Numbers]) -> dict[Question, dict[int, Reals]]:
    """Of each question the answer (part,) of each finished cell, by its number."""
    return {
        question: {cell.number: answer(found[cell.number], question) for cell in cells if cell.number in found}
        for question in questions()
    }


def along_axes(
    design: Design, cells: Sequence[Cell], answers: Mapping[Question, Mapping[int, Reals]]
) -> Iterator[Answer]:
    """The mean answer at each value of each axis, or in each quarter of one between two bounds."""
    for scenario in design.scenarios:
        part = DIFFERENCE if is_compared(design, scenario.name) else VALUE
        own = [cell for cell in cells if cell.scenario == scenario.name]
        for position, axis in enumerate(design.axes):
            groups: dict[str, list[Cell]] = {}
            for cell in own:
                groups.setdefault(_bin(design, position, cell.point[position]), []).append(cell)
            order = list(axis.values) if axis.bounds is None else sorted(groups, key=lambda at: float(at.split(" ")[0]))
            for question, by_cell in answers.items():
                for at in order:
                    rows = [by_cell[cell.number] for cell in groups.get(at, ()) if cell.number in by_cell]
                    known = [row for row in rows if math.isfinite(row[part])]
                    if known:
                        mean, error = (float(np.mean([row[i] for row in known])) for i in (part, part + 1))
                        yield Answer(scenario.name, question, axis.name, at, mean, error, len(known))


def _bin(design: Design, position: int, value: str) -> str:
    """The value itself, or the quarter it lies in, ``0.4 to 0.5``."""
    axis = design.axes[position]
    if axis.bounds is None:
        return value
    low, high = axis.bounds
    step = (high - low) / BINS
    place = min(max(int((float(value) - low) / step), 0), BINS - 1)
    return f"{low + place * step:.6g} to {low + (place + 1) * step:.6g}"


def indices(design: Design, cells: Sequence[Cell], answers: Mapping[Question, Mapping[int, Reals]]) -> Iterator[Index]:
    """Indices of a design made for them; of a question some cell does not answer nothing can be said."""
    if design.kind not in (SOBOL_INDICES, MORRIS):
        return
    for scenario in design.scenarios:
        part = DIFFERENCE if is_compared(design, scenario.name) else VALUE
        for question, by_cell in answers.items():
            values = _at_points(design, [cell for cell in cells if cell.scenario == scenario.name], by_cell, part)
            if values is not None and np.isfinite(values).all() and np.ptp(values) > 0.0:
                judge = _sobol if design.kind == SOBOL_INDICES else _morris
                yield from (Index(scenario.name, question, *row) for row in judge(design, values))


def _at_points(design: Design, cells: Sequence[Cell], by_cell: Mapping[int, Reals], part: int) -> Reals | None:
    """(point,) mean over the seeds; None while a cell is missing."""
    if any(cell.number not in by_cell for cell in cells):
        return None
    values = np.array([by_cell[cell.number][part] for cell in cells])
    return np.asarray(values.reshape(-1, len(design.seeds)).mean(axis=1))


def _sobol(design: Design, values: Reals) -> Iterator[tuple[str, str, float, float, float]]:
    """First order and total effect, with the bounds of a bootstrap (``scipy.stats.sobol_indices``)."""
    from scipy.stats import sobol_indices

    n, d = design.points, len(design.axes)
    a, b, mixed = values[:n], values[n : 2 * n], values[2 * n :].reshape(d, 1, n)
    found = sobol_indices(func={"f_A": a[None], "f_B": b[None], "f_AB": mixed}, n=n)
    bounds = found.bootstrap(confidence_level=0.95, n_resamples=199)
    for name, estimate, interval in (
        ("first order", found.first_order, bounds.first_order.confidence_interval),
        ("total", found.total_order, bounds.total_order.confidence_interval),
    ):
        whole, low, high = (np.ravel(each) for each in (estimate, interval.low, interval.high))
        for i, axis in enumerate(design.axes):
            yield axis.name, name, float(whole[i]), float(low[i]), float(high[i])


def _morris(design: Design, values: Reals) -> Iterator[tuple[str, str, float, float, float]]:
    """Mean absolute effect of going through an axis with its 95 % bounds, and the spread of effects (SALib)."""
    from SALib.analyze import morris

    problem = unit_problem(len(design.axes))
    found = morris.analyze(problem, cube(design), values, num_levels=MORRIS_LEVELS, seed=design.draw_seed)
    for i, axis in enumerate(design.axes):
        mean, bound, spread = (float(found[key][i]) for key in ("mu_star", "mu_star_conf", "sigma"))
        yield axis.name, "mean effect", mean, mean - bound, mean + bound
        yield axis.name, "spread", spread, math.nan, math.nan
