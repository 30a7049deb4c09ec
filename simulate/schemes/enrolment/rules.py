"""Rules of enrolment: who may insure where, and how a flexible worker chooses; one small function each.

Law: 人社部发〔2021〕56号 (hukou limits on flexible workers at the place of work, by province); 国发〔2005〕38号 art. 6
(what a year paid buys).  How workers choose is not law but the model of behaviour of ILO 2022, section 4.
Money in yuan a month unless said.
"""

from __future__ import annotations

import math

from simulate.codes import (
    CLOSED, CONDITIONAL, EDUCATION, EMPLOYEE, FARM, INACTIVE, OPEN, OTHER_FLEXIBLE, PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE,
    UNEMPLOYED,
)  # fmt: skip
from simulate.engine.jit import rule

# Alternatives of a flexible worker.
NOTHING, RESIDENT_SCHEME, EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK = range(4)
_LARGEST_EXPONENT = 700.0  # of a number that 64 bits hold: plain Python refuses more


@rule
def is_compelled(draw: float, compulsory_share: float) -> bool:
    """Whether the law enrols a platform worker: the share of the occupation, ``draw`` uniform; no month then lapses."""
    return draw < compulsory_share


@rule
def rule_for(hukou_rule: int, own_account_rule: int, form: int, draw: float, own_account_share: float) -> int:
    """The hukou rule that binds a flexible worker: of a registered own-account business, the more open of the two.

    ILO 2022, section 4.4: Tianjin, Jiangxi, Jiangsu and Jilin took own-account businesses in while others stayed out.
    The share of those who work flexibly outside platforms have one; ``draw`` is uniform, once for a life.
    """
    if form == OTHER_FLEXIBLE and draw < own_account_share:
        return own_account_rule if hukou_rule == CLOSED or own_account_rule == OPEN else hukou_rule
    return hukou_rule


@rule
def is_admitted(hukou_rule: int, required_months: float, months_there: float) -> bool:
    """Whether a flexible worker without local hukou may insure at the place of work (人社部发〔2021〕56号).

    Open: yes.  Conditional: after the months of contribution in the province that the local rule asks for.  Closed: no.
    """
    return hukou_rule == OPEN or (hukou_rule == CONDITIONAL and months_there >= required_months)


@rule
def pension_bought(
    base: float, reference_wage: float, benefit_wage: float, accrual_rate: float, account_rate: float, divisor: float
) -> float:
    """Monthly pension that one more year at this base buys: P (1 + i) / 2 x 1 % + 12 x account share / divisor, yuan.

    国发〔2005〕38号 art. 6, with index i = base / reference wage; as a worker would calculate it, before interest.
    """
    index = base / reference_wage
    return benefit_wage * (1.0 + index) / 2.0 * accrual_rate + 12.0 * account_rate * base / divisor


@rule
def resident_pension_bought(
    flat_pension: float, bonus: float, years: float, qualifying_years: float, credited: float, divisor: float
) -> float:
    """Monthly pension that one more year in the resident scheme buys, yuan.

    国发〔2014〕8号 art. 6-7: up to the qualifying years each is its part of the flat pension, beyond them the local
    bonus; plus what is credited to the account over the divisor, before interest.
    """
    flat = flat_pension / max(qualifying_years, 1.0) if years < qualifying_years else bonus
    return flat + credited / divisor


@rule
def utility_of_scheme(
    taste: float, value_weight: float, price_sensitivity: float, present_value: float, net_contribution: float,
    income: float,
) -> float:  # fmt: skip
    """Systematic utility of a scheme for a worker, against nothing at zero.

    taste + weight x present value of the pension bought over yearly income
    - sensitivity x net contribution over income;
    money in yuan a month, the present value in yuan.
    """
    monthly_income = max(income, 1.0)
    value = present_value / (12.0 * monthly_income)
    return taste + value_weight * value - price_sensitivity * net_contribution / monthly_income


@rule
def present_value_of_pension(
    pension: float, years_in_payment: float, discount_rate: float, years_left: float, reach: float, exponent: float
) -> float:
    """What a worker counts a monthly pension for today, yuan: younger workers discount it more.

    12 x pension x years x exp(-rate x years to retirement) x reach^exponent, where reach is the share of the
    qualifying months that can still be paid (at most 1).
    """
    counted = reach if reach >= 1.0 else reach**exponent
    return 12.0 * pension * years_in_payment * math.exp(-discount_rate * years_left) * counted


@rule
def utility_of_nest(one: float, other: float, dissimilarity: float) -> float:
    """Utility of having two alternatives that are near substitutes: d x log(exp(one / d) + exp(other / d)).

    Nested logit (McFadden 1978); d = 1 makes them as unlike as any two, d near 0 the same thing twice.
    """
    most = max(one, other)
    least = min(one, other)
    return most + dissimilarity * math.log1p(math.exp((least - most) / dissimilarity))


@rule
def takes_other(one: float, other: float, dissimilarity: float, shock: float) -> bool:
    """Whether the second of two alternatives of a nest is taken; ``shock`` is standard logistic."""
    return (other - one) / dissimilarity + shock > 0.0


@rule
def logistic_of_gumbel(g: float) -> float:
    """A standard Gumbel number as a standard logistic one of the same rank: log(u / (1 - u)), u = exp(-exp(-g))."""
    hazard = math.exp(-g)
    return -hazard - math.log(-math.expm1(-hazard))


@rule
def says_yes(u: float, utility: float) -> bool:
    """A binary logit by a uniform number: yes with probability 1 / (1 + exp(-utility))."""
    return u * (1.0 + math.exp(min(-utility, _LARGEST_EXPONENT))) < 1.0


@rule
def choose(nothing: float, resident: float, employee: float) -> int:
    """The alternative with the highest utility, taste shock included (a logit); the employee scheme at any place."""
    best, most = NOTHING, nothing
    if resident > most:
        best, most = RESIDENT_SCHEME, resident
    if employee > most:
        best = EMPLOYEE_SCHEME_AT_HUKOU
    return best


@rule
def is_flexible(form: int) -> bool:
    """Whether the form of work is without a contract."""
    return form == PLATFORM_FLEXIBLE or form == OTHER_FLEXIBLE


@rule
def is_outside(form: int, compliance: float, employee_compliance: float, goes_on_paying: bool) -> bool:
    """Whether a whole year in one form and place is spent outside the employee scheme: nothing to pay or choose.

    In education, on a farm, in public service (a scheme of its own), out of work without going on paying, or with an
    employer who does not comply.
    """
    if form == EMPLOYEE:
        return compliance >= employee_compliance
    if form == UNEMPLOYED or form == INACTIVE:
        return not goes_on_paying
    return form == EDUCATION or form == FARM or form == PUBLIC_EMPLOYEE


@rule
def share_given_contracts(response: float, cost: float, employer_rate: float) -> float:
    """Share of platform flexible workers whom platforms give contracts, as the cost wedge between the two closes.

    response x wedge closed = what the platform pays for a flexible worker (``cost``) over the employer's rate, both
    per yuan of base.
    """
    return response * min(1.0, cost / employer_rate)
