"""What happened in a life and why: work, insurance, refusals, who bore the contribution, the settlement."""

from __future__ import annotations

from collections.abc import Iterator

from simulate.codes import FORMS, OCCUPATIONS, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, PROVINCES
from simulate.lives.awards import award_events
from simulate.lives.event import Event, Status
from simulate.lives.insured import insurance
from simulate.lives.living import Life, Year
from simulate.lives.platforms import FloorHistory, platform_event, platform_status
from simulate.lives.public_money import government_event, government_status
from simulate.lives.settled import Settled
from simulate.lives.sources import cite, cite_rules
from simulate.lives.stretches import runs, said
from simulate.schemes.portability.rules import next_relation, transferable_pool
from simulate.schemes.state import PAID_AS_FLEXIBLE, SETTLED_EXTENDING, UNSETTLED
from simulate.schemes.subsidies.rules import deferred_contribution, paid_after_deferral


def events(life: Life, settled: Settled) -> list[Event]:
    """All events of a life in order."""
    found = [*_work(life), *insurance(life), *_sharing(life), *_of_years(life), *award_events(life, settled)]
    rank = {"work": 0, "insured": 1, "refused": 1, "sharing": 2, "settled": 3}
    return sorted(found, key=lambda event: (event.month, rank[event.kind]))


def _work(life: Life) -> Iterator[Event]:
    def state(year: Year, m: int) -> tuple[int, int, int, bool]:
        form = int(year.form[m])
        on_platform = form in (PLATFORM_FLEXIBLE, PLATFORM_EMPLOYEE)
        return form, year.occupation if on_platform else -1, int(year.place[m]), bool(year.income[m] > 0.0)

    for stretch in runs(life, state):
        form, job, place, earns = stretch.state
        text = (
            FORMS.labels[form]
            + (f", {OCCUPATIONS.labels[job]}" if job >= 0 else "")
            + f", in {PROVINCES.labels[place]}"
        )
        if earns:
            text += f", earns {stretch.between(lambda year, m: year.income[m])}"
        yield Event(stretch.start, stretch.stop, "work", text)


def _sharing(life: Life) -> Iterator[Event]:
    """Who bears the contribution of a flexible worker: platform and government, and why not."""
    history = FloorHistory(life)

    def platform(year: Year, m: int) -> tuple[Status | None]:
        history.add(year, m)
        return (platform_status(life, year, m) if year.pay[m] == PAID_AS_FLEXIBLE else None,)

    def government(year: Year, m: int) -> tuple[Status | None]:
        return (government_status(life, year, m) if year.pay[m] == PAID_AS_FLEXIBLE else None,)

    for stretch in said(runs(life, platform)):
        yield platform_event(life, history, stretch)
    for stretch in said(runs(life, government)):
        yield government_event(stretch)


def _of_years(life: Life) -> Iterator[Event]:
    """What is settled once a year: where the relation stands, months deferred."""
    for year in life.years:
        before, after = year.before.rights, year.after.rights
        is_extended = before.outcome[0] == UNSETTLED and after.outcome[0] == SETTLED_EXTENDING
        claim = int(after.extend_from[0]) - 1 if is_extended else int(after.stop_month[0])
        for moved, was in _left(year):
            now = int(year.insured[moved - year.january])
            carried = float(life.law.portability.transfer_share[moved])
            law = (
                cite(life.ground, "portability.transfer_start", moved),
                cite(life.ground, "portability.transfer_share", moved),
                *cite_rules(next_relation, transferable_pool),
            )
            what = f"the pension relation moves from {PROVINCES.labels[was]} to {PROVINCES.labels[now]}"
            yield Event(moved, None, "sharing", what, f"the account and {carried:.0%} of the bases go with it", law)
        deferred = float(year.before.support.deferred_months[0])
        paid = paid_after_deferral(year.january, claim)
        if deferred > 0.0 and paid >= year.january:
            law = (
                cite(life.ground, "subsidies.deferral", year.january - 1),
                *cite_rules(paid_after_deferral, deferred_contribution),
            )
            yield Event(paid, None, "sharing", f"pays {deferred:.0f} months deferred last year", "", law)


def _left(year: Year) -> list[tuple[int, int]]:
    """The months of a year in which the relation leaves a province, and which; 国办发〔2009〕66号 art. 5."""
    left = enumerate(year.after.rights.left_month[0])
    return sorted((int(month), place) for place, month in left if month >= year.january)
