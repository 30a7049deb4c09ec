"""Rules of injury at work: what is paid in for a month or a year, and what one injury gives.

Law: 工伤保险条例, order 375 of 2003 as revised by order 586 of 2010; models of platform workers: ILO 2022, table 7.
Money in yuan; wages and allowances a month.  The kernels call the same rules with the expected months and shares of an
injury, which is exact wherever a rule is proportional to them.
"""

from __future__ import annotations


from typing import Final, NamedTuple

from simulate.codes import Enumeration
from simulate.engine.jit import rule

MODELS: Final = Enumeration(
    "model",
    ("none", "national_per_order", "nantong", "weifang", "wujiang", "taicang", "zhejiang", "guangdong", "ilo_fund"),
)
NO_MODEL = MODELS.code("none")
NATIONAL_PER_ORDER = MODELS.code("national_per_order")
NANTONG = MODELS.code("nantong")
WEIFANG = MODELS.code("weifang")
WUJIANG = MODELS.code("wujiang")
TAICANG = MODELS.code("taicang")
ZHEJIANG = MODELS.code("zhejiang")
GUANGDONG = MODELS.code("guangdong")
ILO_FUND = MODELS.code("ilo_fund")
EMPLOYEES = len(MODELS)  # after the models: work-injury insurance of employees
SEVERITIES: Final = Enumeration("severity", ("no_grade", *(f"grade_{grade}" for grade in range(1, 11)), "death"))
GRADE_5 = SEVERITIES.code("grade_5")
GRADE_6 = SEVERITIES.code("grade_6")
DEATH = SEVERITIES.code("death")
BOUNDS: Final = Enumeration("bound", ("lowest", "highest"))
LOWEST = BOUNDS.code("lowest")
HIGHEST = BOUNDS.code("highest")
DEPENDANTS: Final = Enumeration("dependant", ("spouse", "other"))
SPOUSE = DEPENDANTS.code("spouse")
OTHER = DEPENDANTS.code("other")
# What an injury is expected to cost: months of own wage and of the local wage in one sum, shares of either a month,
# deaths paid for, yuan of treatment.
OWN_ONE_OFF, LOCAL_ONE_OFF, OWN_MONTHLY, LOCAL_MONTHLY, DEATHS, MEDICAL = range(6)
N_COSTS = 6
MOST_MONTHS_OFF = 24.0  # wages go on while off work, in grave cases (art. 33)


class Premium(NamedTuple):
    """A premium by who pays it, yuan."""

    worker: float
    government: float


@rule
def wage_considered(own_wage: float, local_wage: float, lowest: float, highest: float) -> float:
    """Own wage on which benefits are based: between 60 and 300 % of the local mean wage (art. 64)."""
    return min(max(own_wage, lowest * local_wage), highest * local_wage)


@rule
def one_off_benefit(months: float, wage: float) -> float:
    """One sum = months x wage.

    Disability: 27, 25, 23, 21 months of own wage in grades 1 to 4 (art. 35), 18 and 16 in 5 and 6 (art. 36), 13, 11, 9,
    7 in 7 to 10 (art. 37); medical benefit on leaving: months of the local wage (art. 36, 37).
    """
    return months * wage


@rule
def monthly_allowance(share: float, wage: float) -> float:
    """Disability allowance = 90, 85, 80 or 75 % of own wage in grades 1 to 4 (art. 35), 70 or 60 % in 5 and 6 where no
    work is arranged (art. 36); nursing = 50, 40 or 30 % of the local wage (art. 34)."""
    return share * wage


@rule
def allowance_beside_pension(allowance: float, pension: float) -> float:
    """From the pension age the fund pays what the pension falls short of the disability allowance (art. 35)."""
    return max(allowance - pension, 0.0)


@rule
def stop_work_wages(months: float, most: float, wage: float) -> float:
    """Wages go on while off work, 12 months at most, 24 in grave cases; borne by the employer (art. 33)."""
    return min(months, most) * wage


@rule
def dependants_allowance(spouses: float, others: float, spouse_share: float, other_share: float, wage: float) -> float:
    """Dependants of a worker killed: 40 % of own wage for the spouse, 30 % for each other, at most the wage in all
    (art. 39 (2)); a month."""
    return min(spouses * spouse_share + others * other_share, 1.0) * wage


@rule
def funeral_benefit(months: float, local_wage: float) -> float:
    """Funeral benefit = 6 months of last year's local mean wage (art. 39 (1))."""
    return months * local_wage


@rule
def death_grant(multiple: float, income_per_head: float) -> float:
    """Death grant = 20 x the nation's urban disposable income per head of last year, yuan a year (art. 39 (3))."""
    return multiple * income_per_head


@rule
def medical_benefit(cost: float, insurance_share: float, cap: float) -> float:
    """Treatment in full (art. 30); where a model has a cap (> 0), what medical insurance leaves, up to the cap."""
    if cap <= 0.0:
        return cost
    return min(cost * (1.0 - insurance_share), cap)


