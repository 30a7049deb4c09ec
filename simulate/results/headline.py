"""The headline: the dozen numbers by which reforms are judged, for a few years, with standard errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from simulate.clock import FIRST_PROJECTION_YEAR, LAST_REPORT_YEAR
from simulate.indicators import COORDINATES, Output
from simulate.results import certainty, comparison, reach, words
from simulate.results.estimates import Estimate, Results
from simulate.results.uncertainty import Range
from simulate.results.words import Bilingual

YEARS: Final = (2030, 2050, 2075)
AGE_AT_CLAIMING: Final = 63  # the cohorts shown for a year are the one that turns 63 in it, and two on either side


@dataclass(frozen=True)
class Metric:
    """One line of the headline: which output, at which labels, over years or cohorts, and how it is printed."""

    key: str
    output: str
    labels: dict[str, str]
    time: str | None  # year, cohort or None (a date)
    unit: str
    scale: float
    decimals: int

    @property
    def name(self) -> Bilingual:
        """What it is called."""
        return words.listed("headline", self.key)

    @property
    def english(self) -> str:
        """Its name in English."""
        return self.name.en

    @property
    def chinese(self) -> str:
        """Its name in Chinese."""
        return self.name.zh


METRICS: Final = (
    Metric("insured_employee", "insured_national", {"scheme": "employee_pension"}, "year", "million", 1e-06, 1),
    Metric("flexible_covered", "coverage_rate_flexible", {"scheme": "employee_pension"}, "year", "%", 100, 2),
    Metric("flexible_uninsured", "uninsured_share_flexible", {}, "year", "%", 100, 2),
    Metric("qualifying", "qualifying_share_pooled", {}, "cohort", "%", 100, 2),
    Metric("award_over_wage", "award_over_wage_national", {}, "year", "%", 100, 2),
    Metric("replacement", "replacement_rate_career_average_pooled", {}, "cohort", "%", 100, 2),
    Metric("below_dibao", "below_dibao_share_national", {}, "year", "%", 100, 2),
    Metric("dependency", "contributors_per_pensioner", {"scheme": "employee_pension"}, "year", "ratio", 1, 2),
    Metric("balance", "fund_balance_over_expenditure", {"fund": "employee_pension"}, "year", "years", 1, 2),
    Metric("first_deficit", "fund_first_deficit_year", {"fund": "employee_pension"}, None, "date", 1, 1),
    Metric("exhaustion", "fund_exhaustion_year", {"fund": "employee_pension"}, None, "date", 1, 1),
)  # fmt: skip


# Of a province asked for: what the sums hold by province.
PROVINCIAL: Final = (
    Metric("insured_employee", "insured_by_province", {"scheme": "employee_pension"}, "year", "million", 1e-06, 3),
    Metric("flexible_paying", "provincial_share", {"share_of": "pay_as_flexible"}, "year", "%", 100, 2),
    Metric("award_over_province_wage", "provincial_ratio", {"ratio_of": "award_over_wage"}, "year", "%", 100, 2),
    Metric("below_dibao", "provincial_share", {"share_of": "below_dibao"}, "year", "%", 100, 2),
    Metric("dependency", "provincial_ratio", {"ratio_of": "contributors_per_pensioner"}, "year", "ratio", 1, 2),
    Metric("balance", "provincial_ratio", {"ratio_of": "balance_over_expenditure"}, "year", "years", 1, 2),
)
# An error beyond which a number is marked as too uncertain to act on, in the unit of the metric.
MOST_ERROR: Final = {"years": 1.0, "date": 5.0}


@dataclass(frozen=True)
class Line:
    """One metric in one year: per scenario value, standard error, difference to the base and its standard error."""

    metric: Metric
    year: int | None
    values: tuple[tuple[float, float, float, float], ...]  # in the units of the metric; NaN where there is none


def headline(results: Results) -> list[Line]:
    """All lines for the headline years that are reported."""
    return _lines(results, METRICS)


def provinces_asked(reported: Sequence[object]) -> tuple[str, ...]:
    """The provinces a result was narrowed to; none where it reports all."""
    return tuple(map(str, reported)) if len(reported) < len(COORDINATES["province"]) else ()


def of_province(results: Results, province: str) -> list[Line]:
    """The headline of one province; without lines that an earlier version did not write, or provinces not reported."""
    if province not in results.coords["province"]:
        return []
    held = [each for each in PROVINCIAL if each.output in results.estimates]
    return _lines(results, [replace(each, labels={**each.labels, "province": province}) for each in held])


def _lines(results: Results, metrics: Sequence[Metric]) -> list[Line]:
    reported = results.coords["year"]
    years = [year for year in YEARS if year in reported] or [int(reported[-1])]
    times: dict[bool, list[int | None]] = {True: [*years], False: [None]}
    return [
        Line(metric, year, _values(results, metric, year))
        for metric in metrics
        for year in times[metric.time is not None]
    ]


def is_loose(metric: Metric, output: Output, value: float, error: float) -> bool:
    """Whether a number, in the unit of the metric, rests on too few workers or has an error too large to act on."""
    if math.isnan(value) or not output.is_sampled:
        return False
    if math.isnan(error) or metric.unit in MOST_ERROR:
        return not error <= MOST_ERROR.get(metric.unit, 0.0)
    if certainty.is_share(output):
        return certainty.is_thin(output, value / metric.scale, error / metric.scale)
    return error > certainty.MOST_RELATIVE * abs(value)


def _values(results: Results, metric: Metric, year: int | None) -> tuple[tuple[float, float, float, float], ...]:
    estimate: Estimate = results.estimates[metric.output]
    place = []
    for dim in estimate.output.dims:
        if dim in metric.labels:
            label: str | int = metric.labels[dim]
        else:
            label = int(year or 0) - (AGE_AT_CLAIMING if dim == "cohort" else 0)
        place.append(results.index(dim, label))
    arrays = estimate.parts
    rows = []
    for scenario in range(len(results.scenarios)):
        cell = (scenario, *place)
        numbers = [math.nan if array is None else float(array[cell]) * metric.scale for array in arrays]
        rows.append((numbers[0], numbers[1], numbers[2], numbers[3]))
    return tuple(rows)


class DateWords(NamedTuple):
    """What is shown for a date where a number would say nothing, or too much."""

    never: str  # it lies beyond the horizon
    open: str  # its difference has an error longer than the projection


def stated_cell(
    numbers: tuple[float, float, float, float], metric: Metric, share: bool, is_base: bool, of_dates: DateWords,
    drawn: Range | None = None,
) -> str:  # fmt: skip
    """``value ±error`` and for a reform ``(difference ±error)``; for dates without a number, the words.

    A date is a range, of the run's own draws or as far as those of the baseline reach.
    """
    value, error, difference, difference_error = numbers
    most, is_date = metric.decimals, metric.unit == "date"
    if math.isnan(value):
        text = of_dates.never if is_date else "-"
    elif is_date:
        text = reach.stated(*reach.ends(metric.output, value, error, drawn), LAST_REPORT_YEAR)
    else:
        text = certainty.stated(value, error, most, share=share, scale=metric.scale)
    if is_base:
        return text
    if math.isnan(difference):
        return f"{text} (-)"
    if difference == 0:
        return f"{text} (0)"
    if is_date and difference_error > LAST_REPORT_YEAR - FIRST_PROJECTION_YEAR:
        return f"{text} ({of_dates.open})"
    if round(abs(difference) + difference_error, most) == 0:
        return f"{text} (≈0)"
    return f"{text} ({certainty.stated(difference, difference_error, most, sign=True)})"


def as_dict(results: Results) -> dict[str, Any]:
    """The headline for machines: scenarios and lines, NaN as None; of a comparison also winners, losers and payers."""
    stated: dict[str, Any] = {
        "scenarios": list(results.scenarios), "base": results.scenarios[0],
        "headline": _entries(results, headline(results)),
    }  # fmt: skip
    asked = provinces_asked(results.coords["province"])
    if asked:
        stated["provinces"] = {each: _entries(results, of_province(results, each)) for each in asked}
    return {**stated, **comparison.as_dict(results)}


def _entries(results: Results, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Lines for machines; ``is_uncertain`` where the error of the value is too large to act on."""
    names = ("value", "standard_error", "difference", "difference_standard_error")
    entries = []
    for line in lines:
        entry: dict[str, Any] = {
            "metric": line.metric.key, "name": line.metric.english, "name_zh": line.metric.chinese,
            "unit": line.metric.unit,
        }  # fmt: skip
        if line.year is not None:
            entry["year"] = line.year
        if line.metric.time == "cohort" and line.year is not None:
            entry["cohort"] = line.year - AGE_AT_CLAIMING
        output = results.estimates[line.metric.output].output
        entry["scenarios"] = {
            scenario: {
                **{name: None if math.isnan(number) else number for name, number in zip(names, row, strict=True)},
                "is_uncertain": is_loose(line.metric, output, *row[:2]),
            }
            for scenario, row in zip(results.scenarios, line.values, strict=True)
        }
        entries.append(entry)
    return entries
