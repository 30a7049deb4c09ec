"""Employee medical insurance in a worker's year: what is paid for it, and cover in retirement.

How many of those who pay the pension are members is a share of each of them (``employee_take_up`` and the others), so
that members and money are expected values; ``due_of_flexible`` is what the choice of a flexible worker may look at.
"""

from __future__ import annotations

from typing import Final

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.contracts import Reals
from simulate.engine.jit import rule, step
from simulate.measures.branches import (
    EMPLOYER_TO_EMPLOYEE_MEDICAL, FLEXIBLE_MEDICAL, MEDICAL_RETIRED, MEDICAL_WORKING, PLATFORM_TO_EMPLOYEE_MEDICAL,
    RECEIVED_EMPLOYEE_MEDICAL, WORKER_TO_EMPLOYEE_MEDICAL,
)  # fmt: skip
from simulate.schemes.employee_medical.params import COVERED, OUTSIDE, UNDECIDED
from simulate.schemes.employee_medical.rules import (
    flexible_medical_base, flexible_waiting_months, medical_contribution, pays_up, platform_medical_share,
    retiree_medical_lump_sum, retiree_medical_years,
)  # fmt: skip
from simulate.schemes.enrolment.rules import is_admitted, is_flexible
from simulate.schemes.state import NEVER, PUBLIC_CAREER, SETTLED_EMPLOYEE, UNPAID, Standing
from simulate.schemes.views import CHANGING, Here, LawRecord, Now, Person, YearRecord

_JULY: Final = 6
_PUBLIC_RETIREMENT: Final = 60


@rule
def due_of_flexible(own: LawRecord, economy: LawRecord, year: int, place: int):
    """A flexible worker's medical contribution at a place, yuan a month."""
    base = flexible_medical_base(
        economy.wage[max(year - 1, 0), place], own.flexible_base_share[year, place], own.base_rounding[year, place]
    )
    return medical_contribution(base, own.flexible_rate[year, place])


@rule
def pay_employed(
    own: LawRecord, months: float, bases: float, year: int, place: int, ledger: Reals, medical: Standing
) -> None:
    """Book the contributions of months as an employee: ``bases`` their contribution bases together, yuan."""
    worker = medical_contribution(bases, own.worker_rate[year])
    employer = medical_contribution(bases, own.employer_rate[year, place])
    ledger[MEDICAL_WORKING] += months / 12.0
    ledger[WORKER_TO_EMPLOYEE_MEDICAL] += worker
    ledger[EMPLOYER_TO_EMPLOYEE_MEDICAL] += employer
    ledger[RECEIVED_EMPLOYEE_MEDICAL] += worker + employer
    medical.paid_months += months


@step
def months_of_flexible(own: LawRecord, person: Person, now: Now, record: YearRecord, rights: Standing):
    """Months paid as a flexible worker: a share of those with the pension paid, another of those without.

    Who pays the pension was admitted where it is paid; the others need local hukou, or a place that admits them.
    """
    year = now.year
    months = own.flexible_take_up[year] * record.flexible_months
    share = own.take_up_without_pension[year]
    may_pay = person.steady_form == CHANGING or is_flexible(person.steady_form)
    for m in range(12 if share > 0.0 and may_pay else 0):
        month, place = now.january + m, record.place[m]
        if record.pay[m] == UNPAID and is_flexible(record.form[m]):
            needed, there = own.hukou_rule_months[month, place], rights.months_by_province[place]
            if place == person.home or is_admitted(own.hukou_rule[month, place], needed, there):
                months += share
    return months


@step
def part_on_platforms(steady_form: int, record: YearRecord):
    """Part of the year's months of flexible work that were on a platform; of who pays without such work, nothing."""
    if record.has_platform == 0 or steady_form != CHANGING:
        return float(record.has_platform)
    flexible = platform = 0.0
    for m in range(12):
        flexible += is_flexible(record.form[m])
        platform += record.form[m] == PLATFORM_FLEXIBLE
    return platform / flexible


