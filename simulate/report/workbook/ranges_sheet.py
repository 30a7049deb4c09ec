"""The sheet of a run with draws: how wide the headline is, what drives the width, which assumptions move it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from simulate.indicators import outputs
from simulate.report.workbook.book import TITLE_ROWS, Book, Sheet
from simulate.report.workbook.headline_sheet import factor_of, unit_of
from simulate.report.workbook.layout import family_of
from simulate.report.workbook.merge import Column, Merged
from simulate.results import words as lists
from simulate.results.headline import METRICS, Metric
from simulate.results.uncertainty import PARTS, SAMPLING, TOGETHER, Range, Uncertainty

CAUSES: Final = (SAMPLING, *PARTS, TOGETHER)
ENDS: Final = ("value", "range_low", "range_median", "range_high")
DIFFERENCES: Final = ("difference_low", "difference_median", "difference_high")
LABELS: Final = ("indicator", "unit", "year", "scenario")


def write_ranges(book: Book, merged: Merged) -> None:
    """The sheet, or none where no run has draws."""
    drawn = {i: own for i, run in enumerate(merged.runs) if (own := Uncertainty.of(run.results)) is not None}
    if not drawn:
        return
    words, row = book.words, TITLE_ROWS
    sheet = book.sheet(words("ranges"))
    draws = words.comma.join(str(each.draws) for each in drawn.values())
    sheet.head(words.title(words("ranges")), words("note_ranges", draws=draws, last=str(merged.coords["year"][-1])))
    causes = [lists.text("screen", f"part.{each}").of(words.language) for each in CAUSES]
    names = [*(words.field(each) for each in LABELS), *(words(each) for each in (*ENDS, *DIFFERENCES)), *causes]
    sheet.columns(row, names, [40, 10, 7, 34, *[11.0] * (len(names) - len(LABELS))])
    sheet.raw.set_row(row, 42)
    found = [(column, each) for column in merged.columns if column.run in drawn for each in _of(drawn, column)]
    for column, each in found:
        row += 1
        _write(sheet, row, column, each)
    sheet.frame(TITLE_ROWS, 1, row, len(names) - 1)
    row = _write_assumptions(sheet, row + 2, found)
    sheet.raw.print_area(0, 0, row, len(names) - 1)


def _of(drawn: dict[int, Uncertainty], column: Column) -> Iterator[Range]:
    return (each for each in drawn[column.run].ranges if each.scenario == column.key and each.metric in _metrics())


def _metrics() -> dict[str, Metric]:
    return {each.key: each for each in METRICS}


def _labels(sheet: Sheet, row: int, column: Column, each: Range) -> Metric:
    """Name, unit, year and scenario of a range; its line of the headline."""
    metric, words = _metrics()[each.metric], sheet.book.words
    sheet.text(row, 0, words.pick(metric.english, metric.chinese))
    sheet.text(row, 1, unit_of(metric, words))
    sheet.put(row, 2, each.year)
    sheet.text(row, 3, column.name)
    return metric


def _write(sheet: Sheet, row: int, column: Column, each: Range) -> None:
    """One range with its difference and its causes, in the units and digits of the headline."""
    metric, book = _labels(sheet, row, column, each), sheet.book
    factor, form = factor_of(metric, book.words), _form(metric)
    place = len(LABELS)
    for number in (each.value, each.low, each.median, each.high):
        sheet.number(row, place, number * factor, book.numbers("0" if metric.unit == "date" else form))
        place += 1
    for number in each.difference or ():
        sheet.number(row, place, number * factor, book.numbers(form, is_difference=True))
        place += 1
    place = len(LABELS) + len(ENDS) + len(DIFFERENCES)
    for cause in CAUSES if each.split else ():
        sheet.number(row, place, each.split.get(cause, 0.0), book.numbers("0%"))
        place += 1


def _form(metric: Metric) -> str:
    """The number format of the headline."""
    return "0.0" if metric.unit == "date" else family_of(outputs()[metric.output].unit).form


def _write_assumptions(sheet: Sheet, row: int, found: list[tuple[Column, Range]]) -> int:
    """Below the ranges: what moves each, from which end to which, by how much, and why it is open."""
    words, keys = sheet.book.words, ("assumption", "range_low", "range_high", "moves_by", "standard_error", "why")
    if not any(each.assumptions for _, each in found):
        return row
    for place, name in enumerate([*(words.field(each) for each in LABELS), *(words(each) for each in keys)]):
        sheet.text(row, place, name, sheet.book.header)
    for column, each in found:
        for moved in each.assumptions:
            row += 1
            metric = _labels(sheet, row, column, each)
            factor, form = factor_of(metric, words), _form(metric)
            for place, text in enumerate((moved.name.of(words.language), moved.low, moved.high), start=len(LABELS)):
                sheet.text(row, place, text)
            sheet.number(row, len(LABELS) + 3, moved.change * factor, sheet.book.numbers(form, is_difference=True))
            sheet.number(row, len(LABELS) + 4, moved.error * factor, sheet.book.numbers(form))
            sheet.text(row, len(LABELS) + 5, moved.why.of(words.language))
    return row
