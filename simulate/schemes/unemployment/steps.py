"""Unemployment insurance in a worker's year: what is paid in, and the benefit of months out of work.

Who is a member is a share of each employee, and who draws the benefit a share of each entitled: expected values.
"""

from __future__ import annotations

from typing import Final

from simulate.codes import HUKOU_TYPES, UNEMPLOYED
from simulate.contracts import Reals
from simulate.engine.jit import step
from simulate.measures.branches import (
    EMPLOYER_TO_UNEMPLOYMENT, INSURED_UNEMPLOYMENT, RECEIVED_UNEMPLOYMENT, UNEMPLOYMENT_BENEFITS,
    UNEMPLOYMENT_RECIPIENTS, UNEMPLOYMENT_TO_MEDICAL, WORKER_TO_UNEMPLOYMENT,
)  # fmt: skip
from simulate.schemes.state import PAID_AS_FLEXIBLE, Standing
from simulate.schemes.unemployment.rules import (
    is_entitled, medical_during_unemployment, own_base, pension_paid_by_unemployment_fund, unemployment_benefit,
    unemployment_contribution, unemployment_months,
)  # fmt: skip
from simulate.schemes.views import Here, LawRecord, Now, Person, YearRecord

_JULY: Final = 6
_RURAL: Final = HUKOU_TYPES.code("rural")
_NEAR: Final = 12  # months before the statutory age in which pension contributions are paid back


@step
def contribute(
    own: LawRecord, economy: LawRecord, person: Person, year: int, record: YearRecord, ledger: Reals, me: Standing
) -> None:  # fmt: skip
    """Pay for the months as an employee, public ones included, and as a flexible worker where that is open."""
    place = record.place[_JULY]
    share, public, voluntary = own.employee_take_up[year], own.public_take_up[year], own.flexible_take_up[year, place]
    of_firms, of_public = share * record.employed_bases, public * record.public_earned
    own_bases = own_base(of_firms, person.hukou_type == _RURAL, own.rural_share[year]) + of_public
    months = share * record.employed_months + public * record.public_months
    worker = unemployment_contribution(own_bases, own.worker_rate[year])
    employer = unemployment_contribution(of_firms + of_public, own.employer_rate[year])
    if voluntary > 0.0 and record.flexible_months > 0:
        flexible = voluntary * record.flexible_months
        base = own.base_share[year, place] * economy.wage[max(year - 1, 0), place]
        worker += unemployment_contribution(flexible * base, own.flexible_rate[year])
        months += flexible
    if months > 0.0:
        ledger[INSURED_UNEMPLOYMENT] += months / 12.0
        ledger[WORKER_TO_UNEMPLOYMENT] += worker
        ledger[EMPLOYER_TO_UNEMPLOYMENT] += employer
        ledger[RECEIVED_UNEMPLOYMENT] += worker + employer
        me.unemployment.paid_months += months


@step
def draw(own: LawRecord, economy: LawRecord, now: Now, record: YearRecord, ledger: Reals, me: Standing) -> None:
    """Benefit of the months out of work, and what the fund pays for medical insurance and, near retirement, pension."""
    mine, year, place = me.unemployment, now.year, record.place[_JULY]
    out_of_work, near = 0, 0
    for m in range(12):
        if record.form[m] == UNEMPLOYED:
            out_of_work += 1
            is_near = 0 <= me.rights.statutory_month - (now.january + m) < _NEAR
            near += 1 if is_near and record.pay[m] == PAID_AS_FLEXIBLE else 0
    if out_of_work == 0:
        return
    if is_entitled(mine.paid_months):
        mine.months_left = unemployment_months(own.scale[year, place], mine.paid_months / 12.0, mine.months_left)
        mine.paid_months = mine.months_drawn = 0.0
    months = min(float(out_of_work), mine.months_left)
    if months <= 0.0:
        return
    share = own.involuntary_share[year]
    benefit = unemployment_benefit(
        own.minimum_wage[year, place], own.benefit_ratio[year], mine.months_drawn + 1.0, own.second_year_factor[place]
    )
    base = own.base_share[year, place] * economy.wage[max(year - 1, 0), place]
    paid = share * months * benefit
    if near > 0 and own.refund[year] != 0:
        paid += share * pension_paid_by_unemployment_fund(float(near), base, own.refund_rate[0], base).paid_by_fund
    ledger[UNEMPLOYMENT_RECIPIENTS] += share * months / 12.0
    ledger[UNEMPLOYMENT_BENEFITS] += paid
    ledger[UNEMPLOYMENT_TO_MEDICAL] += medical_during_unemployment(share * months, base, own.medical_rate[year, place])
    me.employee_medical.paid_months += share * months  # they count (社会保险法 art. 48)
    mine.months_left -= months
    mine.months_drawn += months


@step
def insure(
    own: LawRecord,
    economy: LawRecord,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Contributions of the year, and the benefit where there is a month out of work."""
    if record.employed_months + record.public_months + record.flexible_months > 0:
        contribute(own, economy, person, now.year, record, ledger, me)
    has_right = me.unemployment.months_left > 0.0 or is_entitled(me.unemployment.paid_months)
    if has_right and (person.steady_form == UNEMPLOYED or person.steady_form < 0):
        draw(own, economy, now, record, ledger, me)


STEPS: Final = {"contributions": insure}
