"""The award of one worker: the tables of the law read for the month and the place, and the rules of the award called.

Settlement grants what this gives; explanations and typical workers show what this gives.
"""

from __future__ import annotations

from typing import NamedTuple

from simulate.clock import month_index
from simulate.contracts import Reals, Singles
from simulate.engine.jit import rule
from simulate.schemes.employee_pension.award_rules import (
    account_pension, annuity_divisor, basic_pension, gap_months, guaranteed_supplement, pension_1978, pension_1997,
    transitional_pension,
)  # fmt: skip
from simulate.schemes.employee_pension.params import EmployeePensionParameters
from simulate.schemes.employee_pension.rules import contribution_index, mean_index
from simulate.schemes.state import FIRST_AGE_PAID

LAW_1997 = month_index(1998)  # 国发〔1997〕26号 makes the award
LAW_2005 = month_index(2006)  # 国发〔2005〕38号 makes it


class Award(NamedTuple):
    """An employee pension at its award, yuan a month, and what it is based on."""

    basic: float  # allowance and guarantee included
    transitional: float
    account: float
    mean_index: float  # mean contribution index
    wage: float  # benefit reference wage of the place
    divisor: float  # months over which the account is paid, 0 where the law knew none
    allowance: float  # flat amount of the place within the basic pension
    guarantee: float  # what the law before the accounts would give more, within the basic pension


@rule
def wage_of_half(wage: Reals, first: int, province: int) -> float:
    """Reference wage of the half-year from the month ``first`` on: of its months the mean, where limits changed in it.

    Insurance years begin in January or July; in Shanghai they began in April, in 2019 in May.
    """
    if wage[first, province] == wage[first + 5, province]:
        return float(wage[first, province])
    total = 0.0
    for month in range(first, first + 6):
        total += wage[month, province]
    return total / 6.0


@rule
def sum_of_indices(e: EmployeePensionParameters, bases: Singles, birth_year: int, province: int) -> float:
    """Sum of the indices of all months paid: own base over the wage of the **place of benefit** in its insurance year.

    国办发〔2009〕66号 art. 7: a mover's award uses own bases and the mean wages where the pension is paid.
    ``bases`` (half-year,) as ``state`` keeps them.  ``birth_year`` counts from 1950.
    """
    total = 0.0
    for half in range(len(bases)):
        if bases[half] > 0.0:
            month = 12 * (birth_year + FIRST_AGE_PAID) + 6 * half
            wage = wage_of_half(e.contribution_reference_wage, month, province)
            total += contribution_index(float(bases[half]), wage)
    return total


@rule
def award(
    e: EmployeePensionParameters, stop_month: int, birth_month: int, paid_months: float, deemed_months: float,
    index_sum: float, first_month: int, account: float, last_wage: float, province: int,
) -> Award:  # fmt: skip
    """The pension of a claim in ``stop_month`` in a province, by the law of that month.

    A worker from before the accounts gets no less than the old law's pension, as long as that is guaranteed.  Without a
    month that counts the account pays alone.
    """
    year = stop_month // 12
    wage = e.benefit_reference_wage[year, province]
    gap = gap_months(float(stop_month + 1), float(first_month), paid_months)
    mean = mean_index(
        index_sum, paid_months, gap, e.gap_rule[year, province], e.gap_index[0], deemed_months,
        e.deemed_rule[year, province],
    )  # fmt: skip
    transitional = transitional_pension(wage, mean, deemed_months, e.transitional_coefficient[year, province])
    old_law = pension_1978(last_wage, e.old_law_replacement[year])
    basic = from_account = allowance = 0.0
    divisor = annuity_divisor(
        stop_month - birth_month, e.annuity_divisor[year], e.divisor_interpolated[stop_month] != 0
    )
    if paid_months <= 0.0:
        transitional = old_law = 0.0
        from_account = account_pension(account, divisor)
    elif stop_month < LAW_1997:
        basic = old_law
        transitional = divisor = 0.0
    elif stop_month < LAW_2005:
        divisor = e.divisor_1997[year]
        from_account = account_pension(account, divisor)
        total = pension_1997(wage, e.basic_share_1997[year], account, divisor, transitional)
        basic = total - from_account - transitional
    else:
        basic = basic_pension(
            e.award_variant[year, province],
            wage,
            wage,
            mean,
            paid_months,
            e.accrual_rate[year],
            e.jilin_increment[year],
        )
        allowance = e.local_allowance[year, province]
        basic += allowance
        from_account = account_pension(account, divisor)
    guarantee = 0.0
    if deemed_months > 0.0:
        guarantee = guaranteed_supplement(old_law, basic, transitional, from_account)
        basic += guarantee
    return Award(basic, transitional, from_account, mean, wage, divisor, allowance, guarantee)
