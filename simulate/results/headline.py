"""The headline: the dozen numbers by which reforms are judged, for a few years, with standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from simulate.results import certainty, comparison, words
from simulate.results.estimates import Estimate, Results
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


@dataclass(frozen=True)
class Line:
    """One metric in one year: per scenario value, standard error, difference to the base and its standard error."""

    metric: Metric
    year: int | None
    values: tuple[tuple[float, float, float, float], ...]  # in the units of the metric; NaN where there is none


def headline(results: Results) -> list[Line]:
    """All lines for the headline years that are reported."""
    reported = results.coords["year"]
    years = [year for year in YEARS if year in reported] or [int(reported[-1])]
    times: dict[bool, list[int | None]] = {True: [*years], False: [None]}
    return [
        Line(metric, year, _values(results, metric, year))
        for metric in METRICS
        for year in times[metric.time is not None]
    ]


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


def told_cell(
    numbers: tuple[float, float, float, float], metric: Metric, share: bool, is_base: bool, never: str
) -> str:
    """``value ±error`` and for a reform ``(difference ±error)``; ``never`` for a date beyond the horizon."""
    value, error, difference, difference_error = numbers
    most, is_date = metric.decimals, metric.unit == "date"
    if math.isnan(value):
        text = never if is_date else "-"
    elif is_date:
        text = f"{int(value)}" + ("" if math.isnan(error) else f" ±{error:.{most}f}")
    else:
        text = certainty.told(value, error, most, share=share, scale=metric.scale)
    if is_base:
        return text
    if math.isnan(difference):
        return f"{text} (-)"
    if difference == 0:
        return f"{text} (0)"
    if round(abs(difference) + difference_error, most) == 0:
        return f"{text} (≈0)"
    return f"{text} ({certainty.told(difference, difference_error, most, sign=True)})"


def as_dict(results: Results) -> dict[str, Any]:
    """The headline for machines: scenarios and lines, NaN as None; of a comparison also winners, losers and payers."""
    names = ("value", "standard_error", "difference", "difference_standard_error")
    lines = []
    for line in headline(results):
        entry: dict[str, Any] = {
            "metric": line.metric.key, "name": line.metric.english, "name_zh": line.metric.chinese,
            "unit": line.metric.unit,
        }  # fmt: skip
        if line.year is not None:
            entry["year"] = line.year
        if line.metric.time == "cohort" and line.year is not None:
            entry["cohort"] = line.year - AGE_AT_CLAIMING
        entry["scenarios"] = {
            scenario: {name: None if math.isnan(number) else number for name, number in zip(names, row, strict=True)}
            for scenario, row in zip(results.scenarios, line.values, strict=True)
        }
        lines.append(entry)
    told = {"scenarios": list(results.scenarios), "base": results.scenarios[0], "headline": lines}
    return {**told, **comparison.as_dict(results)}
