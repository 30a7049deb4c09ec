"""How the months of a life were insured: by whom, on what base, at what tier, or why not; each with its law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from simulate.codes import EMPLOYEE, FARM, HUKOU_RULES, PLATFORM_EMPLOYEE, PROVINCES
from simulate.contracts import PAID_FOR_RESIDENT
from simulate.lives import refusals
from simulate.lives.event import Event
from simulate.lives.flows import EMPLOYER, GOVERNMENT, PLATFORM, RESIDENT, WORKER, month_paid, year_paid
from simulate.lives.living import Life, Year
from simulate.lives.sources import cite, cite_rules, when
from simulate.lives.stretches import runs, yuan
from simulate.schemes.employee_pension.rules import (
    contribution_base,
    employee_contribution,
    flexible_contribution,
    payer_shares,
)  # fmt: skip
from simulate.schemes.enrolment.rules import is_flexible
from simulate.schemes.resident_pension.rules import entry_subsidy, yearly_contribution
from simulate.schemes.state import CREDITED, NEVER, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, SETTLED_EXTENDING, UNPAID
from simulate.schemes.subsidies.rules import care_contribution, care_credit_base

_Rules = Sequence[Callable[..., Any]]


def pays_resident(year: Year) -> bool:
    """Whether the resident scheme was paid this year."""
    return int(year.after.residents.last_year[0]) == year.january // 12


def _status(life: Life) -> Callable[[Year, int], tuple[str, int, int, bool]]:
    """How a month is insured and where, or why not; of the resident scheme tier, and whether it is still offered."""

    def state(year: Year, m: int) -> tuple[str, int, int, bool]:
        kind, place = kind_and_place(year, m)
        if kind != "resident":
            return kind, place, -1, True
        tier = int(year.after.residents.tier[0])
        return kind, place, tier, is_offered(life, year, tier)

    def kind_and_place(year: Year, m: int) -> tuple[str, int]:
        if year.pay[m] == UNPAID:
            form = int(year.form[m])
            if year.refused[m]:
                return "refused", int(year.place[m])
            if refusals.is_lapsed(year, m):
                return "lapsed", int(year.insured[m])
            has_begun = year.january + m >= int(life.law.resident_pension.start[year.home])
            if (year.joins or pays_resident(year)) and not has_begun:
                return "no resident scheme yet", year.home
            if year.joins or pays_resident(year):
                return "resident" if pays_resident(year) else "outside", year.home
            if form in (EMPLOYEE, PLATFORM_EMPLOYEE):
                return "not insured by the employer", int(year.place[m])
            if is_flexible(form):
                return "not insured", int(year.place[m])
            return "outside", -1 if form != FARM else -2
        kind = {PAID_AS_EMPLOYEE: "employer", PAID_AS_FLEXIBLE: "flexible", CREDITED: "credited"}[int(year.pay[m])]
        return kind, int(year.insured[m])

    return state


def insurance(life: Life) -> Iterator[Event]:
    """Stretches of months insured, and of months that could have been and were not."""
    for start, stop, (kind, place, tier, offered), year, m in runs(life, _status(life)):
        if kind == "outside":
            continue
        if kind in ("employer", "flexible", "credited"):
            yield _paid(life, start, stop, kind, place, year, m)
        elif kind == "resident":
            yield _resident(life, start, stop, place, tier, offered, year)
        elif kind == "no resident scheme yet":
            yield _before_scheme(life, start, stop, place)
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
        of_employee: _Rules = (contribution_base, employee_contribution)
        return _event(life, start, stop, f"insured by the employer in {name}, {text}", law, of_employee, place)
    if kind == "credited":
        law_of_care = (
            cite(life.ground, "subsidies.care_credit", start, place),
            *cite_rules(care_credit_base, care_contribution),
        )
        return Event(
            start, stop, "insured", f"credited for care in {name}, {text}", "out of work for care", law_of_care
        )
    of_flexible = ("flexible_base_floor_ratio", "flexible_rate")
    why = ""
    if year.after.rights.outcome[0] == SETTLED_EXTENDING or _is_extension(year, m):
        why = "goes on paying for the months that are missing"
    elif place != year.home:
        rule = refusals.hukou_rule_of(life, year, m)
        why = f"the place of work admits workers without local hukou ({HUKOU_RULES.labels[rule]})"
    rules: _Rules = (contribution_base, flexible_contribution, payer_shares)
    return _event(life, start, stop, f"pays as a flexible worker in {name}, {text}", of_flexible, rules, place, why)


def _is_extension(year: Year, m: int) -> bool:
    rights = year.before.rights
    return bool(rights.extend_from[0] != NEVER and year.january + m >= rights.extend_from[0])


def _event(
    life: Life, start: int, stop: int, what: str, names: tuple[str, ...], rules: _Rules,
    place: int, why: str = "",
) -> Event:  # fmt: skip
    law = tuple(cite(life.ground, f"employee_pension.{name}", start, place) for name in names)
    return Event(start, stop, "insured", what, why, (*law, *cite_rules(*rules)))


def is_offered(life: Life, year: Year, tier: int) -> bool:
    """Whether a tier is not below the lowest that the province accepts in a year; 国发〔2014〕8号 art. 4 (1).

    Whom the government pays for keeps the tier that others lost (人社部发〔2017〕59号).
    """
    if year.sums is not None and year.sums[PAID_FOR_RESIDENT] > 0.0:
        return True
    r, at = life.law.resident_pension, year.january // 12
    asked = yearly_contribution(r.tier[at, tier], r.minimum_tier[at, year.home])
    return round(float(asked), 2) == round(float(r.tier[at, tier]), 2)


def _resident(life: Life, start: int, stop: int, place: int, tier: int, offered: bool, year: Year) -> Event:
    """Years paid in the resident scheme: the tier kept to, and what was paid in the first of them.

    Who keeps to a tier that is no longer offered pays the lowest one left.
    """
    label = life.ground.labels("resident_pension.tier", "tier")[tier]
    law = (
        cite(life.ground, "resident_pension.tier", start),
        cite(life.ground, "resident_pension.entry_subsidy", start, place),
        *cite_rules(yearly_contribution, entry_subsidy),
    )
    paid = year_paid(life, year)
    name = PROVINCES.labels[place]
    what = f"resident scheme in {name}, tier {label} a year"
    if not offered:
        what = f"resident scheme in {name}, the lowest tier still offered ({label} no longer is)"
    why = f"in {year.year} worker {yuan(paid[WORKER, RESIDENT])}, government {yuan(paid[GOVERNMENT, RESIDENT])}"
    return Event(start, stop, "insured", what, why, law)


def _before_scheme(life: Life, start: int, stop: int, place: int) -> Event:
    """Who would join the resident scheme before it began at the place of hukou."""
    name = PROVINCES.labels[place]
    begins = when(int(life.law.resident_pension.start[place]))
    law = (cite(life.ground, "resident_pension.start", start, place),)
    return Event(start, stop, "refused", f"no resident scheme in {name} yet", f"it begins there in {begins}", law)
