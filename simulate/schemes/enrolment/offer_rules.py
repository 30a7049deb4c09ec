"""What each alternative costs a worker and gives: price, subsidies and co-payments, and the pension a year buys.

An alternative is judged where it would be: floor, rate, base and help of the place of insurance, the pension of the
place of benefit, at the month in which the worker may expect to retire.  Money in yuan, a month unless said.
"""

from __future__ import annotations

from typing import NamedTuple

from simulate.codes import FEMALE_55, MALE, MAN
from simulate.engine.jit import rule
from simulate.schemes.acquired import months_paid_by, months_paid_there
from simulate.schemes.cost_sharing import (
    HIGHER, LOWER, NO_COPAYMENT, expected_public_share, expected_share, is_matched, is_of_age, is_recent_graduate,
    kind_that_binds, main_platform_share, matching_ceiling,
)  # fmt: skip
from simulate.schemes.employee_medical.rules import flexible_medical_due, platform_medical_share
from simulate.schemes.employee_pension.params import EmployeePensionParameters
from simulate.schemes.employee_pension.rules import base_at_floor, contribution_base, flexible_contribution
from simulate.schemes.enrolment.rules import (
    pension_bought, present_value_of_pension, resident_pension_bought, utility_of_scheme,
)  # fmt: skip
from simulate.schemes.law import Law
from simulate.schemes.platform_copayment.params import PlatformCopaymentParameters
from simulate.schemes.portability.rules import benefit_place
from simulate.schemes.resident_pension.rules import entry_subsidy, yearly_contribution
from simulate.schemes.retirement.rules import reached_under
from simulate.schemes.state import NEVER, Residents, Rights, Standing
from simulate.schemes.subsidies.params import SubsidyParameters
from simulate.schemes.views import Chance, Person, YearRecord

_FIRST_DIVISOR_AGE = 40  # the table of annuity divisors begins here
_NO_PROVINCE = -1
_NO_JOB = -1  # on a platform
NOT_OFFERED = -1000.0  # utility of a scheme that has not begun


class Offer(NamedTuple):
    """What the employee scheme costs a worker in a month at a place, and gives."""

    base: float  # the base the worker would pay on
    net: float  # contribution on it that the worker would bear, with what is weighed of medical insurance
    value: float  # present value of the pension that a year of it buys, yuan


@rule
def expected_retirement(law: Law, person: Person, year: int, rights: Rights) -> float:
    """Month in which a worker may expect to retire, by the law of the year; women without a category yet at 55."""
    category = rights.category
    if category == NEVER:
        category = MALE if person.sex == MAN else FEMALE_55
    original, delay = reached_under(law.retirement, year, person.birth_month, category)
    return original + delay


