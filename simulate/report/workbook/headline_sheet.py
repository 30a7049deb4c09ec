"""The first sheet: the headline, the scenarios it compares, and what the other sheets hold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from simulate.indicators import COORDINATES, outputs
from simulate.report.workbook.book import TITLE_ROWS, Book, Sheet
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
SHOWN: Final = ("value", "standard_error", "low", "high", "difference", "difference_standard_error")
OF_A_BASE: Final = 4  # of them


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
        sheet.text(row, 1, words.unit(metric.unit))
        sheet.put(row, 2, year or None)
        for position, (scenario, figure) in enumerate(columns, start=LABELS):
            column = merged.columns[scenario]
            line = lines[column.run].get(key)
            numbers = _numbers(metric, line.values[column.scenario]) if line else dict.fromkeys(SHOWN, math.nan)
            if line and metric.unit == "date" and figure == "value" and math.isnan(numbers[figure]):
                sheet.text(row, position, words("not_to", year=str(merged.coords["year"][-1])), book.right)
            else:
                sheet.number(row, position, numbers[figure], _form(book, metric, figure, numbers))
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
        kept = SHOWN if column.base else SHOWN[:OF_A_BASE]
        sheet.over(SCENARIO_ROW, len(names), len(names) + len(kept) - 1, column.name)
        names += [words(figure, base=column.base) for figure in kept]
        found += [(position, figure) for figure in kept]
    sheet.columns(HEADER_ROW, names, [44, 12, 9, *[13.0] * len(found)])
    sheet.raw.set_row(HEADER_ROW, 42)
    return found


def _numbers(metric: Metric, values: tuple[float, float, float, float]) -> dict[str, float]:
    """Figures of a cell by name, in the unit of the metric, with the ends of the 95 % band."""
    named = dict(zip(FIGURES, values, strict=True))
    share = certainty.is_share(outputs()[metric.output])
    band = certainty.interval(values[0] / metric.scale, values[1] / metric.scale, share)
    return {**named, "low": band[0] * metric.scale, "high": band[1] * metric.scale}


def _form(book: Book, metric: Metric, figure: str, numbers: dict[str, float]) -> Any:
    """Digits as the error bears out; grey with a star what rests on few workers."""
    is_difference = figure.startswith("difference")
    error = numbers["difference_standard_error" if is_difference else "standard_error"]
    form = "0.0" if metric.unit == "date" else "#,##0." + "0" * max(metric.decimals, 1)
    value, spread = (numbers[each] / metric.scale for each in ("value", "standard_error"))
    is_thin = figure == "value" and metric.time is not None
    is_thin = is_thin and certainty.is_thin(outputs()[metric.output], value, spread)
    return book.numbers(form, figure == "difference", error=error, is_thin=is_thin)


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
