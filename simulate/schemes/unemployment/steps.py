"""Unemployment insurance in a worker's year: what is paid in, and the benefit of months out of work.

Membership is a share of each employee, and drawing the benefit a share of each entitled: expected values.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.codes import RURAL, UNEMPLOYED
from simulate.contracts import Reals
from simulate.engine.jit import rule, step
from simulate.measures.branches import (
    EMPLOYER_TO_UNEMPLOYMENT, INSURED_UNEMPLOYMENT, RECEIVED_UNEMPLOYMENT, UNEMPLOYMENT_BENEFITS,
    UNEMPLOYMENT_RECIPIENTS, UNEMPLOYMENT_TO_MEDICAL, WORKER_TO_UNEMPLOYMENT,
)  # fmt: skip
from simulate.schemes.acquired import end_of_stay, is_public_month, stay_of
from simulate.schemes.employee_pension.rules import base_at_floor
from simulate.schemes.law import Economy
from simulate.schemes.state import NEVER, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, SETTLED_EMPLOYEE, Standing
from simulate.schemes.unemployment.params import UnemploymentParameters, UnemploymentRights
from simulate.schemes.unemployment.rules import (
    is_entitled, is_refunded, medical_during_unemployment, own_base, pension_paid_by_unemployment_fund,
    unemployment_benefit, unemployment_contribution, unemployment_months,
)  # fmt: skip
from simulate.schemes.views import CHANGING, Here, Now, Person, YearRecord


class Drawn(NamedTuple):
    """What the unemployed draw in a year."""

    months: float
    benefits: float  # yuan, with what is paid of pension contributions
    medical: float  # paid into medical insurance, yuan


@rule
def lowest_base(own: UnemploymentParameters, economy: Economy, year: int, place: int) -> float:
    """Lowest base of flexible workers in a province, yuan a month: a share of last year's mean wage."""
    return own.base_share[year, place] * economy.wage[max(year - 1, 0), place]


class Members(NamedTuple):
    """Of those in work, the shares who are members."""

    employees: float
    public: float
    flexible: float


@rule
def members(own: UnemploymentParameters, year: int, place: int) -> Members:
    """The shares of a year in a province."""
    return Members(own.employee_take_up[year], own.public_take_up[year], own.flexible_take_up[year, place])


@step
def contribute(
    own: UnemploymentParameters, economy: Economy, person: Person, year: int, record: YearRecord, ledger: Reals
) -> float:  # fmt: skip
    """Pay for the months as an employee, public ones included, and as a flexible worker where that is open.

    Stay by stay, by the rules of each province.  Returns the months paid.
    """
    asked, paid_months, first = 1.0 - own.relief_share[year], 0.0, 0
    while first < 12:
        until, place = end_of_stay(first, person.steady_form, record.place), record.place[first]
        of, stay = members(own, year, place), stay_of(first, until, record)
        of_firms, of_public = of.employees * stay.bases, of.public * stay.public_earned
        own_bases = own_base(of_firms, person.hukou_type == RURAL, own.rural_share[year]) + of_public
        months = of.employees * stay.employed + of.public * stay.public
        worker = unemployment_contribution(own_bases, own.worker_rate[year])
        employer = unemployment_contribution(of_firms + of_public, own.employer_rate[year])
        if of.flexible > 0.0 and stay.flexible > 0:
            flexible = of.flexible * stay.flexible
            base = lowest_base(own, economy, year, place)
            worker += unemployment_contribution(flexible * base, own.flexible_rate[year])
            months += flexible
        if months > 0.0:
            ledger[INSURED_UNEMPLOYMENT] += months / 12.0
            ledger[WORKER_TO_UNEMPLOYMENT] += asked * worker
            ledger[EMPLOYER_TO_UNEMPLOYMENT] += asked * employer
            ledger[RECEIVED_UNEMPLOYMENT] += asked * (worker + employer)
        paid_months += months
        first = until
    return paid_months


@rule
def paid_part(of: Members, m: int, record: YearRecord) -> float:
    """Part of a month that is paid for: the share of those in work who are members."""
    if is_public_month(m, record):
        return of.public
    if record.pay[m] == PAID_AS_EMPLOYEE:
        return of.employees
    return of.flexible if record.pay[m] == PAID_AS_FLEXIBLE else 0.0


