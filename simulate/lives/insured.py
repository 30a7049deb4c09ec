"""How the months of a life were insured: by whom, on what base, at what tier, or why not; each with its law."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple

import numpy as np

from simulate.codes import EMPLOYEE, FARM, HUKOU_RULES, PLATFORM_EMPLOYEE, PROVINCES
from simulate.contracts import PAID_FOR_RESIDENT, Reals
from simulate.lives import refusals
from simulate.lives.event import Event, Status
from simulate.lives.flows import GOVERNMENT, PAYERS, RESIDENT, WORKER, month_paid, year_paid
from simulate.lives.living import Life, Year
from simulate.lives.platforms import platform_status
from simulate.lives.public_money import government_status
from simulate.lives.sources import InForce, cite_rules, in_force, when
from simulate.lives.stretches import Stretch, runs, yuan
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


class Paid(NamedTuple):
    """How a month is paid in the employee scheme: the rules it goes through, and the parameters these read."""

    rules: tuple[Callable[..., Any], ...]
    reads: tuple[str, ...]


PAID: Final = {
    "employer": Paid(
        (contribution_base, employee_contribution),
        ("employee_pension.base_floor_ratio", "employee_pension.employee_rate",
         "employee_pension.employer_rate"),
    ),
    "flexible": Paid(
        (contribution_base, flexible_contribution, payer_shares),
        ("employee_pension.flexible_base_floor_ratio", "employee_pension.flexible_rate"),
    ),
    "credited": Paid(
        (care_credit_base, care_contribution),
        ("subsidies.care_credit", "subsidies.care_credit_index", "subsidies.care_funded_share"),
    ),
}  # fmt: skip


def pays_resident(year: Year) -> bool:
    """Whether the resident scheme was paid this year."""
    return int(year.after.residents.last_year[0]) == year.january // 12


def _status(life: Life, year: Year, m: int) -> Status:
    """How a month is insured and where, or why not, with what its sentence states."""
    kind, place = _kind_and_place(life, year, m)
    if kind in PAID:
        return _status_of_paid(life, year, m, kind, place)
    if kind == "resident":
        return _status_of_resident(life, year, m, place)
    if kind == "no resident scheme yet":
        law = in_force(life.ground, year.january + m, ("resident_pension.start",), province=place)
        return Status(kind, place, (), law)
    if kind == "outside":
        return Status(kind, place, (), InForce((), ()))
    return refusals.status_of_refusal(life, year, m, kind, place)


def _kind_and_place(life: Life, year: Year, m: int) -> tuple[str, int]:
    if year.pay[m] != UNPAID:
        kind = {PAID_AS_EMPLOYEE: "employer", PAID_AS_FLEXIBLE: "flexible", CREDITED: "credited"}[int(year.pay[m])]
        return kind, int(year.insured[m])
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


def insurance(life: Life) -> Iterator[Event]:
    """Stretches of months insured, and of months that could have been and were not."""
    for stretch in runs(life, lambda year, m: _status(life, year, m)):
        kind = stretch.state.kind
        if kind == "outside":
            continue
        if kind in PAID:
            yield _paid(life, stretch)
        elif kind == "resident":
            yield _resident(life, stretch)
        elif kind == "no resident scheme yet":
            yield _before_scheme(life, stretch)
        else:
            yield refusals.refusal(life, stretch)


def _status_of_paid(life: Life, year: Year, m: int, kind: str, place: int) -> Status:
    e, month = life.law.employee_pension, year.january + m
    payers = tuple(payer for payer, amount in enumerate(_by_payer(life, year, m)) if amount > 0.5)
    names, why = list(PAID[kind].reads), ""
    floor, ceiling = float(e.base_floor[month, place]), float(e.base_ceiling[month, place])
    if kind == "flexible":
        floor = float(e.flexible_base_floor[month, place])
        why = _why_flexible(life, year, m, place)
        if why and not _goes_on(year, m):
            names += refusals.hukou_parameters(life, year, m)
    if kind == "employer" and e.covid_relief_share[month] != 0.0:
        names.append("employee_pension.covid_relief_share")
    if kind != "credited" and year.base[m] == ceiling:
        names.append("employee_pension.base_ceiling_ratio")
    law = in_force(life.ground, month, names, province=place)
    others = (platform_status(life, year, m), government_status(life, year, m)) if kind == "flexible" else ()
    return Status(kind, place, (payers, floor, ceiling, why, *others), law)  # the worker pays what others leave


def _by_payer(life: Life, year: Year, m: int) -> Reals:
    """(payer,) yuan of a month."""
    return np.asarray(month_paid(life, year, m).parts.sum(axis=1))


def _paid(life: Life, stretch: Stretch[Status]) -> Event:
    kind, place, detail, law = stretch.state
    name, (payers, _, _, why, *_) = PROVINCES.labels[place], detail
    assert isinstance(payers, tuple)
    by = [f"{PAYERS[payer]} {stretch.between(partial(_paid_by, life, payer))}" for payer in payers]
    text = f"base {stretch.between(lambda year, m: year.base[m])}: " + ", ".join(by)
    if kind == "employer":
        what = f"insured by the employer in {name}, {text}"
    elif kind == "credited":
        what, why = f"credited for care in {name}, {text}", "out of work for care"
    else:
        what = f"pays as a flexible worker in {name}, {text}"
    return Event(stretch.start, stretch.stop, "insured", what, str(why), (*law.law, *cite_rules(*PAID[kind].rules)))


def _paid_by(life: Life, payer: int, year: Year, m: int) -> float:
    return float(_by_payer(life, year, m)[payer])


def _why_flexible(life: Life, year: Year, m: int, place: int) -> str:
    if _goes_on(year, m):
        return "goes on paying for the missing months"
    if place == year.home:
        return ""
    rule = refusals.hukou_rule_of(life, year, m)
    return f"the place of work admits workers without local hukou ({HUKOU_RULES.labels[rule]})"


def _goes_on(year: Year, m: int) -> bool:
    return bool(year.after.rights.outcome[0] == SETTLED_EXTENDING) or _is_extension(year, m)


def _is_extension(year: Year, m: int) -> bool:
    rights = year.before.rights
    return bool(rights.extend_from[0] != NEVER and year.january + m >= rights.extend_from[0])


def is_offered(life: Life, year: Year, tier: int) -> bool:
    """Whether a tier is not below the lowest that the province accepts in a year; 国发〔2014〕8号 art. 4 (1).

    Those the government pays for keep the tier that others lost (人社部发〔2017〕59号).
    """
    if year.sums is not None and year.sums[PAID_FOR_RESIDENT] > 0.0:
        return True
    r, at = life.law.resident_pension, year.january // 12
    asked = yearly_contribution(r.tier[at, tier], r.minimum_tier[at, year.home])
    return round(float(asked), 2) == round(float(r.tier[at, tier]), 2)


def _status_of_resident(life: Life, year: Year, m: int, place: int) -> Status:
    tier, paid = int(year.after.residents.tier[0]), year_paid(life, year)[:, RESIDENT]
    names = ["resident_pension.tier", "resident_pension.entry_subsidy"]
    offered = is_offered(life, year, tier)
    if not offered:
        names.append("resident_pension.minimum_tier")
    law = in_force(life.ground, year.january + m, names, province=place, tier=tier)
    return Status("resident", place, (tier, offered, yuan(paid[WORKER]), yuan(paid[GOVERNMENT])), law)


def _resident(life: Life, stretch: Stretch[Status]) -> Event:
    """Years paid in the resident scheme: the tier kept to, and what was paid in each of them.

    Those keeping to a tier that is no longer offered pay the lowest one left.
    """
    _, place, (tier, offered, worker, government), law = stretch.state
    assert isinstance(tier, int)
    label, name = life.ground.labels("resident_pension.tier", "tier")[tier], PROVINCES.labels[place]
    what = f"resident scheme in {name}, tier {label} a year"
    if not offered:
        what = f"resident scheme in {name}, the lowest tier still offered ({label} no longer is)"
    years = stretch.between(lambda year, _: year.year, "{:d}")
    why = f"in {years} worker {worker}, government {government}"
    cited = (*law.law, *cite_rules(yearly_contribution, entry_subsidy))
    return Event(stretch.start, stretch.stop, "insured", what, why, cited)


def _before_scheme(life: Life, stretch: Stretch[Status]) -> Event:
    """A worker who would join the resident scheme before it began at the place of hukou."""
    place = stretch.state.place
    name, begins = PROVINCES.labels[place], when(int(life.law.resident_pension.start[place]))
    what, why = f"no resident scheme in {name} yet", f"it begins there in {begins}"
    return Event(stretch.start, stretch.stop, "refused", what, why, stretch.state.law.law)
