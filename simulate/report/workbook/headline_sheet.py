"""The first sheet: the headline, the scenarios it compares, and what the other sheets hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from simulate.indicators import COORDINATES, outputs
from simulate.report.workbook.book import TITLE_ROWS, Book, Sheet
from simulate.report.workbook.layout import family_of
from simulate.report.workbook.merge import Merged
from simulate.report.workbook.words import Words
from simulate.results import certainty, plain_text
from simulate.results.estimates import Estimate, Results
from simulate.results.headline import METRICS, Line, Metric, headline
from simulate.results.reader import Run
from simulate.results.tables import FIGURES

SCENARIO_ROW: Final = TITLE_ROWS
HEADER_ROW: Final = TITLE_ROWS + 1
LABELS: Final = 3  # indicator, unit, year
OF_A_BASE: Final = 2  # figures: a base has no difference


def write_headline(book: Book, merged: Merged) -> tuple[Sheet, int]:
    """Headline and scenarios; returns the sheet and the row where the list of the other sheets may begin."""
    words = book.words
    sheet = book.sheet(words("headline"))
    sheet.head(
        words.title(words("headline")), " ".join([*_nation(merged, words), words("note_scope"), words("note_errors")])
    )
    columns = _write_header(sheet, merged)
    lines = [_lines(run) for run in merged.runs]
    keys = list(dict.fromkeys(key for each in lines for key in each))
    keys.sort()
    row = HEADER_ROW
    for key in keys:
        row += 1
        metric, year = METRICS[key[0]], key[1]
        sheet.text(row, 0, words.pick(metric.english, metric.chinese))
        sheet.text(row, 1, _unit(metric, words))
        sheet.put(row, 2, year or None)
        for position, (scenario, figure) in enumerate(columns, start=LABELS):
            column = merged.columns[scenario]
            line = lines[column.run].get(key)
            numbers = (
                _numbers(metric, line.values[column.scenario], words) if line else dict.fromkeys(FIGURES, math.nan)
            )
            if line and metric.unit == "date" and figure == "value" and math.isnan(numbers[figure]):
                sheet.text(row, position, words("not_to", year=str(merged.coords["year"][-1])), book.right)
            else:
                sheet.number(row, position, numbers[figure], _form(book, metric, figure, numbers))
    sheet.raw.print_area(0, 0, row + 2 + len(merged.columns), LABELS + len(columns) - 1)
    row = _write_scenarios(sheet, merged, row + 2)
    sheet.raw.freeze_panes(HEADER_ROW + 1, LABELS)
    sheet.raw.repeat_rows(TITLE_ROWS, HEADER_ROW)
    return sheet, row + 2


def _nation(merged: Merged, words: Words) -> list[str]:
    """That the numbers are the nation's, where only some provinces are reported."""
    reported = merged.coords.get("province", ())
    if len(reported) in (0, len(COORDINATES["province"])):
        return []
    comma = "、" if words.is_chinese else ", "
    return [words("note_nation", provinces=comma.join(str(words.label("province", each)) for each in reported))]


def _write_header(sheet: Sheet, merged: Merged) -> list[tuple[int, str]]:
    """Both header rows; returns scenario and figure of each column of numbers."""
    words = sheet.book.words
    names = [words("indicator"), words("unit"), words.dimension("year")]
    found: list[tuple[int, str]] = []
    for position, column in enumerate(merged.columns):
        kept = FIGURES if column.base else FIGURES[:OF_A_BASE]
        sheet.over(SCENARIO_ROW, len(names), len(names) + len(kept) - 1, column.name)
        names += [words(figure, base=column.base) for figure in kept]
        found += [(position, figure) for figure in kept]
    sheet.columns(HEADER_ROW, names, [40, 10, 7, *[11.0] * len(found)])
    sheet.raw.set_row(HEADER_ROW, 42)
    return found


def _unit(metric: Metric, words: Words) -> str:
    """The unit of a row, which is that of the data sheet but where a ratio counts years."""
    family = family_of(outputs()[metric.output].unit)
    return words.unit(metric.unit) if family.key in ("ratio", "date") else family.names[words.language]


def _numbers(metric: Metric, values: tuple[float, float, float, float], words: Words) -> dict[str, float]:
    """Figures of a cell by name, as the data sheet writes them."""
    factor = family_of(outputs()[metric.output].unit).factors[words.language] / metric.scale
    return {name: number * factor for name, number in zip(FIGURES, values, strict=True)}


def _form(book: Book, metric: Metric, figure: str, numbers: dict[str, float]) -> Any:
    """Digits as the error bears out; grey with a star what rests on few workers."""
    is_difference, output = figure.startswith("difference"), outputs()[metric.output]
    error = numbers["difference_standard_error" if is_difference else "standard_error"]
    family = family_of(output.unit)
    value, spread = (numbers[each] / family.factors[book.words.language] for each in ("value", "standard_error"))
    is_thin = figure == "value" and metric.time is not None and certainty.is_thin(output, value, spread)
    return book.numbers(family.form, figure == "difference", error=error, is_thin=is_thin)


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
