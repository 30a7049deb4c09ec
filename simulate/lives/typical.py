"""Typical workers for a page: hand-written careers, lived under the laws that a result was made with.

A law is composed anew from the text that the result keeps, so that files changed since then do not matter; if the text
no longer resolves to the values of the result, because the law book has changed, nothing is lived under it.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from simulate.clock import N_YEARS, year_index
from simulate.contracts import Reals
from simulate.errors import ProblemsFound
from simulate.lives.career import Career
from simulate.lives.flows import PAYERS, year_paid
from simulate.lives.laws import Ground, assumed
from simulate.lives.living import Life, live_career
from simulate.lives.read_career import read_career
from simulate.lives.settled import settle
from simulate.lives.sources import when
from simulate.lives.summary import rates
from simulate.options import SCENARIOS
from simulate.parameters import LawBook
from simulate.report.page import certainty
from simulate.report.page.source import Scenario, Source
from simulate.report.page.texts import Bilingual
from simulate.report.page.workers import AGAINST, Outcome, Worker, Workers
from simulate.scenario import Composed, compose, load_scenario
from simulate.scenario.schema import OVERRIDES
from simulate.schemes.life import build_law

# Those of scenarios/careers/ that a page shows, of the kinds of work the rules differ for.
SHOWN: Final = (
    "full_career_average", "rider_beijing", "ride_hailing_shenyang", "domestic_worker_guangdong", "live_streamer",
    "flexible_worker_dalian", "returned_migrant",
)  # fmt: skip
_PART: Final = re.compile(r"^# (override|scenario|--set) (.+)$", re.MULTILINE)


def typical(source: Source, names: Sequence[str] = SHOWN) -> Workers:
    """The careers under every scenario of a page whose law is still the one it was run with."""
    book = certainty.law_book()
    if book is None:
        return Workers((), frozenset(scenario.key for scenario in source.scenarios))
    found = {scenario.key: recompose(scenario, book) for scenario in source.scenarios}
    laws = {key: composed for key, composed in found.items() if composed is not None}
    if not laws:
        return Workers((), frozenset(found))
    careers = [read_career(SCENARIOS / "careers" / f"{name}.yaml") for name in names]
    grounds: dict[tuple[str, ...], dict[str, Ground]] = {}
    workers = []
    for career in careers:
        sets = tuple(assumed(career))
        if sets not in grounds:
            grounds[sets] = {
                each.key: _ground(each, laws[each.key], sets, book) for each in source.scenarios if each.key in laws
            }
        outcomes = {key: outcome(ground, career) for key, ground in grounds[sets].items()}
        workers.append(Worker(career.name, Bilingual(career.english, career.chinese), career.note, outcomes))
    return Workers(tuple(workers), frozenset(found) - frozenset(laws))


def recompose(scenario: Scenario, book: LawBook, sets: Sequence[str] = ()) -> Composed | None:
    """The scenario composed from its text as kept; None where that does not give the values of the result."""
    pieces = parts(str(scenario.record["text"]))
    files = [name for kind, name, _ in pieces if kind == "scenario"]
    options = [name for kind, name, _ in pieces if kind == "--set"]
    if not files:
        return None
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / SCENARIOS.name
        (folder / OVERRIDES).mkdir(parents=True)
        for kind, name, written in pieces:
            if kind != "--set":
                place = folder / OVERRIDES if kind == "override" else folder
                (place / f"{Path(name).name}.yaml").write_text(written, encoding="utf-8")
        try:
            base, *reforms = (load_scenario(Path(name).name, book, folder) for name in files)
            composed = compose(book, base, reforms[0] if reforms else None, options)
            if composed.digest != scenario.record["parameters_digest"]:
                return None
            return compose(book, base, reforms[0] if reforms else None, [*options, *sets]) if sets else composed
        except ProblemsFound:
            return None


def parts(text: str) -> list[tuple[str, str, str]]:
    """Kind, name and text of each file and option in the text that a result keeps of a scenario, in order."""
    marks = list(_PART.finditer(text))
    ends = [each.start() for each in marks[1:]] + [len(text)]
    return [
        (mark[1], mark[2].strip(), text[mark.end() : end].strip() + "\n") for mark, end in zip(marks, ends, strict=True)
    ]


def _ground(scenario: Scenario, composed: Composed, sets: Sequence[str], book: LawBook) -> Ground:
    """A law ready for single lives, with the assumptions of a career on it."""
    assuming = recompose(scenario, book, sets) if sets else composed
    assert assuming is not None  # it was composed before without them
    return Ground(assuming, book, build_law(assuming.parameters, np.zeros(N_YEARS)))


def outcome(ground: Ground, career: Career) -> Outcome:
    """One career under one law: what ``career`` prints of it."""
    life = live_career(ground, career)
    settled = settle(life)
    award, resident, against = settled.award, settled.resident, rates(life, settled)
    scheme = "employee_pension" if award is not None else "resident_pension" if resident is not None else ""
    claimed = when(award.month) if award is not None else str(resident.year) if resident is not None else ""
    return Outcome(
        months=settled.paid_months, asked_for=settled.needed, scheme=scheme, claimed=claimed,
        monthly=round(settled.pension, 2), rates=tuple(against.get(each) or 0.0 for each in AGAINST),
        paid=tuple(round(float(each), 6) for each in paid_over_wages(life)),
    )  # fmt: skip


def paid_over_wages(life: Life) -> Reals:
    """(payer,) all that is paid in a life, each year over the national mean wage of the year: months of that wage."""
    total = np.zeros(len(PAYERS))
    for year in life.years:
        total += year_paid(life, year).sum(axis=1) / life.law.economy.national_wage[year_index(year.year)]
    return total
