"""Rules of unemployment insurance: contribution, months and amount of the benefit, what the fund pays beside it.

Law: 失业保险条例 (order 258 of 1999); 社会保险法 art. 44 to 52; 人社部发〔2024〕76号.  Money in yuan a month.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.codes import Enumeration
from simulate.engine.jit import rule

SCALES: Final = Enumeration("scale", ("national_maximum", "shanghai", "guangdong", "beijing"))
SHANGHAI = SCALES.code("shanghai")
GUANGDONG = SCALES.code("guangdong")
BEIJING = SCALES.code("beijing")
MOST_MONTHS = 24.0
_YEAR = 12.0


class PaidFor(NamedTuple):
    """A pension contribution by who bears it in the end, yuan."""

    paid_by_fund: float
    paid_by_worker: float


@rule
def unemployment_contribution(contribution_base: float, rate: float) -> float:
    """Contribution = rate x base, the employer's and the worker's each (条例 art. 6, 人社部发〔2017〕14号)."""
    return rate * contribution_base


@rule
def own_base(contribution_base: float, has_rural_hukou: bool, rural_share: float) -> float:
    """Base of the worker's own part: none of a contract worker with rural hukou, whom the employer insures alone.

    条例 art. 6; ``rural_share`` of them pay like others, where the province has made the rule one for all.
    """
    return contribution_base * rural_share if has_rural_hukou else contribution_base


@rule
def is_entitled(paid_months: float) -> bool:
    """Whether a year has been paid (社会保险法 art. 45); that work was left against one's will is a share of those."""
    return paid_months >= _YEAR


@rule
def scale_months(scale: int, paid_years: float) -> float:
    """Months of benefit by years paid: at most 12 under five, 18 under ten, 24 from ten (社会保险法 art. 46).

    Shanghai: two for each year (沪人社规〔2026〕18号).  Guangdong: one for each of four years, then one for each half.
    Beijing: three for each year to twelve at four, from the fifth one more a year.
    """
    years = float(int(paid_years))
    if years < 1.0:
        return 0.0
    if scale == SHANGHAI:
        return 2.0 * years
    if scale == GUANGDONG:
        return min(years, 4.0) + max(float(int(2.0 * (paid_years - 4.0))), 0.0)
    if scale == BEIJING:
        return min(3.0 * years, 12.0) + max(years - 4.0, 0.0)
    return 12.0 if years < 5.0 else 18.0 if years < 10.0 else 24.0


@rule
def unemployment_months(scale: int, paid_years: float, unused_months_before: float) -> float:
    """Months of benefit of a spell, with the unused ones of the spell before; 24 at most (社会保险法 art. 46)."""
    return min(min(scale_months(scale, paid_years), MOST_MONTHS) + unused_months_before, MOST_MONTHS)


@rule
def unemployment_benefit(minimum_wage: float, ratio: float, month_of_spell: float, second_year_factor: float) -> float:
    """Benefit = ratio x minimum wage, below it and flat (社会保险法 art. 47; 人社部发〔2017〕71号: towards 90 %)."""
    benefit = ratio * minimum_wage
    return benefit if month_of_spell <= _YEAR else second_year_factor * benefit


@rule
def medical_during_unemployment(months: float, contribution_base: float, medical_rate: float) -> float:
    """What the fund pays into employee medical insurance; the worker pays nothing, the months count (art. 48)."""
    return months * contribution_base * medical_rate


@rule
def is_refunded(refund: int, months_to_age: float) -> bool:
    """Whether the pension contribution of a month of the benefit is paid back: less than a year (不足1年) before the
    statutory age, where the law says so (``refund`` 1); 人社部发〔2024〕76号.
    """
    return refund != 0 and 0.0 <= months_to_age < _YEAR


@rule
def pension_paid_by_unemployment_fund(
    months: float, flexible_floor_base: float, pension_rate: float, own_base: float
) -> PaidFor:
    """Pension contributions of the unemployed within a year of the statutory age: the fund bears the lowest.

    人社部发〔2024〕76号: months x floor x rate, paid back to the worker, who bears what a higher base costs.
    """
    by_fund = months * flexible_floor_base * pension_rate
    return PaidFor(by_fund, max(months * own_base * pension_rate - by_fund, 0.0))
