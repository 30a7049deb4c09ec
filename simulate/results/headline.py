"""The headline: the dozen numbers by which reforms are judged, for a few years, with standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from simulate.results import comparison
from simulate.results.estimates import Estimate, Results

YEARS: Final = (2030, 2050, 2075)
AGE_AT_CLAIMING: Final = 63  # the cohort shown for a year is the one that turns 63 in it


@dataclass(frozen=True)
class Metric:
    """One line of the headline: which output, at which labels, over years or cohorts, and how it is printed."""

    key: str
    english: str
    chinese: str
    output: str
    labels: dict[str, str]
    time: str | None  # year, cohort or None (a date)
    unit: str
    scale: float
    decimals: int


METRICS: Final = (
    Metric("insured_employee", "Participants, employee scheme", "职工保险参保人数", "insured_national",
           {"scheme": "employee_pension"}, "year", "million", 1e-6, 1),
    Metric("flexible_covered", "Flexible workers in the employee scheme", "灵活就业人员参加职工保险",
           "coverage_rate_flexible", {"scheme": "employee_pension"}, "year", "%", 100, 2),
    Metric("flexible_uninsured", "Flexible workers in no scheme", "灵活就业人员未参保", "uninsured_share_flexible", {},
           "year", "%", 100, 2),
    Metric("qualifying", "Reaching the qualifying months, at 63", "达到最低缴费年限（63岁）",
           "qualifying_share_national", {}, "cohort", "%", 100, 2),
    Metric("award_over_wage", "Award over the mean wage", "新增养老金与社会平均工资之比",
           "award_over_wage_national", {}, "year", "%", 100, 2),
    Metric("replacement", "Award over own career earnings, at 63", "职业生涯平均工资替代率（63岁）",
           "replacement_rate_career_average_national", {}, "cohort", "%", 100, 2),
    Metric("below_dibao", "Aged 60+ under the Dibao line", "60岁以上养老金低于低保线", "below_dibao_share_national", {},
           "year", "%", 100, 2),
    Metric("balance", "Employee fund, balance over spending", "职工基金结余与支出之比", "fund_balance_over_expenditure",
           {"fund": "employee_pension"}, "year", "years", 1, 2),
    Metric("first_deficit", "Employee fund, first deficit", "职工基金首次赤字", "fund_first_deficit_year",
           {"fund": "employee_pension"}, None, "date", 1, 1),
    Metric("exhaustion", "Employee fund exhausted", "职工基金耗尽", "fund_exhaustion_year",
           {"fund": "employee_pension"}, None, "date", 1, 1),
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
    arrays = (estimate.value, estimate.error, estimate.difference, estimate.difference_error)
    rows = []
    for scenario in range(len(results.scenarios)):
        cell = (scenario, *place)
        numbers = [math.nan if array is None else float(array[cell]) * metric.scale for array in arrays]
        rows.append((numbers[0], numbers[1], numbers[2], numbers[3]))
    return tuple(rows)


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