@rule
def expected_of_platform(
    c: PlatformCopaymentParameters,
    chance: Chance,
    month: int,
    where: int,
    job: int,
    due: float,
    at_floor: float,
    earned: float,
    eligible_share: float,
) -> float:
    """Share of the contribution ``due``, at the floor ``at_floor``, that a platform worker expects platform and state
    to bear."""
    kind = kind_that_binds(c.rule[month, where], c.binds[month, job])
    if kind == NO_COPAYMENT:
        return 0.0
    main_share = main_platform_share(chance.platforms, c.platform_count_share, c.main_platform_income[month // 12])
    return expected_share(
        kind, due, at_floor, earned, c.share[month], eligible_share,
        c.order_levy_rate[month] / c.income_share_of_orders[month], main_share, c.dependence_threshold[month, LOWER],
        c.dependence_threshold[month, HIGHER], c.dependence_rate[month, LOWER], c.dependence_rate[month, HIGHER],
        c.three_way_platform_share[month], c.three_way_state_share[month],
    )  # fmt: skip


@rule
def expected_of_government(
    e: EmployeePensionParameters,
    s: SubsidyParameters,
    person: Person,
    chance: Chance,
    month: int,
    there: int,
    kind: int,
    job: int,
    due: float,
    earned: float,
    subsidised_months: float,
) -> float:
    """Share of the contribution ``due`` that a flexible worker expects of subsidies and matching there."""
    floor = e.flexible_base_floor[month, there]
    at_floor = flexible_contribution(floor, e.flexible_rate[month, there], 0.0).contribution
    year, age = month // 12, float(month - person.birth_month)
    is_hard = (
        chance.registered < s.registered_share[year]
        and is_of_age(age, s.hard_age[year, person.sex])
        and subsidised_months < s.subsidy_months[month]
    )
    is_new = chance.registered < s.graduate_share[year] and is_recent_graduate(
        person.education, age, s.graduate_age[year], s.graduate_months[month]
    )
    is_low = is_matched(kind, job, s.matching_occupation[month], s.matching_other_flexible[month])
    return expected_public_share(
        due, at_floor, earned, is_hard or is_new, s.subsidy_kind[month, there],
        s.subsidy_share[month, there], s.subsidy_share_above_floor[month, there], s.subsidy_flat[month, there],
        s.subsidy_cap[month, there], s.matching_share[month, there] if is_low else 0.0,
        matching_ceiling(
            s.matching_ceiling[month], s.matching_measure[month], e.contribution_reference_wage[month, there], floor
        ),
    )  # fmt: skip


@rule
def medical_burden(law: Law, month: int, there: int, job: int) -> float:
    """What medical insurance adds to the burden of those who pay the pension there, yuan a month.

    The share of payers who are members there x their contribution, of platform workers less what platforms pay.
    """
    own, year = law.employee_medical, month // 12
    due = flexible_medical_due(
        law.economy.wage[max(year - 1, 0), there], own.flexible_base_share[year, there],
        own.base_rounding[year, there], own.flexible_rate[year, there],
    )  # fmt: skip
    if job >= 0:
        due -= platform_medical_share(due, own.platform_share[year])
    return own.flexible_take_up[year] * due


@rule
def burden(law: Law, month: int, there: int, job: int, net: float) -> float:
    """What a worker weighs as the price of insuring there: the net contribution, and medical insurance in part."""
    weight = law.enrolment.medical_weight[month // 12]
    return net + weight * medical_burden(law, month, there, job) if weight > 0.0 else net


@rule
def value_of_year(
    law: Law, person: Person, month: int, there: int, base: float, record: YearRecord, rights: Rights
) -> float:
    """Present value of the pension that a year paid there on a base buys, yuan.

    Paid by the place of benefit if the worker stays insured there; counted as far as the qualifying months of the
    expected year of retirement can be reached.  Months paid so far are those by January and of the year up to the month
    of the choice.
    """
    p, e, o, year, m = law.enrolment, law.employee_pension, law.portability, month // 12, month % 12
    expected = expected_retirement(law, person, year, rights)
    left = max(float(expected - month), 0.0)
    paid = months_paid_by(rights.paid_months, record.pay, record.first, m)
    paid_there = months_paid_there(rights.months_by_province[there], record.pay, record.insured, record.first, m, there)
    benefit = benefit_place(
        o.benefit_place_rule[month], person.home, there, there, paid_there + left, _NO_PROVINCE,
        o.benefit_place_months[month],
    )  # fmt: skip
    age = min(max((expected - person.birth_month) // 12 - _FIRST_DIVISOR_AGE, 0), e.annuity_divisor.shape[1] - 1)
    pension = pension_bought(
        base, e.contribution_reference_wage[month, there], e.benefit_reference_wage[year, benefit],
        e.accrual_rate[year], e.account_rate[month, there], e.annuity_divisor[year, age],
    )  # fmt: skip
    ahead = min(max(expected // 12 - year, 0), p.foreseen_months.shape[1] - 1)
    reach = min(1.0, (paid + left) / max(p.foreseen_months[year, ahead], 1.0))
    return present_value_of_pension(
        pension, p.years_in_payment[year], p.discount_rate[year], left / 12.0, reach, p.reach_exponent[year]
    )


@rule
def offer_at(
    law: Law,
    person: Person,
    chance: Chance,
    has_public_money: bool,
    month: int,
    where: int,
    there: int,
    kind: int,
    job: int,
    earned: float,
    record: YearRecord,
    me: Standing,
) -> Offer:
    """What the employee scheme costs and gives a flexible worker who works in ``where`` and would insure ``there``."""
    p, e = law.enrolment, law.employee_pension
    aim = p.chosen_base_share[month // 12] * earned
    floor, rate = e.flexible_base_floor[month, there], e.flexible_rate[month, there]
    base = contribution_base(aim, floor, e.base_ceiling[month, there])
    due, borne = flexible_contribution(base, rate, 0.0).contribution, 0.0
    if job >= 0:
        at_floor = flexible_contribution(floor, rate, 0.0).contribution
        borne = expected_of_platform(
            law.platform_copayment, chance, month, where, job, due, at_floor, earned, me.rights.eligible_share
        )
    if has_public_money:
        borne += expected_of_government(
            e, law.subsidies, person, chance, month, there, kind, job, due, earned, me.support.subsidised_months
        )
    value = value_of_year(law, person, month, there, base, record, me.rights)
    return Offer(base, burden(law, month, there, job, due * max(1.0 - borne, 0.0)), value)


@rule
def worth_at_floor(
    law: Law, person: Person, month: int, there: int, earned: float, record: YearRecord, rights: Rights
) -> float:
    """Utility of price and value of paying at the floor there without work, against nothing."""
    p, e, year = law.enrolment, law.employee_pension, month // 12
    base = base_at_floor(e.flexible_base_floor[month, there], e.base_floor[month, there])
    value = value_of_year(law, person, month, there, base, record, rights)
    due = flexible_contribution(base, e.flexible_rate[month, there], 0.0).contribution
    price = burden(law, month, there, _NO_JOB, due)
    return utility_of_scheme(0.0, p.value_weight[year], p.price_sensitivity[year], value, price, max(earned, base))


@rule
def worth_of_resident_scheme(law: Law, person: Person, month: int, earned: float, residents: Residents) -> float:
    """Utility of price, subsidy and pension of a year in the resident scheme, at the tier kept or the lowest.

    The subsidy is that of what is paid, which is more than the tier where a province accepts no less (国发〔2014〕8号
    art. 4 (3)).  What the government pays for those who cannot is left out of what is weighed (assumption).
    """
    p, r, year, home = law.enrolment, law.resident_pension, month // 12, person.home
    if r.start[home] >= 12 * (year + 1):  # the contribution is made for a year, and for none before that of the start
        return NOT_OFFERED
    tier = max(int(residents.tier), 0)
    paid = yearly_contribution(r.tier[year, tier], r.minimum_tier[year, home])
    pension = resident_pension_bought(
        r.flat_pension[year, home], r.long_contribution_bonus[year], residents.years, r.qualifying_years[year],
        paid + entry_subsidy(paid, r.tier[year], r.entry_subsidy[year, home]), r.annuity_divisor[year],
    )  # fmt: skip
    left = max(r.pension_age[year] - (month - person.birth_month) / 12.0, 0.0)
    value = present_value_of_pension(
        pension, p.years_in_payment[year], p.discount_rate[year], left, 1.0, p.reach_exponent[year]
    )
    return utility_of_scheme(
        0.0, p.value_weight[year], p.price_sensitivity[year], value, paid / 12.0,
        max(earned, p.least_income_share[year] * law.economy.wage[year, home]),
    )  # fmt: skip
