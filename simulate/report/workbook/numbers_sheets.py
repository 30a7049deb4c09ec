"""The sheets of numbers: a row for each label and year, a column for each scenario and figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from simulate.indicators import Output
from simulate.report.workbook.book import TITLE_ROWS, Book, Sheet
from simulate.report.workbook.layout import TIMES, Plan
from simulate.report.workbook.merge import Column, Merged, Row
from simulate.results import certainty
from simulate.results.tables import FIGURES

SCENARIO_ROW: Final = TITLE_ROWS
HEADER_ROW: Final = TITLE_ROWS + 1
INDICATOR_WIDTH: Final = 38.0
LABEL_WIDTH: Final = 17.0
TIME_WIDTH: Final = 9.0
FIGURE_WIDTH: Final = 14.0

NOTES: Final = {
    "money": "note_money",
    "monthly": "note_money",
    "real": "note_real",
    "percent": "note_percent",
}  # by family

VALUE, ERROR, DIFFERENCE, DIFFERENCE_ERROR = range(4)
Key = tuple[str, tuple[str, ...]]  # output, labels other than time


class Span(NamedTuple):
    """Rows of one series on its sheet, counted from zero, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class Placed:
    """Where the series of a sheet stand, for the charts."""

    plan: Plan
    sheet: str
    spans: Mapping[Key, Span]
    times: Mapping[str, int]  # column of each time dimension
    values: tuple[int, ...]  # column of the estimate of each scenario


class _Figure(NamedTuple):
    """One column of numbers."""

    scenario: int
    figure: int
    form: str  # with as many digits as it may have


def write_numbers(book: Book, plan: Plan, merged: Merged) -> Placed:
    """One sheet with all its outputs; returns where they stand."""
    words = book.words
    sheet = book.sheet(words.sheet(plan))
    unit = plan.family.names[words.language]
    note = words("note_errors")
    if plan.family.key in NOTES:
        note += " " + words(NOTES[plan.family.key])
    sheet.head(words.title(words.with_unit(words(plan.theme), unit)), note)
    dims = plan.dims
    figures, starts = _write_header(sheet, plan, merged)
    spans: dict[Key, Span] = {}
    row = HEADER_ROW
    for output in plan.outputs:
        for each in _at_prices(merged, output, plan):
            row += 1
            _write_row(sheet, row, dims, output, each, figures, plan.family.factors[words.language])
            key = (output.name, tuple(str(label) for dim, label in each.labels.items() if dim not in TIMES))
            spans[key] = Span(spans[key].first if key in spans else row, row)
    sheet.frame(HEADER_ROW, 1 + len(dims), row, len(dims) + len(figures))
    times: dict[str, int] = {dim: 1 + dims.index(dim) for dim in TIMES if dim in dims}
    return Placed(plan, sheet.name, spans, times, starts)


def _write_header(sheet: Sheet, plan: Plan, merged: Merged) -> tuple[list[_Figure], tuple[int, ...]]:
    """Both header rows; returns the columns of numbers and where each scenario begins."""
    book, dims = sheet.book, plan.dims
    names = [book.words("indicator"), *map(book.words.dimension, dims)]
    widths = [INDICATOR_WIDTH, *(TIME_WIDTH if dim in TIMES else LABEL_WIDTH for dim in dims)]
    found: list[_Figure] = []
    starts = []
    for position, column in enumerate(merged.columns):
        kept = _figures(plan, column)
        start = len(names)
        starts.append(start)
        names += [book.words.figure(FIGURES[figure], plan, column.base) for figure in kept]
        widths += [FIGURE_WIDTH] * len(kept)
        found += [_Figure(position, figure, plan.family.form) for figure in kept]
        sheet.over(SCENARIO_ROW, start, len(names) - 1, column.name)
    sheet.columns(HEADER_ROW, names, widths)
    sheet.raw.set_row(HEADER_ROW, 54)
    return found, tuple(starts)


def _figures(plan: Plan, column: Column) -> list[int]:
    """Figures shown of a scenario: given values have no error, a base has no difference."""
    is_sampled = any(output.is_sampled for output in plan.outputs)
    shown = [0, 1] if is_sampled else [0]
    if column.base and plan.has_differences:
        shown += [2, 3] if is_sampled else [2]
    return shown


def _write_row(
    sheet: Sheet, row: int, dims: tuple[str, ...], output: Output, each: Row, figures: list[_Figure], factor: float
) -> None:
    words = sheet.book.words
    sheet.text(row, 0, words.output(output))
    for position, dim in enumerate(dims, start=1):
        if dim in each.labels:
            sheet.put(row, position, words.label(dim, each.labels[dim]))
    numbers = (each.figures * factor).tolist()
    for position, figure in enumerate(figures, start=1 + len(dims)):
        own = numbers[figure.scenario]
        error = own[ERROR] if figure.figure <= ERROR else own[DIFFERENCE_ERROR]
        is_thin = figure.figure == VALUE and certainty.is_thin(output, *each.figures[figure.scenario, : ERROR + 1])
        form = sheet.book.numbers(figure.form, figure.figure == DIFFERENCE, error=error, is_thin=is_thin)
        sheet.number(row, position, own[figure.figure], form)


def _at_prices(merged: Merged, output: Output, plan: Plan) -> Iterator[Row]:
    """Rows of an output; of a sheet at constant prices divided by those of the year, where a run reports them.

    A difference between scenarios of different prices is none at constant prices and is left out.
    """
    for row in merged.rows(output):
        if not plan.is_real:
            yield row
            continue
        prices = merged.prices(row.labels["year"])
        figures = row.figures / prices[:, None]
        for i, column in enumerate(merged.columns):
            if column.base and prices[i] != prices[merged.base_of(i)]:
                figures[i, DIFFERENCE:] = np.nan
        yield Row(row.labels, figures)
