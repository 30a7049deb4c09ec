"""The award of the employee pension: basic, account and transitional pension, and the laws of 1978 and 1997.

Law: 国发〔2005〕38号 art. 6 and its annex (since 2006); 国发〔1997〕26号 art. 5 (1998-2005); 国发〔1978〕104号 art. 2
(before).  P is the province's benefit reference wage (计发基数), yuan a month, as are all results.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate.codes import Enumeration
from simulate.contracts import Reals
from simulate.engine.jit import rule

AWARD_VARIANTS: Final = Enumeration(
    "award_variant",
    ("default", "shanghai_months", "guangdong_ratio", "henan_local", "jilin_two_bases", "anhui_tenths"),
)
DEFAULT = AWARD_VARIANTS.code("default")
SHANGHAI_MONTHS = AWARD_VARIANTS.code("shanghai_months")
GUANGDONG_RATIO = AWARD_VARIANTS.code("guangdong_ratio")
HENAN_LOCAL = AWARD_VARIANTS.code("henan_local")
JILIN_TWO_BASES = AWARD_VARIANTS.code("jilin_two_bases")
ANHUI_TENTHS = AWARD_VARIANTS.code("anhui_tenths")
FIRST_DIVISOR_AGE = 40  # first age of the annex to 国发〔2005〕38号
SHANGHAI_MONTH_SHARE = 0.083  # of a year's accrual, for each month beyond full years (Shanghai award sheets)
GUANGDONG_FULL_INDEX = 0.6  # index from which the first term counts in full (Guangdong award sheets)


@rule
def annuity_divisor(age_months: int, table: Reals, interpolated: bool) -> float:
    """Months over which the account is paid (计发月数); 国发〔2005〕38号 annex.

    ``table`` (age,) holds the ages 40 to 70: below and above, their values.  Completed years before 2025; since
    2025-01 between two ages in proportion to the months, rounded half up to one decimal.
    """
    last = table.shape[0] - 1
    position = min(max(age_months - 12 * FIRST_DIVISOR_AGE, 0), 12 * last)
    year = position // 12
    months = position % 12
    if months == 0 or not interpolated:
        return float(table[year])
    exact = table[year] + (table[year + 1] - table[year]) * months / 12.0
    return float(np.floor(exact * 10.0 + 0.5 + 1e-9)) / 10.0


@rule
def accrued_share(months: float, accrual_rate: float, variant: int) -> float:
    """Share of the wage earned by the months = months / 12 x 1 %; 国发〔2005〕38号 art. 6.

    Shanghai: 1 % for each full year and 0.083 % for each month beyond.  Anhui: years rounded up to a tenth (a sheet of
    2025 counts 368 months as 30.7 years; that nothing is ever rounded down is an assumption).
    """
    if variant == ANHUI_TENTHS:
        return accrual_rate * float(np.ceil(months / 1.2 - 1e-9)) / 10.0
    if variant == SHANGHAI_MONTHS:
        full_years = float(np.floor(months / 12.0 + 1e-9))
        return accrual_rate * (full_years + SHANGHAI_MONTH_SHARE * (months - 12.0 * full_years))
    return accrual_rate * months / 12.0


@rule
def long_service_increment(months: float, increment: Reals) -> float:
    """Jilin: further share of the mean wage for the years above 20 (0.15 %), 25 (0.20 %) and 30 (0.25 %).

    ``increment`` (full years,) holds the sum of the yearly shares up to that year; part of a year counts in proportion.
    """
    last = increment.shape[0] - 1
    years = min(max(months / 12.0, 0.0), float(last))
    full = min(int(years), last - 1)
    return float(increment[full] + (increment[full + 1] - increment[full]) * (years - full))


@rule
def basic_pension(
    variant: int, wage: float, local_wage: float, index: float, months: float, accrual_rate: float, increment: Reals
) -> float:
    """Basic pension (基础养老金) = (P + P x index) / 2 x years x 1 %; 国发〔2005〕38号 art. 6.

    Variants seen on award sheets: Guangdong, first P x index / 0.6 below an index of 0.6; Henan, the second P is the
    city's (``local_wage``); Jilin, the first P is the city's, and years above 20 add an increment; Shanghai and Anhui
    count parts of a year in their own way (``accrued_share``).
    """
    flat, indexed = wage, wage
    if variant == GUANGDONG_RATIO:
        flat = wage * min(index / GUANGDONG_FULL_INDEX, 1.0)
    elif variant == HENAN_LOCAL:
        indexed = local_wage
    elif variant == JILIN_TWO_BASES:
        flat = local_wage
    mean_wage = (flat + indexed * index) / 2.0
    share = accrued_share(months, accrual_rate, variant)
    if variant == JILIN_TWO_BASES:
        share += long_service_increment(months, increment)
    return mean_wage * share


@rule
def account_pension(balance: float, divisor: float) -> float:
    """Account pension (个人账户养老金) = balance / annuity divisor; 国发〔2005〕38号 art. 6."""
    return balance / divisor


@rule
def transitional_pension(wage: float, index: float, deemed_months: float, coefficient: float) -> float:
    """Transitional pension (过渡性养老金) = P x index x deemed years x 1-1.4 %; 国发〔2005〕38号 art. 6."""
    return wage * index * deemed_months / 12.0 * coefficient


@rule
def pension_1978(last_wage: float, replacement: float) -> float:
    """Pension of retirements before 1998 = share of the last standard wage; 国发〔1978〕104号 art. 2 (60-75 %)."""
    return last_wage * replacement


@rule
def pension_1997(local_wage: float, basic_share: float, balance: float, divisor: float, transitional: float) -> float:
    """Pension of retirements in 1998-2005 = 20 % of last year's local wage + balance / 120 + transitional pension.

    国发〔1997〕26号 art. 5; the transitional pension by ``transitional_pension``.
    """
    return basic_share * local_wage + balance / divisor + transitional


@rule
def gap_months(claim_month: float, first_month: float, paid_months: float) -> float:
    """Months between first payment and claim that were not paid; the province says how they count in the index."""
    return max(claim_month - first_month - paid_months, 0.0)


@rule
def guaranteed_supplement(old_law: float, basic: float, transitional: float, from_account: float) -> float:
    """What the law before the accounts would give above the new pension; 国发〔2005〕38号 art. 6, transition."""
    return max(old_law - basic - transitional - from_account, 0.0)