@rule
def in_one_sum(monthly: float, years: float) -> float:
    """Monthly benefits paid in one sum: 12 x years of them (Nantong, Weifang, Wujiang)."""
    return 12.0 * years * monthly


@rule
def order_premium(income: float, earnings_per_order: float, per_order: float) -> float:
    """Premium of a month = orders x tariff, with orders = income / earnings an order; the platform pays all
    (人社部发〔2021〕110号, 人社部发〔2025〕24号)."""
    return income / earnings_per_order * per_order


@rule
def rate_premium(base: float, rate: float) -> float:
    """Premium of a month = rate x base: the employer's (art. 10), or that of a local pilot."""
    return rate * base


@rule
def subsidised_premium(premium: float, subsidy: float, is_entitled: bool) -> Premium:
    """(worker's, government's) part of a flat premium: Wujiang, 180 yuan a year of which 120 are paid for those in the
    employee pension or medical insurance."""
    by_government = min(subsidy, premium) if is_entitled else 0.0
    return Premium(premium - by_government, by_government)


@rule
def experience_factor(payout_ratio: float, target: float, weight: float, lowest: float, highest: float) -> float:
    """Factor on the tariff = 1 + weight x (pay-out ratio / target - 1), between the lowest and the highest float.

    Pay-out ratio = benefits over premiums of last year (人社部发〔2025〕24号: floats with it).
    """
    return min(max(1.0 + weight * (payout_ratio / target - 1.0), lowest), highest)


@rule
def covers_others(model: int) -> bool:
    """Whether a model takes other flexible workers too: the pilots of Nantong, Weifang, Wujiang and Taicang all of them
    (ILO 2022, table 7), the proposed fund whoever joins (section 5.8)."""
    return model in (NANTONG, WEIFANG, WUJIANG, TAICANG, ILO_FUND)


@rule
def insured_share(
    model: int, participation: float, covered_share: float, pays_pension: bool, has_local_hukou: bool
) -> float:
    """Share of a platform month that is insured under a model (ILO 2022, table 7).

    National: the platforms that take part; Nantong and Weifang: with the employee pension paid there only; Taicang:
    with it and with local hukou; the others: all, as far as they join.
    """
    if model == NATIONAL_PER_ORDER:
        return covered_share * participation
    if model == NANTONG or model == WEIFANG:
        return participation if pays_pension else 0.0
    if model == TAICANG:
        return participation if pays_pension and has_local_hukou else 0.0
    return participation


@rule
def worker_part(premium: float, worker_share: float) -> float:
    """Part of a platform's premium that the worker bears: none by 工伤保险条例 art. 10; half where, as in Korea, a
    worker of some affiliation pays half (ILO 2022, section 5.6)."""
    return worker_share * premium


@rule
def month_premium(
    model: int,
    income: float,
    pension_base: float,
    local_wage: float,
    earnings_per_order: float,
    per_order: float,
    rate: float,
    flat: float,
    subsidy: float,
    ilo_flat: float,
    ilo_markup: float,
    pays_pension: bool,
    lowest: float,
    highest: float,
) -> tuple[float, float, float]:
    """(platform's, worker's, government's) premium of an insured month, yuan; flat sums are a year's.

    Taicang: nothing is paid in but what benefits cost, by government.  The proposed fund: platforms pay the tariff and
    a mark-up; where there is no tariff, a worker joins freely at a flat fee that government subsidises.

    Fourteen numbers: those that the models name between them, so that a policy case of any of them is this rule.
    """
    platform, worker, government = 0.0, 0.0, 0.0
    if model == NATIONAL_PER_ORDER:
        platform = order_premium(income, earnings_per_order, per_order)
    elif model == NANTONG or model == WEIFANG:
        worker = rate_premium(pension_base, rate)
    elif model == WUJIANG:
        worker, government = subsidised_premium(flat / 12.0, subsidy / 12.0, pays_pension)
    elif model == ZHEJIANG:
        platform = rate_premium(local_wage, rate)
    elif model == GUANGDONG:
        platform = rate_premium(wage_considered(income, local_wage, lowest, highest), rate)
    elif model == ILO_FUND:
        if per_order > 0.0:
            platform = order_premium(income, earnings_per_order, per_order) * (1.0 + ilo_markup)
        else:
            worker, government = subsidised_premium(ilo_flat / 12.0, subsidy / 12.0, True)
    return platform, worker, government


@rule
def death_benefits(
    deaths: float, funeral_months: float, local_wage: float, multiple: float, income_per_head: float
) -> float:
    """Expected funeral benefit and death grant, yuan."""
    return deaths * (funeral_benefit(funeral_months, local_wage) + death_grant(multiple, income_per_head))
