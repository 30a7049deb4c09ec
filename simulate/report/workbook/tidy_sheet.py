"""One sheet for a pivot table: a row for each number of the nation in every fifth year, all labels in columns."""

from __future__ import annotations

from typing import Any, Final

from simulate.indicators import Output
from simulate.report.workbook.book import TITLE_ROWS, Book, Sheet
from simulate.report.workbook.layout import LABELS, TIMES, family_of
from simulate.report.workbook.merge import Merged, Row
from simulate.results.tables import FIGURES

STEP: Final = 5  # years, or birth years
WIDTHS: Final = {"indicator": 38.0, "unit": 20.0, "scenario": 22.0}
LABEL_WIDTH: Final = 15.0


def write_tidy(book: Book, merged: Merged) -> Sheet:
    """The sheet; units as on the sheets of numbers, named in a column of their own."""
    words = book.words
    sheet = book.sheet(words("tidy"))
    sheet.head(words.title(words("tidy")), words("note_tidy"))
    outputs = [each for each in merged.outputs.values() if "province" not in each.dims]
    dims = _dims(outputs)
    names = ["indicator", "unit", "scenario"]
    figures = [words(each, base=merged.columns[0].name) for each in FIGURES]
    header = [*map(words, names), *map(words.dimension, dims), *figures]
    widths = [*(WIDTHS[each] for each in names), *[LABEL_WIDTH] * (len(dims) + len(FIGURES))]
    sheet.columns(TITLE_ROWS, header, widths)
    row = TITLE_ROWS
    for output in outputs:
        for each in merged.rows(output):
            if all(int(each.labels[dim]) % STEP == 0 for dim in TIMES if dim in each.labels):
                row = _write(sheet, row, output, each, dims, merged)
    sheet.frame(TITLE_ROWS, len(names), row, len(header) - 1)
    return sheet


def _dims(outputs: list[Output]) -> tuple[str, ...]:
    """Dimensions in the order of the columns, time last."""
    used = dict.fromkeys(dim for output in outputs for dim in output.dims)
    others = [dim for dim in used if dim not in LABELS and dim not in TIMES]
    return tuple(dim for dim in (*LABELS, *others, *TIMES) if dim in used)


def _write(sheet: Sheet, row: int, output: Output, each: Row, dims: tuple[str, ...], merged: Merged) -> int:
    """A row for each scenario that has the number; returns the last one written."""
    words, family = sheet.book.words, family_of(output.unit)
    labels: list[Any] = [words.label(dim, each.labels[dim]) if dim in each.labels else None for dim in dims]
    form = sheet.book.form(num_format=family.form)
    for column, figures in zip(merged.columns, (each.figures * family.factors[words.language]).tolist(), strict=True):
        if figures[0] != figures[0]:
            continue
        row += 1
        for place, text in enumerate((words.output(output), family.names[words.language], column.name, *labels)):
            sheet.put(row, place, text)
        for place, number in enumerate(figures, start=3 + len(dims)):
            sheet.number(row, place, number, form)
    return row