@rule
def open_spell(own: UnemploymentParameters, year: int, place: int, mine: UnemploymentRights) -> None:
    """The right that the months paid so far give, with what was unused of the last; they count no more (art. 46)."""
    mine.months_left = unemployment_months(own.scale[year, place], mine.paid_months / 12.0, mine.months_left)
    mine.paid_months = mine.months_drawn = 0.0


@rule
def has_pension(month: int, me: Standing) -> bool:
    """Whether a basic pension is drawn in a month, with which the benefit ends (社会保险法 art. 51 (4)).

    That of the employee scheme or the resident one (art. 10, 22), after which no month is without: a resident pension
    ends with an employee pension alone.
    """
    begins = me.residents.first_payment
    is_resident = begins != NEVER and month >= begins
    return is_resident or (me.rights.outcome == SETTLED_EMPLOYEE and month > me.rights.stop_month)


@rule
def pension_of_month(
    own: UnemploymentParameters, month: int, m: int, place: int, record: YearRecord, me: Standing
) -> float:
    """What the fund pays of a month's pension contribution, yuan; nothing with a year or more to the age.

    Where a reform leaves flexible workers no floor it bears the base that is paid on.
    """
    to_age = float(me.rights.statutory_month - month)
    if record.pay[m] != PAID_AS_FLEXIBLE or not is_refunded(own.refund[month // 12], to_age):
        return 0.0
    base = record.contribution_base[m]
    lowest = base_at_floor(own.flexible_floor_base[month, place], base)
    return pension_paid_by_unemployment_fund(1.0, lowest, own.refund_rate[0], base).paid_by_fund


@step
def draw(
    own: UnemploymentParameters, economy: Economy, now: Now, record: YearRecord, me: Standing
) -> Drawn:  # fmt: skip
    """Live the months of a year in their order: those in work are paid for, those out of work draw what is left.

    Each by the rules of its own province: how long a benefit runs, where work is lost; how much it is, where the worker
    is, since it may be asked for there or moved there (条例 art. 22).
    """
    mine, year = me.unemployment, now.year
    months = benefits = medical = 0.0
    for m in range(12):
        month, place = now.january + m, record.place[m]
        if record.form[m] == UNEMPLOYED and not has_pension(month, me):
            if is_entitled(mine.paid_months):
                open_spell(own, year, place, mine)
            drawn = min(1.0, mine.months_left)
            if drawn > 0.0:
                mine.months_left -= drawn
                mine.months_drawn += drawn
                months += drawn
                benefits += drawn * unemployment_benefit(
                    own.minimum_wage[year, place], own.benefit_ratio[year], mine.months_drawn,
                    own.second_year_factor[place],
                )  # fmt: skip
                benefits += drawn * pension_of_month(own, month, m, place, record, me)
                medical += medical_during_unemployment(
                    drawn, lowest_base(own, economy, year, place), own.medical_rate[year, place]
                )
        mine.paid_months += paid_part(members(own, year, place), m, record)
    return Drawn(months, benefits, medical)


@step
def pay_benefits(
    own: UnemploymentParameters, economy: Economy, now: Now, record: YearRecord, ledger: Reals, me: Standing
) -> None:
    """Book the benefits of a year with months out of work, and what the fund pays for medical insurance and pension."""
    drawn = draw(own, economy, now, record, me)
    if drawn.months <= 0.0:
        return
    share = own.involuntary_share[now.year]
    ledger[UNEMPLOYMENT_RECIPIENTS] += share * drawn.months / 12.0
    ledger[UNEMPLOYMENT_BENEFITS] += share * drawn.benefits
    ledger[UNEMPLOYMENT_TO_MEDICAL] += share * drawn.medical
    me.employee_medical.paid_months += share * drawn.months  # they count (社会保险法 art. 48)


@step
def insure(
    own: UnemploymentParameters,
    economy: Economy,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Contributions of the year, and the benefit where there is a month out of work."""
    months = 0.0
    if record.employed_months + record.public_months + record.flexible_months > 0:
        months = contribute(own, economy, person, now.year, record, ledger)
    if person.steady_form == UNEMPLOYED or person.steady_form == CHANGING:
        pay_benefits(own, economy, now, record, ledger, me)
    else:
        me.unemployment.paid_months += months


STEPS: Final = {"contributions": insure}
