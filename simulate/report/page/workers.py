"""Typical workers as the page shows them: hand-written careers, lived under each scenario when the page is written.

They are given to the page, which does not know how lives are lived.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from simulate.report.page import chart_words, charts
from simulate.report.page.chart_lines import Shape
from simulate.report.page.figures import NO_PLACE, Figure
from simulate.report.page.source import Scenario, Source
from simulate.report.page.texts import text
from simulate.results.words import Bilingual

KEY: Final = "workers"
PROFILE: Final = "profile"
FLOWS: Final = ("earned", "paid_in", "received")
LAST_SHOWN_AGE: Final = 90
PRICES: Final = "prices_index"
LEAST: Final = 0.05  # months of the mean wage
AGAINST: Final = ("of_own_career_earnings", "of_local_wage")  # what a pension is compared with, a panel each


@dataclass(frozen=True)
class Outcome:
    """One career under one law; amounts of the first pension are those of its first month."""

    months: float  # counted in the employee scheme
    asked_for: float  # months; 0 where nothing was asked
    scheme: str  # that pays the pension: employee_pension, resident_pension or nothing
    claimed: str  # YYYY-MM, or the year of a resident pension
    monthly: float  # yuan, nominal
    rates: tuple[float, ...]  # as AGAINST
    paid: tuple[float, ...]  # by payer, in months of the national mean wage of the year of each payment
    profile: tuple[tuple[float, ...], ...] = ()  # age, earned, paid in, received: a year's over its national mean wage


@dataclass(frozen=True)
class Worker:
    """A hand-written career and its outcome, by key of the scenario."""

    key: str
    name: Bilingual
    note: Bilingual  # its sources and assumptions
    outcomes: dict[str, Outcome]


@dataclass(frozen=True)
class Workers:
    """All careers of the page."""

    workers: tuple[Worker, ...]
    moved: frozenset[str]  # keys of scenarios whose text no longer gives the law of the run


@dataclass(frozen=True)
class Line:
    """A row of the table: the scenarios that bring about the same, and their numbers."""

    scenarios: tuple[Scenario, ...]
    outcome: Outcome
    months: Figure
    asked_for: Figure
    monthly: Figure  # in yuan of the month of claiming
    real: Figure  # at prices of 2025
    rates: tuple[Figure, ...]
    paid: tuple[Figure, ...]
    all_paid: Figure

    @property
    def parts(self) -> list[tuple[int, Figure]]:
        """What each payer paid, with its position; what would read as zero is left out."""
        return [(i, paid) for i, paid in enumerate(self.paid) if paid.exists and paid.number >= LEAST]


def lines(worker: Worker, source: Source) -> list[Line]:
    """A row for each outcome that differs, in the order of the scenarios."""
    alike: dict[Outcome, list[Scenario]] = {}
    for scenario in source.scenarios:
        if scenario.key in worker.outcomes:
            alike.setdefault(worker.outcomes[scenario.key], []).append(scenario)
    return [_line(outcome, tuple(scenarios), source) for outcome, scenarios in alike.items()]


def _prices(outcome: Outcome, scenario: Scenario, source: Source) -> float:
    """Consumer prices of the year of claiming, 2025 = 1; NaN where the run does not report them."""
    year = int(outcome.claimed[:4] or 0)
    if not source.has(PRICES) or year not in source.labels("year"):
        return math.nan
    return scenario.read(PRICES, {"year": year}).value


def _line(outcome: Outcome, scenarios: tuple[Scenario, ...], source: Source) -> Line:
    def figure(number: float, unit: str) -> Figure:
        return Figure(number or math.nan, *NO_PLACE, unit)

    return Line(
        scenarios, outcome, months=Figure(outcome.months, *NO_PLACE, "months"),
        asked_for=figure(outcome.asked_for, "months"), monthly=figure(outcome.monthly, "yuan_a_month"),
        real=figure(outcome.monthly / _prices(outcome, scenarios[0], source), "yuan_a_month"),
        rates=tuple(figure(each, "percent") for each in outcome.rates),
        paid=tuple(figure(each, "paid_months") for each in outcome.paid),
        all_paid=figure(sum(outcome.paid), "paid_months"),
    )  # fmt: skip


def chart(found: Workers, source: Source) -> dict[str, Any]:
    """Replacement rates as dots: a panel for each comparison, a row for each worker, a dot for each scenario."""
    rows = [
        {"k": k, "s": s, "t": t, "v": float(f"{rate:.6g}")}
        for k, worker in enumerate(found.workers)
        for s, scenario in enumerate(source.scenarios)
        for t, rate in enumerate(worker.outcomes[scenario.key].rates if scenario.key in worker.outcomes else ())
        if rate
    ]
    shape = Shape("dots", len(found.workers), len(source.scenarios), len(AGAINST), False, source.has_reforms,
                         False, has_named_panels=True)  # fmt: skip
    spoken = chart_words.spoken(
        "percent", [each.title for each in source.scenarios], [each.name for each in found.workers], "year",
        [text(f"workers.{each}") for each in AGAINST],
    )  # fmt: skip
    meta = {"workers": [worker.key for worker in found.workers], "rates": list(AGAINST), "toggles": False}
    return charts.assemble(shape, rows, spoken, meta)


def profile_chart(found: Workers, source: Source) -> dict[str, Any]:
    """A panel for each worker: earned, paid in and received by age; of a reform what differs from the base."""
    rows = [
        {"k": k, "s": s, "t": int(10 * age) + flow, "v": float(f"{amount:.3g}")}
        for k, worker in enumerate(found.workers)
        for s, scenario in enumerate(source.scenarios)
        if scenario.key in worker.outcomes
        for flow, age, amount in _flows(worker, scenario.key, source.scenarios[0].key)
    ]
    shape = Shape(PROFILE, len(found.workers), len(source.scenarios), 0, False, False, False)
    spoken = chart_words.spoken(
        "percent", [each.title for each in source.scenarios], [each.name for each in found.workers], "age",
        [text(f"workers.{each}") for each in FLOWS],
    )  # fmt: skip
    meta = {"workers": [worker.key for worker in found.workers], "flows": list(FLOWS), "toggles": False}
    return charts.assemble(shape, rows, spoken, meta)


def _flows(worker: Worker, key: str, base: str) -> Iterator[tuple[int, float, float]]:
    """Flow, age and amount of each year under a scenario; a flow that is the base's in every year is left out."""
    for flow in range(len(FLOWS)):
        own, of_base = (
            [(year[0], year[1 + flow]) for year in worker.outcomes[each].profile if year[0] <= LAST_SHOWN_AGE]
            for each in (key, base if base in worker.outcomes else key)
        )
        if key == base or own != of_base:
            yield from ((flow, age, amount) for age, amount in own)
