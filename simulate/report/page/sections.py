"""What the page says outside its charts: the answer of each reform by the six numbers, and the changes to the law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulate.report.page.figures import Cell
from simulate.report.page.headlines import Headline, answer_year
from simulate.report.page.source import Label, Scenario, Source
from simulate.report.page.texts import change_text, cited, text
from simulate.results import plain_text
from simulate.results.words import Bilingual, unit

if TYPE_CHECKING:
    from simulate.parameters import LawBook
    from simulate.parameters.spec import Entry, Spec

QUESTIONS: Final = ("insured_employee", "award_over_wage", "balance")  # who is covered, at what pension, at what cost
ASIDE: Final = {
    "insured_employee": "percent", "award_over_wage": "percent", "flexible_covered": "persons", "below_dibao": "persons"
}  # fmt: skip
OLD: Final = 60
WHOSE: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "flexible_covered": ("persons_by_form", "form", ("platform_flexible", "other_flexible")),
    "below_dibao": ("persons_by_age", "age_group", ()),
}
_WAYS: Final = {1: "up", -1: "down", 0: "same"}
_DATE: Final = re.compile(r"\d{4}(-\d{2})?")
_MOST: Final = 3  # sources of an old value that are named


@dataclass(frozen=True)
class Effect:
    """What a reform does to one of the six numbers, in words, and the number."""

    spoken: Bilingual
    cell: Cell
    beside: Bilingual  # the same in per cent, or in persons; empty where there is nothing to add


@dataclass(frozen=True)
class Answer:
    """What a reform does to the six numbers: clear effects, and what is not clear."""

    scenario: Scenario
    clear: tuple[Effect, ...]
    unclear: tuple[Effect, ...]


def answers(source: Source, lines: list[Headline]) -> list[Answer]:
    """For each reform its effects on the six numbers."""
    found = []
    for position, scenario in enumerate(source.scenarios):
        if scenario.is_base:
            continue
        effects = [
            Effect(
                text(f"metric.{line.key}.{_WAYS[line.cells[position].direction]}"), line.cells[position],
                beside(line.key, line.cells[position], source),
            )
            for line in lines
        ]  # fmt: skip
        clear = tuple(each for each in effects if each.cell.direction)
        found.append(Answer(scenario, clear, tuple(each for each in effects if not each.cell.direction)))
    return found


@dataclass(frozen=True)
class Ranking:
    """The reforms in the order of their effect on one question, the largest first; those without a clear one apart."""

    key: str
    clear: tuple[Cell, ...]
    unclear: tuple[Cell, ...]


def rankings(lines: list[Headline]) -> list[Ranking]:
    """Who is covered, at what pension, at what cost: the reforms by each."""
    known = {line.key: line for line in lines}
    found = []
    for key in QUESTIONS:
        cells = [each for each in known[key].cells if not each.scenario.is_base] if key in known else []
        clear = sorted((each for each in cells if each.direction), key=lambda each: -each.difference.number)
        if cells:
            found.append(Ranking(key, tuple(clear), tuple(each for each in cells if not each.direction)))
    return found


def beside(key: str, cell: Cell, source: Source) -> Bilingual:
    """A clear effect said once more: counts and ratios in per cent of the base, shares of people as persons."""
    change, value = cell.difference.number, cell.value.number
    if not cell.direction or key not in ASIDE:
        return Bilingual("", "")
    if ASIDE[key] == "percent":
        return text("answer.relative", percent=_signed(100.0 * change / (value - change), 1))
    people = persons_of(key, cell.scenario, answer_year(source))
    if people is None:
        return Bilingual("", "")
    numbers = [_signed(change * people * scale, decimals) for scale, decimals in ((1e-6, 1), (1e-4, 0))]
    return text("answer.persons", persons=Bilingual(*numbers))


def persons_of(key: str, scenario: Scenario, year: int) -> float | None:
    """How many a share of people is of: those of 60 and over, or flexible workers; None where that is not reported."""
    output, dim, wanted = WHOSE[key]
    results = scenario.run.results
    if output not in results.estimates:
        return None
    labels = [each for each in results.coords[dim] if each in wanted or (not wanted and _first_age(each) >= OLD)]
    places = [{"year": year, "sex": sex, dim: each} for sex in results.coords["sex"] for each in labels]
    return sum(scenario.read(output, place).value for place in places)


def _first_age(group: Label) -> int:
    return int(str(group).split("-")[0].rstrip("+"))


def _signed(number: float, decimals: int) -> str:
    """A number with its sign, thousands apart, a true minus."""
    return f"{number:+,.{decimals}f}".replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True)
class Change:
    """One change to the law, old to new, with the source of each."""

    lever: str
    name: Bilingual
    where: Bilingual
    when: Bilingual
    old: Bilingual
    new: Bilingual
    unit: Bilingual
    binds: bool
    source_old: Bilingual
    source_new: Bilingual


def changes(scenario: Scenario, base: Scenario, book: LawBook | None) -> list[Change]:
    """The changes a scenario made, as the manifest keeps them; names and sources of old values from the law book."""
    reference = scenario.reference
    of_base = [] if base == scenario else base.made.applied_changes
    known = {tuple(sorted(_plain(each).items())) for each in of_base}
    records = [_plain(each) for each in scenario.made.applied_changes]
    return [
        Change(
            lever=each["lever"], name=_name(each["lever"], book), where=change_text(each.get("places", "")),
            when=change_text(each.get("dates", "")), old=change_text(each.get("old", "")),
            new=change_text(each.get("new", "")),
            unit=_unit(each.get("unit", "")), binds=each.get("binds", "True") == "True",
            source_old=_source(each["lever"], scenario.made.as_of, each.get("dates", ""), book),
            source_new=cited(reference) if reference else text("changes.as_named"),
        )
        for each in records if tuple(sorted(each.items())) not in known
    ]  # fmt: skip


def _unit(name: str) -> Bilingual:
    """Unit of a lever; options and flags have none to show."""
    return Bilingual("", "") if name in ("code", "flag", "") else unit(name)


def _plain(record: Mapping[str, Any]) -> dict[str, str]:
    """An applied change as texts; the place in a file is left out."""
    return {name: plain_text.line(value) for name, value in record.items() if name not in ("place", "where")}


def _name(lever: str, book: LawBook | None) -> Bilingual:
    spec = book.specs.get(lever) if book else None
    return Bilingual(spec.english, spec.chinese) if spec else Bilingual(lever, lever)


def _source(lever: str, as_of: str, dates: str, book: LawBook | None) -> Bilingual:
    """Sources, or reasons, of the values that a change replaces: those in force when it starts, as known on a day."""
    spec = book.specs.get(lever) if book else None
    if spec is None or not spec.entries:
        return Bilingual("–", "–")
    entries = spec.known(date.fromisoformat(as_of)) if as_of else list(spec.entries)
    named = list(dict.fromkeys(_cited(each) for each in _in_force(spec, entries, dates)))
    spoken = named[0]
    for each in named[1:_MOST]:
        spoken = spoken + text("answer.semicolon") + each
    return spoken if len(named) <= _MOST else spoken + text("changes.more", n=len(named) - _MOST)


def _cited(entry: Entry) -> Bilingual:
    spoken = cited(entry.source or entry.assumption)
    if entry.chinese:
        spoken = Bilingual(spoken.en, entry.chinese)
    return spoken if entry.source else text("changes.assumption") + spoken


def _in_force(spec: Spec, entries: list[Entry], dates: str) -> list[Entry]:
    """The entries that give the values of a date, place by place: the latest that names the place."""
    from simulate.parameters.axes import time_index

    found = _DATE.search(dates)
    limit = time_index(found.group(), spec.time) if found and spec.time else 0
    latest = np.full(spec.shape, -1)
    chosen = np.full(spec.shape, -1)
    for i, entry in enumerate(entries):
        for anchor in entry.anchors:
            named = ~np.isnan(anchor.values) & (anchor.start >= latest) & (anchor.start <= limit)
            latest = np.where(named, anchor.start, latest)
            chosen = np.where(named, i, chosen)
    return [entries[i] for i in np.unique(chosen) if i >= 0] or entries[-1:]
