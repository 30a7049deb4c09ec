"""The model beside the official record: its path under the base, and every figure on record with the difference."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from simulate import record
from simulate.report.page import chart_words, charts
from simulate.report.page.chart_lines import Shape
from simulate.report.page.figures import NO_PLACE, Figure
from simulate.report.page.source import Scenario, Source
from simulate.report.page.texts import cited, text
from simulate.results.certainty import limits
from simulate.results.words import Bilingual

KEY: Final = "fit"
UNITS: Final = {"10000 persons": "persons", "100 million yuan": "yuan", "yuan a month": "yuan_a_month"}
LEAST: Final = 5  # years on record that a run must cover
MODEL, OFFICIAL = range(2)


@dataclass(frozen=True)
class FitRow:
    """One figure on record: in the model's unit, with what the model says."""

    year: int
    official: Figure
    total: Figure  # published for the wider scheme that the figure was derived from
    model: Figure
    error: Figure
    difference: Figure  # model over record, less one
    is_within: bool


@dataclass(frozen=True)
class Fit:
    """One series of the record."""

    series: record.Series
    name: Bilingual
    unit: str
    rows: tuple[FitRow, ...]
    path: tuple[tuple[int, float, float], ...]  # year, model, its error

    @property
    def n_within(self) -> int:
        """Figures that the model meets within the tolerance of the series."""
        return sum(row.is_within for row in self.rows)


def fits(source: Source) -> list[Fit]:
    """The series that the base of the page reports; none if it covers too few years of the record."""
    base, years = source.scenarios[0], [int(each) for each in source.labels("year")]
    known = record.series()
    recorded = {year for each in known for year in each.values}
    shown = [year for year in years if year <= max(recorded)]
    if len(recorded & set(shown)) < LEAST:
        return []
    found = [_fit(each, base, shown) for each in known if _is_reported(each, base)]
    return [each for each in found if each.rows]


def source_of(series: record.Series) -> Bilingual:
    """Where a series was published; in Chinese, without words for it, the documents it names."""
    found = cited(series.source)
    return Bilingual(found.en, series.source_chinese) if series.source_chinese else found


def _is_reported(series: record.Series, base: Scenario) -> bool:
    return all(part.output in base.run.results.estimates for part in record.MODEL[series.output])


def _fit(series: record.Series, base: Scenario, years: list[int]) -> Fit:
    unit, scale = UNITS[series.unit], record.UNITS[series.unit]
    path = {year: model(series, base, year) for year in years}
    rows = []
    for year, official in sorted(series.values.items()):
        if year not in path or math.isnan(path[year][0]):
            continue
        value, error = path[year]
        difference = value / (official * scale) - 1.0
        rows.append(
            FitRow(
                year,
                official=Figure(official * scale, *NO_PLACE, unit),
                total=Figure(series.total.get(year, math.nan) * scale, *NO_PLACE, unit),
                model=Figure(value, *NO_PLACE, unit),
                error=Figure(error, *NO_PLACE, unit, is_error=True),
                difference=Figure(difference, *NO_PLACE, "relative", is_difference=True),
                is_within=abs(difference) <= series.tolerance,
            )
        )
    drawn = tuple((year, *each) for year, each in path.items() if not math.isnan(each[0]))
    return Fit(series, Bilingual(series.english, series.chinese), unit, tuple(rows), drawn)


def model(series: record.Series, base: Scenario, year: int) -> tuple[float, float]:
    """What the model says in a year, and its error: parts of a sum are persons apart, so that squares of errors add."""
    read = [base.read(part.output, {**part.labels, "year": year}) for part in record.MODEL[series.output]]
    return sum(each.value for each in read), math.hypot(*(each.error for each in read))


def _is_positive(series: record.Series, source: Source) -> bool:
    """Whether every part of a series is of what cannot be below zero."""
    return all(limits(source.output(part.output))[0] == 0.0 for part in record.MODEL[series.output])


def chart(found: list[Fit], source: Source) -> dict[str, Any]:
    """A panel for each series: the path as a line with its band, the record as dots."""
    rows: list[dict[str, Any]] = []
    for k, each in enumerate(found):
        for year, value, error in each.path:
            place = {"k": k, "s": MODEL, "t": year, "v": float(f"{value:.6g}")}
            rows.append(place if math.isnan(error) else {**place, "e": float(f"{error:.3g}")})
        rows += [{"k": k, "s": OFFICIAL, "t": row.year, "v": row.official.number} for row in each.rows]
    shape = Shape("fit", len(found), 2, 0, False, False, False)
    who = [text("fit.model", base=source.scenarios[0].title), text("fit.official")]
    spoken = chart_words.spoken_by_series([each.unit for each in found], who, [each.name for each in found], "year")
    positive = chart_words.of_series([_is_positive(each.series, source) for each in found])
    for words in spoken.values():
        words["positive"] = positive
    meta = {"record": [each.series.name for each in found], "toggles": False}
    return charts.assemble(shape, rows, spoken, meta)
