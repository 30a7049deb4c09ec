"""Rules of the resident pension (城乡居民基本养老保险): tiers, entry subsidy, account, award, back-payment, death.

Law: 国发〔2014〕8号 (merges 国发〔2009〕32号, rural, and 国发〔2011〕18号, urban).  Tiers and subsidies in yuan a year,
pensions in yuan a month.
"""

from __future__ import annotations

from typing import NamedTuple

from simulate.contracts import Reals
from simulate.engine.jit import rule

LOWEST_TIER = 0  # tiers rise with their number


class ResidentAward(NamedTuple):
    """A resident pension at its award, yuan a month."""

    account_pension: float
    total: float


class PaidFor(NamedTuple):
    """A year's contribution of a member who cannot pay it, yuan."""

    own: float
    government: float


@rule
def paid_for_poor(lowest_tier: float, amount: float) -> PaidFor:
    """The lowest contribution of a member who cannot pay, of which the local government pays ``amount``, yuan a year.

    国发〔2014〕8号 art. 4 (3): part or all of it for the severely disabled and others in hardship.
    人社部发〔2017〕59号: for the registered poor, Dibao recipients and the extremely poor, who keep the lowest tier
    where others lost it.
    """
    government = min(amount, lowest_tier)
    return PaidFor(lowest_tier - government, government)


@rule
def yearly_contribution(tier_amount: float, minimum_tier: float) -> float:
    """Paid in a year, yuan = the tier chosen, at least the lowest still offered there; 国发〔2014〕8号 art. 4 (1)."""
    return max(tier_amount, minimum_tier)


@rule
def entry_subsidy(paid: float, tier_amounts: Reals, subsidies: Reals) -> float:
    """Government subsidy of a year's contribution, yuan; 国发〔2014〕8号 art. 4 (3).

    That of the highest tier not above what was paid (tier,); nothing below the lowest tier.
    """
    subsidy = 0.0
    for tier in range(tier_amounts.shape[0]):
        if tier_amounts[tier] > paid + 0.005:
            break
        subsidy = float(subsidies[tier])
    return subsidy


@rule
def account_credit(own: float, subsidy: float, collective: float) -> float:
    """Credited to the account in a year = own contribution + subsidy + collective aid; 国发〔2014〕8号 art. 5."""
    return own + subsidy + collective


@rule
def flat_pension_with_bonus(flat_pension: float, years: float, qualifying_years: float, bonus: float) -> float:
    """Flat pension + bonus x years paid beyond the qualifying years; 国发〔2014〕8号 art. 6 (1), local amounts."""
    return flat_pension + bonus * max(years - qualifying_years, 0.0)


@rule
def resident_award(flat_pension: float, account_balance: float, annuity_divisor: float) -> ResidentAward:
    """Monthly pension = flat pension + account balance / 139; 国发〔2014〕8号 art. 6."""
    account_pension = account_balance / annuity_divisor
    return ResidentAward(account_pension, flat_pension + account_pension)


@rule
def required_years(age_at_start: float, years_before: float, pension_age: float, qualifying_years: float) -> float:
    """Years of contribution a person owes; 国发〔2014〕8号 art. 7, ages in years when the scheme began locally.

    None from the pension age on.  Else they are paid year by year: one for each of the ``years_before``, the calendar
    years from that of the start to the one before the pension age, but at least one and at most ``qualifying_years``
    (15).  Nobody owes part of a year (assumption: the law does not say what counts as a year).
    """
    return min(max(years_before, 1.0), qualifying_years) if age_at_start < pension_age else 0.0


@rule
def is_eligible(age: float, pension_age: float, years_paid: float, required_years: float) -> bool:
    """Whether the pension may be claimed: at the pension age (60) with the years owed paid; 国发〔2014〕8号 art. 7."""
    return age >= pension_age and years_paid >= required_years


@rule
def back_payment(years_paid: float, years_needed: float, tier_amount: float) -> float:
    """Paid in one sum at the pension age for the missing years, yuan; no subsidy is given on it.

    国发〔2014〕8号 art. 7: may be made up to the qualifying years.
    """
    return max(years_needed - years_paid, 0.0) * tier_amount


@rule
def inheritance(account_balance: float) -> float:
    """To the heirs: the whole balance, subsidies included; 国发〔2014〕8号 art. 6 (2)."""
    return max(account_balance, 0.0)


@rule
def flat_pension_tied(flat_pension: float, dibao_line: float, share: float) -> float:
    """Resident flat pension that may not fall below a share of the rural Dibao line: max(flat, share x line).

    ILO 2022, section 4.7: to be set progressively at a level commensurate with Dibao.  Share 0: not tied.
    """
    return max(flat_pension, share * dibao_line)
