"""The first sheet: the headline, the scenarios it compares, and what the other sheets hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from simulate.indicators import outputs
from simulate.report.workbook.book import TITLE_ROWS, Book, Sheet
from simulate.report.workbook.layout import Family, family_of
from simulate.report.workbook.merge import Merged
from simulate.report.workbook.words import Words
from simulate.results.estimates import Estimate, Results
from simulate.results.headline import (
    METRICS,
    PROVINCIAL,
    Line,
    Metric,
    headline,
    is_loose,
    of_province,
    provinces_asked,
)
from simulate.results.reader import Run
from simulate.results.tables import FIGURES

SCENARIO_ROW: Final = TITLE_ROWS
HEADER_ROW: Final = TITLE_ROWS + 1
LABELS: Final = 3  # indicator, unit, year
OF_A_BASE: Final = 2  # figures: a base has no difference
_Lines = dict[tuple[int, int], Line]  # by place of the metric and year


def write_headline(book: Book, merged: Merged) -> tuple[Sheet, int]:
    """Headline and scenarios; returns the sheet and the row where the list of the other sheets may begin."""
    words = book.words
    sheet = book.sheet(words("headline"))
    sheet.head(
        words.title(words("headline")), " ".join([*_nation(merged, words), words("note_scope"), words("note_errors")])
    )
    columns = _write_header(sheet, merged)
    row = _write_lines(sheet, HEADER_ROW, merged, columns, [_lines(run) for run in merged.runs])
    for province in provinces_asked(merged.coords.get("province", ())):
        lines = [_by_place(of_province(run.results, province)) for run in merged.runs]
        row = _write_lines(sheet, row, merged, columns, lines, str(words.label("province", province)))
    sheet.raw.print_area(0, 0, row + 2 + len(merged.columns), LABELS + len(columns) - 1)
    row = _write_scenarios(sheet, merged, row + 2)
    sheet.raw.freeze_panes(HEADER_ROW + 1, LABELS)
    sheet.raw.repeat_rows(TITLE_ROWS, HEADER_ROW)
    return sheet, row + 2


def _write_lines(
    sheet: Sheet, row: int, merged: Merged, columns: Sequence[tuple[int, str]], lines: Sequence[_Lines], of: str = ""
) -> int:
    """Lines below ``row``, each with the place it is ``of`` before its name; returns the last row written."""
    words = sheet.book.words
    for key in sorted({key: None for each in lines for key in each}):
        row += 1
        metric = next(each[key].metric for each in lines if key in each)
        name = words.pick(metric.english, metric.chinese)
        sheet.text(row, 0, f"{of}{'：' if words.is_chinese else ': '}{name}" if of else name)
        sheet.text(row, 1, unit_of(metric, words))
        sheet.put(row, 2, key[1] or None)
        for position, (scenario, figure) in enumerate(columns, start=LABELS):
            column = merged.columns[scenario]
            line = lines[column.run].get(key)
            numbers = (
                _numbers(metric, line.values[column.scenario], words) if line else dict.fromkeys(FIGURES, math.nan)
            )
            if line and metric.unit == "date" and figure == "value" and math.isnan(numbers[figure]):
                sheet.text(row, position, words("not_to", year=str(merged.coords["year"][-1])), sheet.book.right)
            else:
                sheet.number(row, position, numbers[figure], _form(sheet.book, metric, figure, numbers))
    return row


def _nation(merged: Merged, words: Words) -> list[str]:
    """That the numbers are the nation's, where only some provinces are reported."""
    reported = provinces_asked(merged.coords.get("province", ()))
    if not reported:
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


def family_of_metric(metric: Metric) -> Family:
    """The family of a row: for what is given in per cent that of shares, even if among ratios in the dataset."""
    return family_of("share" if metric.unit == "%" else outputs()[metric.output].unit)


def unit_of(metric: Metric, words: Words) -> str:
    """The unit of a row, which is that of the data sheet but where a ratio counts years."""
    family = family_of_metric(metric)
    return words.unit(metric.unit) if family.key in ("ratio", "date") else family.name(words.language)


def factor_of(metric: Metric, words: Words) -> float:
    """What a number of the screen is multiplied with to be one of the data sheet."""
    return family_of_metric(metric).factors[words.language] / metric.scale


def _numbers(metric: Metric, values: tuple[float, float, float, float], words: Words) -> dict[str, float]:
    """Figures of a cell by name, as the data sheet writes them."""
    factor = factor_of(metric, words)
    return {name: number * factor for name, number in zip(FIGURES, values, strict=True)}


def _form(book: Book, metric: Metric, figure: str, numbers: dict[str, float]) -> Any:
    """Digits as the error bears out; grey with a star what is too uncertain to act on."""
    is_difference, output = figure.startswith("difference"), outputs()[metric.output]
    error = numbers["difference_standard_error" if is_difference else "standard_error"]
    family = family_of_metric(metric)
    scale = metric.scale / family.factors[book.words.language]
    is_marked = figure == "value" and is_loose(
        metric, output, scale * numbers["value"], scale * numbers["standard_error"]
    )
    return book.numbers(family.form, figure == "difference", error=error, is_thin=is_marked)


def _lines(run: Run) -> _Lines:
    return _by_place(headline(_completed(run.results)))


def _by_place(lines: Sequence[Line]) -> _Lines:
    """Lines by place of the metric and year, 0 for a date."""
    keys = [each.key for each in (*METRICS, *PROVINCIAL)]
    return {(keys.index(line.metric.key), line.year or 0): line for line in lines}


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
    """Each scenario with its name in ``results.nc``."""
    words, header = sheet.book.words, sheet.book.header
    sheet.text(row, 0, words("scenario"), header)
    sheet.text(row, 1, words("key"), header)
    sheet.raw.set_row(row, 30)
    for column in merged.columns:
        row += 1
        sheet.text(row, 0, column.name)
        sheet.text(row, 1, column.key)
    return row


def write_contents(sheet: Sheet, row: int, names: Sequence[str]) -> None:
    """Links to the other sheets, under the scenarios."""
    sheet.text(row, 0, sheet.book.words("sheet"), sheet.book.header)
    link = sheet.book.form(font_color="#0B5394", underline=1)
    for position, name in enumerate(names, start=row + 1):
        sheet.raw.write_url(position, 0, f"internal:'{name}'!A1", link, name)
