"""Rules of employee medical insurance: what is due, from flexible workers too, and cover in retirement.

Law: 国发〔1998〕44号; 社会保险法 art. 23, 27; 劳社厅发〔2003〕10号 for flexible workers.  Money in yuan a month.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from simulate.codes import Enumeration
from simulate.engine.jit import rule

ROUNDINGS: Final = Enumeration("base_rounding", ("as_it_is", "up_to_yuan"))  # of the base of flexible workers
UP_TO_YUAN = ROUNDINGS.code("up_to_yuan")


class Short(NamedTuple):
    """Months missing for cover in retirement: of all, and of those paid in the place."""

    missing_months: float
    missing_months_in_place: float


@rule
def flexible_medical_base(mean_wage_last_year: float, base_share: float, base_rounding: int) -> float:
    """Lowest base of a flexible worker = share x last year's mean wage of the place (劳社厅发〔2003〕10号)."""
    base = base_share * mean_wage_last_year
    return math.ceil(base - 1e-6) if base_rounding == UP_TO_YUAN else base


@rule
def medical_contribution(contribution_base: float, medical_rate: float) -> float:
    """Contribution = rate x base: the worker's, the employer's, a flexible worker's whole (国发〔1998〕44号, 2 (2))."""
    return medical_rate * contribution_base


@rule
def flexible_medical_due(
    mean_wage_last_year: float, base_share: float, base_rounding: int, medical_rate: float
) -> float:  # fmt: skip
    """A flexible worker's contribution at the lowest base of the place."""
    return medical_contribution(flexible_medical_base(mean_wage_last_year, base_share, base_rounding), medical_rate)


@rule
def platform_medical_share(due: float, platform_share: float) -> float:
    """Part of a flexible platform worker's contribution that the platform pays; no law, a platform's own offer."""
    return platform_share * due


@rule
def flexible_waiting_months(months_without_cover: float, waived_months: float, waiting: float) -> float:
    """Months paid before benefits begin: none after a gap of at most three months, else what the place requires.

    医保办发〔2021〕43号: at most six; 沪医保规〔2025〕7号, 3 (4): six.
    """
    return 0.0 if months_without_cover <= waived_months else waiting


@rule
def retiree_medical_years(
    required_months: float, paid_months: float, required_months_in_place: float, paid_months_in_place: float
) -> Short:
    """What is missing, at retirement, of the months from which nothing more is due (社会保险法 art. 27).

    The months are the place's own, and so are those of them to be paid there (粤医保规〔2022〕6号 art. 6, 8).
    """
    return Short(
        max(required_months - paid_months, 0.0), max(required_months_in_place - paid_months_in_place, 0.0)
    )  # fmt: skip


@rule
def retiree_medical_lump_sum(missing_months: float, monthly_contribution: float) -> float:
    """Sum that buys the months short = months x a flexible worker's contribution of the day (社会保险法 art. 27)."""
    return missing_months * monthly_contribution


@rule
def pays_up(lump_sum: float, years_left: float, value_gap: float, premium: float) -> bool:
    """Whether a retiree buys the months short: where they cost less than the years of better cover and saved premiums.

    ``value_gap`` what a year of employee cover is worth above the resident scheme's, ``premium`` that scheme's, a year.
    """
    return lump_sum < years_left * (value_gap + premium)
