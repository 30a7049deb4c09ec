"""Rules of public money in the contributions of flexible workers: subsidies, matching, credits for care, deferral.

Law: 国发〔2005〕36号 and 财社〔2017〕164号 art. 7 (hard-to-employ flexible workers, "4050", and graduates);
粤府〔2018〕114号 (platform workers in hardship, Guangdong); 人社部发〔2020〕11号 and 49号, 人社厅发〔2022〕16号
(deferral).  Credits for care are not law in China (ILO 2022, section 4.7.4, proposes them).  Money in yuan a month
unless said.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.codes import OTHER_FLEXIBLE, PLATFORM_FLEXIBLE, TERTIARY, Enumeration
from simulate.contracts import Codes
from simulate.engine.jit import rule
from simulate.schemes.employee_pension.rules import flexible_contribution
from simulate.schemes.fields import FAR_AWAY, NEVER


class ByFund(NamedTuple):
    """What is paid into the account and into the pool, yuan."""

    to_account: float
    to_pool: float


MATCHING_MEASURES: Final = Enumeration("matching_measure", ("floor", "wage"))  # of the ceiling of matching
FLOOR = MATCHING_MEASURES.code("floor")
WAGE = MATCHING_MEASURES.code("wage")
SUBSIDY_KINDS: Final = Enumeration("subsidy_kind", ("none", "share_of_floor", "share_of_paid", "flat"))
NO_SUBSIDY = SUBSIDY_KINDS.code("none")
SHARE_OF_FLOOR = SUBSIDY_KINDS.code("share_of_floor")
SHARE_OF_PAID = SUBSIDY_KINDS.code("share_of_paid")
FLAT = SUBSIDY_KINDS.code("flat")
CARE_CREDITS: Final = Enumeration("care_credit", ("none", "women", "both"))
NO_CREDIT = CARE_CREDITS.code("none")
CREDIT_OF_WOMEN = CARE_CREDITS.code("women")
DEFERRALS: Final = Enumeration("deferral", ("none", "next_year"))
NO_DEFERRAL = DEFERRALS.code("none")
NEXT_YEAR = DEFERRALS.code("next_year")


@rule
def is_of_age(age_in_months: float, hard_age: float) -> bool:
    """Whether a worker is old enough to register as hard to employ: 40 full years for women, 50 for men.

    国发〔2005〕36号: the "4050" persons; ``hard_age`` in years.
    """
    return age_in_months >= 12.0 * hard_age


@rule
def is_recent_graduate(education: int, age_in_months: float, leaving_age: float, most_months: float) -> bool:
    """Whether a flexible worker left college recently enough for contributions to be subsidised, at most two years.

    财社〔2017〕164号 art. 7: graduates without a job who work flexibly; ``leaving_age`` in years, ``most_months`` (24).
    """
    return education == TERTIARY and 0.0 <= age_in_months - 12.0 * leaving_age < most_months


@rule
def subsidised_until(month: int, statutory_month: int, near_months: float) -> int:
    """Last bound of a subsidy approved in ``month``: statutory retirement where that is less than five years away
    (``near_months``, 60), else none but the number of months; 国发〔2005〕36号."""
    return statutory_month if statutory_month - month < near_months else FAR_AWAY


@rule
def is_in_period(month: int, until: int, received_months: float, most_months: float) -> bool:
    """Whether a month may be subsidised once approved: before retirement where the approval runs until then, else
    while fewer than ``most_months`` (36) have been received, in one stretch or several; 国发〔2005〕36号."""
    if until == NEVER:
        return False
    if until < FAR_AWAY:
        return month < until
    return received_months < most_months


@rule
def subsidy(
    kind: int, share: float, share_above_floor: float, flat: float, cap: float, paid: float, at_floor: float
) -> float:
    """Subsidy of a month's contribution ``paid``, of which ``at_floor`` would be owed at the floor of the base.

    share of floor: share x contribution at the floor + share above x the rest (Beijing 2/3, Nanjing 2/3 and 1/2);
    share of paid: share x contribution (Guangdong 2/3); flat: an amount (Tianjin 600).  Never above the cap (0: none)
    nor above the contribution; 财社〔2017〕164号 art. 7: not above two thirds of what is paid, in principle.
    """
    if kind == SHARE_OF_FLOOR:
        amount = share * min(paid, at_floor) + share_above_floor * max(paid - at_floor, 0.0)
    elif kind == SHARE_OF_PAID:
        amount = share * paid
    elif kind == FLAT:
        amount = flat
    else:
        return 0.0
    if cap > 0.0:
        amount = min(amount, cap)
    return min(amount, paid)


@rule
def is_matched(form: int, occupation: int, occupations: Codes, other_flexible: int) -> bool:
    """Whether the kind of work is matched for low incomes: platform work of an occupation switched on, or other
    flexible work where that is; 粤府〔2018〕114号 names platform workers."""
    if form == PLATFORM_FLEXIBLE:
        return occupation >= 0 and occupations[occupation] != 0
    return form == OTHER_FLEXIBLE and other_flexible != 0


@rule
def matching_ceiling(times: float, measure: int, reference_wage: float, floor: float) -> float:
    """Income under which contributions are matched, yuan = ``times`` the reference wage or the floor of the base."""
    return times * (reference_wage if measure == WAGE else floor)


@rule
def matching(paid: float, income: float, ceiling: float, share: float) -> float:
    """Matching by the government for low incomes = share x contribution, where the month's income is under ``ceiling``.

    Guangdong pays two thirds for platform workers in hardship (粤府〔2018〕114号; 粤人社规〔2021〕12号).
    """
    return share * paid if income < ceiling else 0.0


@rule
def government_part(state_share: float, subsidised: float, matched: float, due: float, platform_part: float) -> float:
    """What the government bears of a month: the state's share of a three-way split and the larger of subsidy and
    matching, which are not paid together (one subsidy a person, 财社〔2017〕164号), within what is left to pay."""
    return min(state_share + max(subsidised, matched), max(due - platform_part, 0.0))


@rule
def care_credit_base(credit_index: float, reference_wage: float) -> float:
    """Base of a month credited for care = index x reference wage, yuan; a reform without law in China."""
    return credit_index * reference_wage


@rule
def care_contribution(base: float, rate: float, account_rate: float, funded_share: float) -> ByFund:
    """Paid by the government for a credited month, (to account, to pool), yuan: funded share x rate x base.

    The account takes account rate over rate of it, as of a flexible worker's contribution; nothing where the credit is
    not funded (share 0), though the month and its index count.
    """
    _, to_account, to_pool = flexible_contribution(funded_share * base, rate, account_rate)
    return ByFund(to_account, to_pool)


@rule
def paid_after_deferral(january: int, claim_month: int) -> int:
    """Month of a year in which months deferred the year before are paid, -1 for those who claimed before.

    人社部发〔2020〕49号: until the end of the year.  In December, and by those who claim in the month of the claim, so
    that the pension counts them (assumption: nobody pays sooner than necessary).
    """
    return min(january + 11, claim_month) if claim_month >= january else NEVER


@rule
def deferred_contribution(months: float, base: float, rate: float, account_rate: float) -> ByFund:
    """Paid later for months let lapse, (to account, to pool), yuan, on the base of the year of payment, no late fee.

    人社部发〔2020〕49号: months of 2020 until the end of 2021, on a base between the limits of 2021.
    """
    _, to_account, to_pool = flexible_contribution(months * base, rate, account_rate)
    return ByFund(to_account, to_pool)
