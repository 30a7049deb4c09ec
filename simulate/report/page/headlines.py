"""The numbers by which the page answers: six of the nation, and the headline of each province asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from simulate.report.page.figures import DATE, Cell, Quantity, cell
from simulate.report.page.source import Label, Scenario, Source
from simulate.report.page.texts import text
from simulate.results.headline import AGE_AT_CLAIMING, METRICS, PROVINCIAL, Metric, is_loose, provinces_asked
from simulate.results.words import Bilingual, label

SIX: Final = ("insured_employee", "flexible_covered", "award_over_wage", "below_dibao", "balance", "exhaustion")
UNITS: Final = {"million": "persons", "%": "percent", "years": "years_of_spending", "date": DATE, "ratio": "ratio"}
ANSWER_YEAR: Final = 2050


@dataclass(frozen=True)
class Headline:
    """One number of a headline: its name, its year or cohort, and a cell for each scenario."""

    key: str
    name: Bilingual
    when: Bilingual
    cells: tuple[Cell, ...]


def answer_year(source: Source) -> int:
    """The year of the six numbers: 2050, or the last year reported."""
    years = [int(each) for each in source.labels("year")]
    return ANSWER_YEAR if ANSWER_YEAR in years else years[-1]


def headlines(source: Source) -> list[Headline]:
    """The six numbers that the result holds."""
    metrics = {metric.key: metric for metric in METRICS}
    wanted = [metrics[key] for key in SIX if key in metrics]
    return [_headline(metric, source) for metric in wanted if source.has(metric.output)]


def provincial(source: Source) -> list[tuple[Bilingual, list[Headline]]]:
    """Of each province asked for its name and its headline; nothing where all are reported."""
    found = []
    for province in provinces_asked(source.labels("province")):
        held = [each for each in PROVINCIAL if source.has(each.output)]
        metrics = [replace(each, labels={**each.labels, "province": province}) for each in held]
        found.append((label("province", province), [_headline(each, source) for each in metrics]))
    return [each for each in found if each[1]]


def _headline(metric: Metric, source: Source) -> Headline:
    year = answer_year(source)
    time = {"year": year, "cohort": year - AGE_AT_CLAIMING}
    labels: dict[str, Label] = {} if metric.time is None else {metric.time: time[metric.time]}
    when = Bilingual("", "")
    if metric.time is not None:
        said = "in_year" if metric.time == "year" else "at_63"
        when = text(f"answer.{said}", year=year, cohort=time["cohort"])
    quantity = Quantity(metric.output, metric.labels, UNITS[metric.unit])
    return Headline(
        metric.key, Bilingual(metric.english, metric.chinese), when,
        tuple(_cell(source, quantity, scenario, labels, metric) for scenario in source.scenarios),
    )  # fmt: skip


def _cell(source: Source, quantity: Quantity, scenario: Scenario, labels: dict[str, Label], metric: Metric) -> Cell:
    """A number of a headline, grey where its error is too large to act on."""
    found = cell(source, quantity, scenario, labels)
    value, error = (each.number * metric.scale for each in (found.value, found.error))
    return replace(found, is_thin=is_loose(metric, source.output(metric.output), value, error))
