"""What happened in a life and why: work, insurance, refusals, who bore the contribution, the settlement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from simulate.codes import (
    EMPLOYEE,
    FARM,
    FORMS,
    HUKOU_RULES,
    OCCUPATIONS,
    OTHER_FLEXIBLE,
    PLATFORM_EMPLOYEE,
    PLATFORM_FLEXIBLE,
    PROVINCES,
    RETIRED,
)  # fmt: skip
from simulate.lives import refusals
from simulate.lives.awards import award_events
from simulate.lives.event import Event
from simulate.lives.flows import EMPLOYER, GOVERNMENT, PLATFORM, WORKER, month_paid
from simulate.lives.living import Life, Year
from simulate.lives.settled import Settled
from simulate.lives.sources import cite
from simulate.schemes.state import CREDITED, NEVER, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, UNPAID

_State = TypeVar("_State", bound=tuple[object, ...])
_FLEXIBLE = (PLATFORM_FLEXIBLE, OTHER_FLEXIBLE)


def events(life: Life, settled: Settled) -> list[Event]:
    """All events of a life in order."""
    found = [*_work(life), *_insurance(life), *_sharing(life), *_of_years(life), *award_events(life, settled)]
    rank = {"work": 0, "insured": 1, "refused": 1, "sharing": 2, "settled": 3}
    return sorted(found, key=lambda event: (event.month, rank[event.kind]))


def months(life: Life) -> Iterator[tuple[int, Year, int]]:
    """(month count, year, month of the year) of the career, up to the claim."""
    stop = int(life.last.rights.stop_month[0])
    for year in life.years:
        for m in range(12):
            month = year.january + m
            if month < stop and year.form[m] != RETIRED:
                yield month, year, m


def _runs(life: Life, state: Callable[[Year, int], _State]) -> Iterator[tuple[int, int, _State, Year, int]]:
    """Stretches of months with the same ``state(year, m)``: start, month after, state, year and month of the start."""
    current: tuple[int, _State, Year, int] | None = None
    last = 0
    for month, year, m in months(life):
        now = state(year, m)
        if current is None or now != current[1]:
            if current is not None:
                yield current[0], month, *current[1:]
            current = (month, now, year, m)
        last = month
    if current is not None:
        yield current[0], last + 1, *current[1:]


def yuan(amount: float) -> str:
    """An amount without decimals, thousands apart."""
    return f"{amount:,.0f}"


def _work(life: Life) -> Iterator[Event]:
    def state(year: Year, m: int) -> tuple[int, int, int]:
        form = int(year.form[m])
        on_platform = form in (PLATFORM_FLEXIBLE, PLATFORM_EMPLOYEE)
        return form, year.occupation if on_platform else -1, int(year.place[m])

    for start, stop, (form, job, place), year, m in _runs(life, state):
        text = (
            FORMS.labels[form]
            + (f", {OCCUPATIONS.labels[job]}" if job >= 0 else "")
            + f", in {PROVINCES.labels[place]}"
        )
        if year.income[m] > 0.0:
            text += f", earns {yuan(year.income[m])}"
        yield Event(start, stop, "work", text)


def _status() -> Callable[[Year, int], tuple[str, int]]:
    """How a month is insured and where, or why not."""

    def state(year: Year, m: int) -> tuple[str, int]:
        if year.pay[m] == UNPAID:
            form = int(year.form[m])
            if year.refused[m]:
                return "refused", int(year.place[m])
            if refusals.is_lapsed(year, m):
                return "lapsed", int(year.insured[m])
            if year.joins:
                return "resident", year.home
            if form in (EMPLOYEE, PLATFORM_EMPLOYEE):
                return "not insured by the employer", int(year.place[m])
            if form in _FLEXIBLE:
                return "not insured", int(year.place[m])
            return "outside", -1 if form != FARM else -2
        kind = {PAID_AS_EMPLOYEE: "employer", PAID_AS_FLEXIBLE: "flexible", CREDITED: "credited"}[int(year.pay[m])]
        return kind, int(year.insured[m])

    return state


def _insurance(life: Life) -> Iterator[Event]:
    for start, stop, (kind, place), year, m in _runs(life, _status()):
        if kind == "outside":
            continue
        if kind in ("employer", "flexible", "credited"):
            yield _paid(life, start, stop, kind, place, year, m)
        elif kind == "resident":
            yield _resident(life, start, stop, place, year)
        else:
            yield refusals.refusal(life, start, stop, kind, year, m)


def _paid(life: Life, start: int, stop: int, kind: str, place: int, year: Year, m: int) -> Event:
    parts = month_paid(life, year, m).parts.sum(axis=1)
    name = PROVINCES.labels[place]
    by = [
        f"{who} {yuan(parts[payer])}"
        for who, payer in (
            ("worker", WORKER),
            ("employer", EMPLOYER),
            ("platform", PLATFORM),
            ("government", GOVERNMENT),
        )
        if parts[payer] > 0.5
    ]
    text = f"base {yuan(year.base[m])}: " + ", ".join(by)
    if kind == "employer":
        law = ("base_floor_ratio", "employee_rate", "employer_rate")
        return _event(life, start, stop, f"insured by the employer in {name}, {text}", law, place)
    if kind == "credited":
        law_of_care = (cite(life.ground, "subsidies.care_credit", start, place),)
        return Event(
            start, stop, "insured", f"credited for care in {name}, {text}", "out of work for care", law_of_care
        )
    of_flexible = ("flexible_base_floor_ratio", "flexible_rate")
    why = ""
    if year.after.rights.outcome[0] == 2 or _is_extension(year, m):
        why = "goes on paying for the months that are missing"
    elif place != year.home:
        rule = life.law.enrolment.hukou_rule[start, place]
        why = f"the place of work admits workers without local hukou ({HUKOU_RULES.labels[rule]})"
    return _event(life, start, stop, f"pays as a flexible worker in {name}, {text}", of_flexible, place, why)


def _is_extension(year: Year, m: int) -> bool:
    rights = year.before.rights
    return bool(rights.extend_from[0] != NEVER and year.january + m >= rights.extend_from[0])


def _event(life: Life, start: int, stop: int, what: str, names: tuple[str, ...], place: int, why: str = "") -> Event:
    law = tuple(cite(life.ground, f"employee_pension.{name}", start, place) for name in names)
    return Event(start, stop, "insured", what, why, law)


def _resident(life: Life, start: int, stop: int, place: int, year: Year) -> Event:
    tier = life.ground.labels("resident_pension.tier", "tier")[max(int(year.after.residents.tier[0]), 0)]
    law = (
        cite(life.ground, "resident_pension.tier", start),
        cite(life.ground, "resident_pension.entry_subsidy", start, place),
    )
    what = f"resident scheme in {PROVINCES.labels[place]}, tier {tier} a year"
    return Event(start, stop, "insured", what, "", law)


def _sharing(life: Life) -> Iterator[Event]:
    """Who bears the contribution of a flexible worker: platform and government, and why not."""
    history = refusals.FloorHistory(life)

    def state(year: Year, m: int) -> tuple[str, bool]:
        history.add(year, m)
        if year.pay[m] != PAID_AS_FLEXIBLE:
            return "", False
        return refusals.platform_state(life, year, m), bool(year.government[m] > 0.005)

    previous_government = False
    for start, stop, (platform, government), year, m in _runs(life, state):
        if platform:
            yield refusals.platform_event(life, history, start, stop, platform, year, m)
        if government and not previous_government:
            law = tuple(
                cite(life.ground, f"subsidies.{name}", start, int(year.insured[m]))
                for name in ("subsidy_kind", "matching_share")
            )
            what = f"the government pays {yuan(year.government[m])} of {yuan(year.due[m])}"
            yield Event(start, stop, "sharing", what, "", law)
        previous_government = government


def _of_years(life: Life) -> Iterator[Event]:
    """What is settled once a year: where the relation stands, months deferred."""
    for year in life.years:
        before, after = year.before.rights, year.after.rights
        was, now = int(before.relation_province[0]), int(after.relation_province[0])
        december = year.january + 11
        if was not in (NEVER, now) and before.outcome[0] == after.outcome[0]:
            law = (cite(life.ground, "portability.transfer_start", december),)
            what = f"the pension relation moves from {PROVINCES.labels[was]} to {PROVINCES.labels[now]}"
            yield Event(december, None, "sharing", what, "the account and 12 % of the bases go with it", law)
        deferred = float(year.before.support.deferred_months[0])
        if deferred > 0.0:
            law = (cite(life.ground, "subsidies.deferral", december - 12),)
            yield Event(december, None, "sharing", f"pays {deferred:.0f} months deferred last year", "", law)
