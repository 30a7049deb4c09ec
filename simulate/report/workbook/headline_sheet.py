"""The first sheet: the headline, the scenarios it compares, and what the other sheets hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from simulate.indicators import outputs
from simulate.report.workbook.book import TITLE_ROWS, Book, Sheet
from simulate.report.workbook.merge import Merged
from simulate.results import plain_text
from simulate.results.estimates import Estimate, Results
from simulate.results.headline import METRICS, Line, Metric, headline
from simulate.results.reader import Run
from simulate.results.tables import FIGURES

SCENARIO_ROW: Final = TITLE_ROWS
HEADER_ROW: Final = TITLE_ROWS + 1
LABELS: Final = 3  # indicator, unit, year


def write_headline(book: Book, merged: Merged) -> tuple[Sheet, int]:
    """Headline and scenarios; returns the sheet and the row where the list of the other sheets may begin."""
    words = book.words
    sheet = book.sheet(words("headline"))
    sheet.head(words.title(words("headline")), f"{words('note_scope')} {words('note_errors')}")
    columns = _write_header(sheet, merged)
    lines = [_lines(run) for run in merged.runs]
    keys = list(dict.fromkeys(key for each in lines for key in each))
    keys.sort()
    row = HEADER_ROW
    for key in keys:
        row += 1
        metric, year = METRICS[key[0]], key[1]
        sheet.text(row, 0, words.pick(metric.english, metric.chinese))
        sheet.text(row, 1, words.unit(metric.unit))
        sheet.put(row, 2, year or None)
        for position, (scenario, figure) in enumerate(columns, start=LABELS):
            column = merged.columns[scenario]
            line = lines[column.run].get(key)
            number = line.values[column.scenario][figure] if line else math.nan
            if line and metric.unit == "date" and figure == 0 and math.isnan(number):
                sheet.text(row, position, words("not_to", year=str(merged.coords["year"][-1])), book.right)
            else:
                sheet.number(row, position, number, _form(book, metric, figure))
    row = _write_scenarios(sheet, merged, row + 2)
    sheet.raw.freeze_panes(HEADER_ROW + 1, LABELS)
    sheet.raw.repeat_rows(TITLE_ROWS, HEADER_ROW)
    return sheet, row + 2


def _write_header(sheet: Sheet, merged: Merged) -> list[tuple[int, int]]:
    """Both header rows; returns scenario and figure of each column of numbers."""
    words = sheet.book.words
    names = [words("indicator"), words("unit"), words.dimension("year")]
    found: list[tuple[int, int]] = []
    for position, column in enumerate(merged.columns):
        kept = range(4 if column.base else 2)
        sheet.over(SCENARIO_ROW, len(names), len(names) + len(kept) - 1, column.name)
        names += [words(FIGURES[figure], base=column.base) for figure in kept]
        found += [(position, figure) for figure in kept]
    sheet.columns(HEADER_ROW, names, [44, 12, 9, *[13.0] * len(found)])
    sheet.raw.set_row(HEADER_ROW, 42)
    return found


def _form(book: Book, metric: Metric, figure: int) -> Any:
    decimals = max(metric.decimals, 1)
    return book.numbers("#,##0." + "0" * decimals if metric.unit != "date" else "0.0", figure == 2)


def _lines(run: Run) -> dict[tuple[int, int], Line]:
    """Lines of a run by place of the metric and year, 0 for a date."""
    return {(METRICS.index(line.metric), line.year or 0): line for line in headline(_completed(run.results))}


def _completed(results: Results) -> Results:
    """Results with empty estimates for metrics that an earlier version did not know."""
    lacking = {metric.output for metric in METRICS} - set(results.estimates)
    if not lacking:
        return results
    estimates = dict(results.estimates)
    for name in lacking:
        output = outputs()[name]
        shape = (len(results.scenarios), *(len(results.coords[dim]) for dim in output.dims))
        empty = np.full(shape, np.nan)
        estimates[name] = Estimate(output, empty, empty, empty, empty)
    return replace(results, estimates=estimates)


def _write_scenarios(sheet: Sheet, merged: Merged, row: int) -> int:
    """Each scenario with its title."""
    words, header = sheet.book.words, sheet.book.header
    sheet.text(row, 0, words("scenario"), header)
    sheet.text(row, 1, words("title_of"), header)
    for column in merged.columns:
        row += 1
        sheet.text(row, 0, column.name)
        sheet.text(row, 1, plain_text.line(merged.runs[column.run].made(column.scenario).title.of(words.language)))
    return row


def write_contents(sheet: Sheet, row: int, names: Sequence[str]) -> None:
    """Links to the other sheets, under the scenarios."""
    sheet.text(row, 0, sheet.book.words("sheet"), sheet.book.header)
    link = sheet.book.form(font_color="#0B5394", underline=1)
    for position, name in enumerate(names, start=row + 1):
        sheet.raw.write_url(position, 0, f"internal:'{name}'!A1", link, name)
