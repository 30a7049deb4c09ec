"""Adequacy: the pensions that result, against wages, own earnings and the Dibao line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from simulate import codes, contracts
from simulate.contracts import AWARD_BIN_LOW, AWARD_BIN_WIDTH, PLACE_MEASURES, Reals
from simulate.indicators.coverage import Named, by_scheme, national, pooled, wage_bill
from simulate.indicators.errors import Replicates, ratio

QUANTILES: Final = (0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95)
_PENSIONS: Final = tuple(contracts.pensions_of(scheme) for scheme in codes.SCHEMES.labels)
GAPS: Final = ("awards", "pensions")
RETURNS: Final = ("benefits_over_contributions", "rate_above_wage_growth")
_WHOLE_LIFE: Final = (
    contracts.COHORT_CONTRIBUTED, contracts.COHORT_CONTRIBUTED_AGE, contracts.COHORT_RECEIVED,
    contracts.COHORT_RECEIVED_AGE,
)  # fmt: skip


def adequacy(sums: Replicates) -> Named:
    """All adequacy indicators."""
    return {
        **_awards(sums.place),
        **_in_payment(sums),
        "gender_gap": _gender_gap(sums),
        **_below(sums),
        **_replacement(sums.cohort),
        "scheme_return": scheme_return(*(pooled(sums.cohort[measure]) for measure in _WHOLE_LIFE)),
        "award_quantile": quantiles(sums.awards),
    }


def _awards(place: Reals) -> Named:
    """Mean award of the year, yuan a month and against the mean wage of the province of award."""
    awards = by_scheme(place.__getitem__, PLACE_MEASURES, "awards")
    amounts = by_scheme(place.__getitem__, PLACE_MEASURES, "award_sum")
    over_wage, number = place[contracts.AWARD_RATIO_SUM_EMPLOYEE], place[contracts.AWARDS_EMPLOYEE]
    return {
        "awards": awards,
        "award_mean": ratio(amounts, awards),
        "award_mean_national": ratio(amounts.sum(axis=(-2, -1)), awards.sum(axis=(-2, -1))),
        "award_over_wage": ratio(over_wage, number),
        "award_over_wage_national": ratio(over_wage.sum(axis=(-2, -1)), number.sum(axis=(-2, -1))),
    }


def _in_payment(sums: Replicates) -> Named:
    """Mean pension in payment, yuan a month: pensions of the year / (12 x mean number of pensioners)."""
    paid, months = _paid_and_months(sums.both.__getitem__)
    return {
        "pension_mean": ratio(paid, months),
        "pension_mean_national": ratio(paid.sum(axis=-1), months.sum(axis=-1)),
    }


def _gender_gap(sums: Replicates) -> Reals:
    """One less the mean pension of women over that of men, (replicate, gap_of, scheme, year)."""
    awards, amounts = (by_scheme(sums.place.__getitem__, PLACE_MEASURES, what) for what in ("awards", "award_sum"))
    awarded = ratio(amounts.sum(axis=-2), awards.sum(axis=-2))
    paid = ratio(*_paid_and_months(lambda measure: sums.place[measure].sum(axis=-2)))
    by_sex = np.stack([awarded, paid], axis=1)
    return np.asarray(1.0 - ratio(by_sex[..., codes.WOMAN], by_sex[..., codes.MAN]))


def _paid_and_months(read: Callable[[int], Reals]) -> tuple[Reals, Reals]:
    """Pensions paid in the year and 12 x mean number of pensioners by scheme; ``read`` gives the sums of a measure."""
    paid = np.stack([np.asarray(sum(read(each) for each in pensions)) for pensions in _PENSIONS], axis=1)
    return paid, 12.0 * by_scheme(read, PLACE_MEASURES, "pensioners")


def _below(sums: Replicates) -> Named:
    """Persons of 60 and over under the Dibao line, and what a floor of old-age income pays them."""
    below, aged = sums.place[contracts.BELOW_DIBAO], sums.place[contracts.AGED_60]
    return {
        "persons_aged_60": aged,
        "below_dibao_share": ratio(below, aged),
        "below_dibao_share_national": ratio(national(sums, contracts.BELOW_DIBAO), national(sums, contracts.AGED_60)),
        "floor_recipients_national": national(sums, contracts.FLOOR_RECIPIENTS),
        "floor_top_up_national": national(sums, contracts.FLOOR_TOP_UP),
        "floor_cost_rate": ratio(national(sums, contracts.FLOOR_TOP_UP), wage_bill(sums)),
    }


def _replacement(cohort: Reals) -> Named:
    """Mean replacement rate of the employee pensions awarded to a birth cohort, by its definition."""
    awarded = cohort[contracts.COHORT_AWARDED_EMPLOYEE]
    measures = {
        "replacement_rate_career_average": contracts.COHORT_AWARD_OVER_CAREER,
        "replacement_rate_province_wage": contracts.COHORT_AWARD_OVER_PROVINCE_WAGE,
    }
    named: Named = {}
    for name, measure in measures.items():
        named[name] = ratio(cohort[measure], awarded)
        named[f"{name}_national"] = ratio(cohort[measure].sum(axis=-1), awarded.sum(axis=-1))
    career, months = cohort[contracts.COHORT_AWARD_OVER_CAREER], cohort[contracts.COHORT_PAID_MONTHS_AWARDED]
    return {
        **named,
        "replacement_rate_career_average_pooled": ratio(pooled(career), pooled(awarded)),
        "paid_months_at_award_pooled": ratio(pooled(months), pooled(awarded)),
        "contribution_index_at_award_pooled": ratio(pooled(cohort[contracts.COHORT_INDEX_AWARDED]), pooled(awarded)),
        "award_age": _award_age(cohort),
    }


def _award_age(cohort: Reals) -> Reals:
    """Mean age at the award of an employee pension, years, five cohorts pooled, (replicate, cohort, sex)."""
    months, awarded = cohort[contracts.COHORT_AGE_AWARDED], cohort[contracts.COHORT_AWARDED_EMPLOYEE]
    by_sex = [ratio(pooled(months[..., [sex]]), 12.0 * pooled(awarded[..., [sex]])) for sex in (codes.MAN, codes.WOMAN)]
    return np.stack(by_sex, axis=-1)


def scheme_return(contributed: Reals, contributed_age: Reals, received: Reals, received_age: Reals) -> Reals:
    """What a cohort receives from the employee scheme for what it pays, (...) each -> (replicate, return_of, cohort).

    Benefits over contributions, each year's over the mean wage of the year; and the rate above the growth of wages at
    which the two are worth the same, ln(R / C) / (mean age of R - mean age of C): exact where each falls at one age,
    within a tenth of rates to 4 % for careers and pensions spread over decades (tests hold it beside the exact root).
    """
    over = ratio(received, contributed)
    apart = ratio(received_age, received) - ratio(contributed_age, contributed)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.expm1(np.log(over) / apart)
    return np.stack([over, np.where(apart > 0.0, rate, np.nan)], axis=1)


def quantiles(awards: Reals, levels: tuple[float, ...] = QUANTILES) -> Reals:
    """Quantiles of awards over the national mean wage, (replicate, year, scheme, bin) -> (..., scheme, year, quantile).

    Inside a bin awards are taken to be spread evenly in the logarithm.  NaN where nobody is awarded.
    """
    number = np.ascontiguousarray(np.swapaxes(awards, 1, 2))  # (replicate, scheme, year, bin)
    found, inside = places_in_bins(number, levels)
    return np.asarray(np.exp(AWARD_BIN_LOW + AWARD_BIN_WIDTH * (found + inside)))


def places_in_bins(number: Reals, levels: tuple[float, ...]) -> tuple[Reals, Reals]:
    """Where quantiles fall: the bin, and the share of it that lies below; (..., bin) -> twice (..., level).

    NaN where all bins are empty.
    """
    upto = np.cumsum(number, axis=-1)
    total = upto[..., -1]
    found = np.full((*total.shape, len(levels)), np.nan)
    inside = np.full_like(found, np.nan)
    filled = total > 0
    flat, number, total = upto[filled], number[filled], total[filled]
    rows = np.arange(len(flat))
    for position, level in enumerate(levels):
        wanted = level * total
        bins = np.minimum((flat < wanted[:, None]).sum(axis=-1), number.shape[-1] - 1)
        found[filled, position] = bins
        inside[filled, position] = 1.0 - (flat[rows, bins] - wanted) / number[rows, bins]
    return found, inside