@step
def pay_flexible(
    own: LawRecord,
    economy: LawRecord,
    months: float,
    on_platforms: float,
    year: int,
    place: int,
    ledger: Reals,
    medical: Standing,
) -> None:
    """Book the contributions of months as a flexible worker, and the part of them with benefits.

    Platforms pay their share of the part ``on_platforms`` of the months.
    """
    due = months * due_of_flexible(own, economy, year, place)
    platform = platform_medical_share(due * on_platforms, own.platform_share[year])
    gap = 0.0 if medical.last_year >= year - 1 else 12.0
    share = months / 12.0
    waited = flexible_waiting_months(gap, own.waived_months[0], own.waiting[year, place]) * share
    ledger[MEDICAL_WORKING] += share
    ledger[FLEXIBLE_MEDICAL] += max(months - waited, 0.0) / 12.0
    ledger[WORKER_TO_EMPLOYEE_MEDICAL] += due - platform
    ledger[PLATFORM_TO_EMPLOYEE_MEDICAL] += platform
    ledger[RECEIVED_EMPLOYEE_MEDICAL] += due
    medical.paid_months += months
    medical.last_year = year


@step
def contribute(
    own: LawRecord,
    economy: LawRecord,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Pay for the year's months as an employee, in the public service, and as a flexible worker."""
    year, place = now.year, record.place[_JULY]
    if record.employed_months > 0:
        share = own.employee_take_up[year]
        months, bases = share * record.employed_months, share * record.employed_bases
        pay_employed(own, months, bases, year, place, ledger, me.employee_medical)
    if record.public_months > 0:
        pay_employed(own, record.public_months, record.public_earned, year, place, ledger, me.employee_medical)
    months = months_of_flexible(own, person, now, record, me.rights)
    if months > 0.0:
        on_platforms = part_on_platforms(person.steady_form, record)
        pay_flexible(own, economy, months, on_platforms, year, place, ledger, me.employee_medical)


@step
def decide(
    own: LawRecord, economy: LawRecord, person: Person, year: int, place: int, ledger: Reals, me: Standing
) -> None:
    """Cover in retirement: free with the months the place asks for; else bought, if that is worth it, or left."""
    medical = me.employee_medical
    short = retiree_medical_years(
        12.0 * own.required_years[year, place, person.sex], medical.paid_months,
        12.0 * own.required_years_in_place[year, place], me.rights.months_by_province[place],
    )  # fmt: skip
    missing = max(short.missing_months, short.missing_months_in_place)
    medical.retired = COVERED
    if missing > 0.0:
        lump = retiree_medical_lump_sum(missing, due_of_flexible(own, economy, year, place))
        if pays_up(lump, own.years_left[year, person.sex], own.value_gap[year], own.resident_premium[max(year - 1, 0)]):
            ledger[WORKER_TO_EMPLOYEE_MEDICAL] += lump
            ledger[RECEIVED_EMPLOYEE_MEDICAL] += lump
        else:
            medical.retired = OUTSIDE


@step
def retire(
    own: LawRecord,
    economy: LawRecord,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Decide cover in retirement when the pension is awarded; who served the public long enough is covered."""
    if me.employee_medical.retired != UNDECIDED:
        return
    if me.rights.outcome == SETTLED_EMPLOYEE:
        place = me.rights.benefit_province
        decide(own, economy, person, now.year, place if place != NEVER else here.place, ledger, me)
    elif now.age >= _PUBLIC_RETIREMENT and me.rights.public_months >= PUBLIC_CAREER:
        me.employee_medical.retired = COVERED


@step
def count(
    own: LawRecord,
    economy: LawRecord,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Count the retired who are covered."""
    if me.employee_medical.retired == COVERED and ledger[MEDICAL_WORKING] == 0.0:
        ledger[MEDICAL_RETIRED] = 1.0


STEPS: Final = {"contributions": contribute, "award": retire, "describing": count}
