"""Typical workers for a page: hand-written careers, lived under the laws that a result was made with.

A law is composed again from the text that the result keeps, so that files changed since then do not matter; if the text
no longer resolves to the values of the result, because the law book has changed, nothing is lived under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulate.clock import N_YEARS, year_index
from simulate.contracts import Reals
from simulate.errors import ProblemsFound
from simulate.lives.career import Career
from simulate.lives.flows import PAYERS, year_paid, year_received
from simulate.lives.laws import Ground, assumed
from simulate.lives.living import Life, live_career
from simulate.lives.read_career import read_career
from simulate.lives.settled import settle
from simulate.lives.sources import when
from simulate.lives.summary import rates
from simulate.machine.files import SCENARIOS
from simulate.parameters import LawBook
from simulate.report.page import certainty
from simulate.report.page.source import Scenario, Source
from simulate.report.page.texts import cited
from simulate.report.page.workers import AGAINST, Outcome, Worker, Workers
from simulate.results.words import Bilingual
from simulate.scenario import Composed, bundled, compose
from simulate.scenario.kept import OPTION, OVERRIDE, SCENARIO
from simulate.scenario.schema import Beside, read_scenario
from simulate.scenario.schema import Scenario as Definition
from simulate.schemes.law import build_law

# Those of scenarios/careers/ that a page shows, of the kinds of work the rules differ for.
SHOWN: Final = (
    "full_career_average", "rider_beijing", "ride_hailing_shenyang", "domestic_worker_guangdong", "live_streamer",
    "flexible_worker_dalian", "returned_migrant",
)  # fmt: skip


@dataclass(frozen=True)
class _Kept:
    """What a result keeps of a scenario, read: the files it was composed of and the options laid on them."""

    base: Definition
    reform: Definition | None
    options: tuple[str, ...]
    book: LawBook

    def compose(self, sets: Sequence[str] = ()) -> Composed:
        """The scenario again, further options laid on it; raises ProblemsFound if the law book no longer allows it."""
        return compose(self.book, self.base, self.reform, [*self.options, *sets])


def typical(source: Source, names: Sequence[str] = SHOWN) -> Workers:
    """The careers under every scenario of a page whose law is still the one it was run with."""
    book = certainty.law_book()
    keys = frozenset(scenario.key for scenario in source.scenarios)
    read = {each.key: _read(each, book) for each in source.scenarios} if book is not None else {}
    laws = {key: kept for key, kept in read.items() if kept is not None}
    if not laws:
        return Workers((), keys)
    careers = [read_career(SCENARIOS / "careers" / f"{name}.yaml") for name in names]
    grounds: dict[tuple[str, ...], dict[str, Ground]] = {}
    workers = []
    for career in careers:
        sets = tuple(assumed(career))
        if sets not in grounds:
            grounds[sets] = {key: _ground(kept, sets) for key, kept in laws.items()}
        outcomes = {key: outcome(ground, career) for key, ground in grounds[sets].items()}
        note = Bilingual(career.note, career.chinese_note) if career.chinese_note else cited(career.note)
        workers.append(Worker(career.name, Bilingual(career.english, career.chinese), note, outcomes))
    return Workers(tuple(workers), keys - frozenset(laws))


def _read(scenario: Scenario, book: LawBook) -> _Kept | None:
    """The text that the result keeps, read; None where it does not give the values of the result any more."""
    pieces = scenario.made.pieces
    texts = [piece for piece in pieces if piece.kind == SCENARIO]
    overrides = {piece.name: piece.text for piece in pieces if piece.kind == OVERRIDE}
    beside = Beside((*bundled(), *(piece.name for piece in texts)), overrides)
    try:
        files = [read_scenario(piece.name, piece.text, book, beside) for piece in texts]
        if not files:
            return None
        options = tuple(piece.name for piece in pieces if piece.kind == OPTION)
        kept = _Kept(files[0], files[1] if len(files) > 1 else None, options, book)
        return kept if kept.compose().digest == scenario.made.parameters_digest else None
    except ProblemsFound:
        return None


def _ground(kept: _Kept, sets: Sequence[str]) -> Ground:
    """A law ready for single lives, with the assumptions of a career on it."""
    composed = kept.compose(sets)
    return Ground(composed, kept.book, build_law(composed.parameters, np.zeros(N_YEARS)))


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
        paid=tuple(round(float(each), 6) for each in paid_over_wages(life)), profile=profile(life),
    )  # fmt: skip


def profile(life: Life) -> tuple[tuple[float, ...], ...]:
    """Age, and what was earned, paid in by all and received in each year, over the national mean wage of the year."""
    found = []
    for year in life.years:
        wage = 12.0 * life.law.economy.national_wage[year_index(year.year)]
        flows = float(year.income.sum()), float(year_paid(life, year).sum()), sum(year_received(life, year).values())
        found.append((float(year.year - life.workers.birth_year), *(round(float(each / wage), 4) for each in flows)))
    return tuple(found)


def paid_over_wages(life: Life) -> Reals:
    """(payer,) all that is paid in a life, each year over the national mean wage of the year: months of that wage."""
    total = np.zeros(len(PAYERS))
    for year in life.years:
        total += year_paid(life, year).sum(axis=1) / life.law.economy.national_wage[year_index(year.year)]
    return total
