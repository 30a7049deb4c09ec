"""A run with draws: its results, and over the draws ranges, what drives them, and which assumptions move them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from simulate.clock import FIRST_PROJECTION_YEAR
from simulate.cohorts import RunOptions
from simulate.contracts import Reals
from simulate.draws import split
from simulate.draws.axes import Unknown, read_unknowns
from simulate.draws.living import Values, live
from simulate.draws.vectors import Draw, cube, draws
from simulate.indicators import COORDINATES, outputs
from simulate.parameters import LawBook
from simulate.pipeline import Result
from simulate.report.page.chart_list import drawn_quotients
from simulate.report.page.figures import Quantity
from simulate.results import certainty
from simulate.results.estimates import Estimate, Results, select
from simulate.results.headline import AGE_AT_CLAIMING, Line, Metric, headline
from simulate.results.uncertainty import ATTRIBUTE, Assumption, QuotientRange, Range, Uncertainty
from simulate.results.words import Bilingual
from simulate.scenario import load_all
from simulate.scenario.sources import Source

SEED: Final = 20251  # of the vectors, so that two runs differ in their workers alone


def with_draws(
    result: Result, sources: Sequence[Source], sets: Sequence[str], options: RunOptions, n_draws: int,
    advance: Callable[[int], None] = lambda n: None,
) -> Result:  # fmt: skip
    """The result with ranges over draws.  ``sources`` are the base and what is laid on it, as the run was asked for.

    Raises ProblemsFound where values of a draw are at odds with a scenario.
    """
    book = LawBook.load()
    base, *reforms = load_all(sources, book)
    unknowns = read_unknowns(book)
    only_last = len(result.results.scenarios) < 1 + len(reforms)
    vectors = draws(book, base, reforms, sets, unknowns, cube(n_draws, len(unknowns), SEED), only_last)
    values = live(vectors, options, advance)
    drawn = _with_ranges(result.results, values)
    quotients = tuple(quotient_range(result.results, values, each) for each in drawn_quotients())
    found = Uncertainty(n_draws, SEED, tuple(_ranges(drawn, values, vectors, unknowns)), quotients)
    return replace(result, results=replace(drawn, attributes={**drawn.attributes, ATTRIBUTE: found.to_json()}))


def _with_ranges(results: Results, values: Values) -> Results:
    estimates = dict(results.estimates)
    for name, of_draws in values.items():
        if name in estimates:
            estimates[name] = _with_range(estimates[name], of_draws, results)
    return replace(results, estimates=estimates)


def _with_range(estimate: Estimate, of_draws: Reals, results: Results) -> Estimate:
    """An estimate with low, median and high, of itself and of its difference to the first scenario."""
    output = estimate.output
    narrow = np.stack([select(each, output, results.coords) for each in of_draws])
    nothing = np.zeros_like(estimate.value)
    error = nothing if estimate.error is None else estimate.error
    parts = [split.quantiles(narrow, error, output.kind == "date", certainty.limits(output))]
    if estimate.difference is not None:
        paired = nothing if estimate.difference_error is None else estimate.difference_error
        parts.append(split.quantiles(narrow - narrow[:, :1], paired, False))
    return replace(estimate, drawn=np.concatenate(parts))


def quotient_range(results: Results, values: Values, quotient: Quantity) -> QuotientRange:
    """The ranges of one output over another, year by year, each draw divided by its own divisor."""
    years, places = results.coords["year"], results.places
    estimate, divisor = results.estimates[quotient.output], results.estimates[quotient.per].value  # (scenario, year)
    numbers, of_run = values[quotient.output], [estimate.error, estimate.difference_error]
    for dim in [each for each in estimate.output.dims if each != "year"]:
        label = quotient.select[dim]
        axis = estimate.output.dims.index(dim) + numbers.ndim - len(estimate.output.dims)
        numbers = np.take(numbers, [list(COORDINATES[dim]).index(label)], axis=axis)
        of_run = [each if each is None else np.take(each, [places[dim][label]], axis=axis - 1) for each in of_run]
    first, shape = list(COORDINATES["year"]).index(years[0]), numbers.shape[:2]
    chosen = slice(first, first + len(years))
    drawn = numbers.reshape(*shape, -1)[..., chosen] / values[quotient.per][..., chosen]
    error, paired = (0.0 * divisor if each is None else each.reshape(divisor.shape) / divisor for each in of_run)
    parts = [split.quantiles(drawn, error, False, certainty.limits(estimate.output))]
    if estimate.difference is not None:
        parts.append(split.quantiles(drawn - drawn[:, :1], paired, False))
    ends = tuple(tuple(tuple(float(f"{x:.6g}") for x in row) for row in rows) for rows in np.concatenate(parts))
    return QuotientRange(quotient.output, quotient.per, {dim: str(x) for dim, x in quotient.select.items()}, ends)


def _ranges(results: Results, values: Values, vectors: Sequence[Draw], unknowns: Sequence[Unknown]) -> list[Range]:
    shares = np.stack([each.shares for each in vectors])
    return [
        _range(results, line, scenario, values, shares, unknowns)
        for line in headline(results)
        for scenario in range(len(results.scenarios))
    ]


def _range(
    results: Results, line: Line, scenario: int, values: Values, shares: Reals, unknowns: Sequence[Unknown]
) -> Range:
    metric = line.metric
    value, error = line.values[scenario][:2]
    of_draws = _of_draws(values, metric, line.year)
    is_date = metric.unit == "date"
    lowest, highest = (metric.scale * each for each in certainty.limits(outputs()[metric.output]))
    low, median, high = split.quantiles(of_draws[:, scenario], np.asarray(error), is_date, (lowest, highest)).tolist()
    if is_date:
        low, high = _projected(low, high)
    known = _to_horizon(of_draws[:, scenario]) if is_date else of_draws[:, scenario]
    found = split.effects(shares, known)
    size = value - FIRST_PROJECTION_YEAR if is_date else value
    moved = [] if found is None or math.isnan(size) else split.movers(found, size)
    return Range(
        metric.key, line.year, results.scenarios[scenario], value, low, median, high,
        difference=_paired(of_draws, scenario, line.values[scenario][3], is_date),
        split=split.split(found, [each.part for each in unknowns], error) if found is not None else {},
        assumptions=tuple(
            _assumption(unknowns[each], found.change[each], found.error[each]) for each in moved if found is not None
        ),
    )  # fmt: skip


def _projected(low: float, high: float) -> tuple[float, float]:
    """Ends of a date within the projection: none is earlier; NaN what is later."""
    last = float(COORDINATES["year"][-1]) + 1.0
    return max(low, float(FIRST_PROJECTION_YEAR)), high if high < last else math.nan


def _paired(of_draws: Reals, scenario: int, error: float, is_date: bool) -> tuple[float, float, float] | None:
    """Low, median and high of the difference to the first scenario, each draw against itself; None of the first.

    NaN of dates whose sampling error is longer than the projection: too few workers to say.
    """
    if scenario == 0:
        return None
    if is_date and error > float(COORDINATES["year"][-1]) - FIRST_PROJECTION_YEAR:
        return math.nan, math.nan, math.nan
    low, median, high = split.quantiles(of_draws[:, scenario] - of_draws[:, 0], np.asarray(error), False).tolist()
    return low, median, high


def _of_draws(values: Values, metric: Metric, year: int | None) -> Reals:
    """(draw, scenario) of a line of the headline, in its unit."""
    found = values[metric.output]
    for dim in outputs()[metric.output].dims:
        label: Any = metric.labels.get(dim) or int(year or 0) - (AGE_AT_CLAIMING if dim == "cohort" else 0)
        found = np.take(found, [list(COORDINATES[dim]).index(label)], axis=2)[:, :, 0]
    return np.asarray(found * metric.scale)


def _to_horizon(dates: Reals) -> Reals:
    """Dates, those beyond the horizon as the year after it."""
    return np.where(np.isnan(dates), float(COORDINATES["year"][-1]) + 1.0, dates)


def _assumption(unknown: Unknown, change: float, error: float) -> Assumption:
    axis = unknown.axis
    spec_name = Bilingual(unknown.english, unknown.chinese)
    low, high = axis.values[0], axis.values[-1]
    return Assumption(
        axis.lever, spec_name, unknown.part, _stated(axis.operation, low), _stated(axis.operation, high), float(change),
        float(error), unknown.why,
    )  # fmt: skip


def _stated(operation: str, value: str) -> str:
    """An end of an axis as read: what is added with its sign."""
    return f"{float(value):+g}" if operation == "add" else value
