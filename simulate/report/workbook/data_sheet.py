"""The data sheet: a row for each number, all labels in columns, for filters and pivot tables; charts point at it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

import numpy as np

from simulate.indicators import Output
from simulate.report.workbook.book import TITLE_ROWS, Book, Sheet
from simulate.report.workbook.layout import REAL, THEMES, TIMES, Family, families_of, fields, theme_of
from simulate.report.workbook.merge import Merged, Row
from simulate.results import certainty, plain_text

HEAD: Final = ("theme", "indicator", "unit", "scenario")
SCENARIO: Final = HEAD.index("scenario")
FIGURES: Final = ("value", "standard_error", "low", "high", "difference", "difference_standard_error")
RANGES: Final = ("range_low", "range_high", "difference_low", "difference_high")  # where a run has draws
SIGNED: Final = ("difference", "difference_low", "difference_high")
WIDTHS: Final = {
    "theme": 10,
    "indicator": 34,
    "unit": 14,
    "scenario": 20,
    "province": 9,
    "sex": 6,
    "year": 7,
    "cohort": 7,
}
LABEL_WIDTH: Final = 18
FIGURE_WIDTH: Final = 12
NATION: Final = "nation"
VALUE, ERROR, DIFFERENCE = range(3)
END: Final = 4  # the first end of a range over draws
Key = tuple[str, tuple[str, ...], int]  # output, labels other than time, column of the scenario


class Span(NamedTuple):
    """Rows of one series, counted from zero, both ends included."""

    first: int
    last: int


@dataclass(frozen=True)
class Placed:
    """Where the series stand, for the charts."""

    sheet: str
    spans: Mapping[Key, Span]
    families: Mapping[str, Family]  # by output, of the series that spans point at
    times: Mapping[str, int]  # column of each time dimension
    value: int  # column of the estimates


def write_data(book: Book, merged: Merged) -> Placed:
    """The sheet, by theme; of pensions the amounts at prices of 2025 come first."""
    words = book.words
    sheet = book.sheet(words("data"))
    sheet.head(words.title(words("data")), words("note_data"))
    columns = fields(merged.outputs.values())
    names = [*HEAD, *columns]
    ranges = RANGES if merged.has_draws else ()
    figures = [words(each, base=merged.columns[0].name) for each in (*FIGURES, *ranges)]
    header = [*(words.field(each) for each in names), *figures, words("thin")]
    widths = [WIDTHS.get(each, LABEL_WIDTH) for each in names] + [FIGURE_WIDTH] * len(figures) + [8]
    sheet.columns(TITLE_ROWS, header, widths)
    sheet.raw.set_row(TITLE_ROWS, 42)
    writer = _Writer(sheet, merged, columns)
    spans: dict[Key, Span] = {}
    families: dict[str, Family] = {}
    for output in sorted(merged.outputs.values(), key=lambda each: THEMES.index(theme_of(each))):
        for family in families_of(output):
            found = writer.write(output, family)
            spans = {**found, **spans}
            families.setdefault(output.name, family)
    sheet.frame(TITLE_ROWS, len(HEAD), writer.row, len(header) - 1)
    times: dict[str, int] = {dim: names.index(dim) for dim in TIMES if dim in columns}
    return Placed(sheet.name, spans, families, times, len(names))


class _Writer:
    """Writes series below one another; every text is made once."""

    def __init__(self, sheet: Sheet, merged: Merged, columns: Mapping[str, tuple[str, ...]]) -> None:
        self.row = TITLE_ROWS
        self._sheet, self._merged, self._columns = sheet, merged, columns
        self._texts: dict[tuple[str, Any], Any] = {}

    def write(self, output: Output, family: Family) -> dict[Key, Span]:
        """All series of an output, each a scenario at labels, its time running fastest."""
        words, spans = self._sheet.book.words, {}
        head = [words(theme_of(output)), words.output(output), family.name(words.language)]
        rows = _at_prices(self._merged, output) if family is REAL else self._merged.rows(output)
        for labels, series in groupby(rows, key=_labels):
            kept = list(series)
            for position, column in enumerate(self._merged.columns):
                first = self.row + 1
                for each in kept:
                    self._write(output, family, [*head, column.name], each, position)
                if self.row >= first:
                    spans[output.name, labels, position] = Span(first, self.row)
        return spans

    def _write(self, output: Output, family: Family, head: list[str], each: Row, column: int) -> None:
        """One number with its labels; nothing where there is none."""
        numbers = each.figures[column].tolist()
        if numbers[VALUE] != numbers[VALUE]:
            return
        self.row += 1
        book, put = self._sheet.book, self._sheet.raw.write_string
        texts = [*head, *(self._label(name, dims, each) for name, dims in self._columns.items())]
        for place, text in enumerate(texts):
            if isinstance(text, str):
                put(self.row, place, self._safe(text))
            elif text is not None:
                self._sheet.raw.write_number(self.row, place, text)
        value, error, *differences = numbers[:END]
        ranges = numbers[END:] if self._merged.has_draws else []
        lowest = certainty.limits(output)[0]
        band = certainty.interval(value, error, certainty.is_share(output), lowest=lowest)
        factor = family.factors[book.words.language]
        form, signed = book.form(num_format=family.form), book.numbers(family.form, is_difference=True)
        figures = [value, error, *band, *differences, *ranges]
        for place, (name, number) in enumerate(zip((*FIGURES, *RANGES), figures, strict=False), start=len(texts)):
            if number == number:
                self._sheet.raw.write_number(self.row, place, number * factor, signed if name in SIGNED else form)
        if certainty.is_thin(output, value, error):
            put(self.row, len(texts) + len(figures), certainty.MARK)

    def _label(self, name: str, dims: tuple[str, ...], each: Row) -> Any:
        """What stands in a column of labels: the nation where no province is meant."""
        dim = next((dim for dim in dims if dim in each.labels), None)
        if dim is None:
            return self._sheet.book.words(NATION) if name == "province" else None
        key = (dim, each.labels[dim])
        if key not in self._texts:
            self._texts[key] = self._sheet.book.words.label(*key)
        return self._texts[key]

    def _safe(self, text: str) -> str:
        key = ("", text)
        if key not in self._texts:
            self._texts[key] = plain_text.lines(text)
        return str(self._texts[key])


def _labels(row: Row) -> tuple[str, ...]:
    """Labels other than time."""
    return tuple(str(label) for dim, label in row.labels.items() if dim not in TIMES)


def _at_prices(merged: Merged, output: Output) -> Iterator[Row]:
    """Rows of an output divided by the prices of the year, where a run reports them.

    A difference between scenarios of different prices is none at constant prices and is left out, as are ranges over
    draws, each of which has prices of its own.
    """
    for row in merged.rows(output):
        prices = merged.prices(row.labels["year"])
        figures = row.figures / prices[:, None]
        figures[:, END:] = np.nan
        for i, column in enumerate(merged.columns):
            if column.base and prices[i] != prices[merged.base_of(i)]:
                figures[i, DIFFERENCE:END] = np.nan
        if not all(math.isnan(each) for each in figures[:, VALUE]):
            yield Row(row.labels, figures)
