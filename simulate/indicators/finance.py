"""Funds: revenue, expenditure, balances, who paid, first deficit and exhaustion; wages and prices to deflate with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from simulate import codes, contracts, measures
from simulate.clock import FIRST_PROJECTION_YEAR, FIRST_REPORT_YEAR, FIRST_YEAR, LAST_REPORT_YEAR, year_index
from simulate.contracts import N_GROUPS, Reals
from simulate.funds import FundFlows, Parameters
from simulate.funds.accounts import (
    ACCOUNTS,
    EXPENDITURE,
    N_FUNDS,
    POOL,
    RECONCILIATION,
    REVENUE,
    TRANSFER_IN,
    TRANSFER_OUT,
)  # fmt: skip
from simulate.funds.rules import means_of, years_of
from simulate.indicators.coverage import Named, national, wage_bill
from simulate.indicators.errors import Replicates, ratio, standard_error
from simulate.measures import MEASURES

FUND_LABELS: Final = (
    *measures.FUNDS.labels,
    "employee_pension",
)  # the last: pool and accounts together, as officially published
EMPLOYEE: Final = N_FUNDS
_NEAR_DATE: Final = 5.0  # years on either side of a date
# Years that a date errs by at most: the spread of one of which nothing is known but that it lies in the projection.
_MOST: Final = (LAST_REPORT_YEAR + 1 - FIRST_PROJECTION_YEAR) / 12**0.5
BENEFITS: Final = ("pensions", "other")
RIGHTS: Final = {
    "pool_between_provinces": contracts.POOL_TRANSFER_OUT,
    "account_between_provinces": contracts.ACCOUNT_TRANSFER_OUT,
    "pool_to_resident": contracts.POOL_TO_RESIDENT,
    "resident_refund": contracts.RESIDENT_REFUNDS,
}
_PROJECTION: Final = FIRST_PROJECTION_YEAR - FIRST_REPORT_YEAR


def finance(sums: Replicates, flows: FundFlows, ps: Parameters) -> Named:
    """All indicators of the funds."""
    by_place = _books(flows)
    of_nation = {f"{name}_national": values.sum(axis=-1) for name, values in by_place.items()}
    return {
        **by_place, **of_nation, **_of_the_nation(of_nation, sums, flows), **_paid_by(sums, flows), **_moved(sums),
        "actuarial_balance": _actuarial_balance(of_nation, wage_bill(sums), flows, ps),
        "spending_present_value": _spending(of_nation, ps),
        **_bases(sums, ps), **_deflators(sums, ps),
    }  # fmt: skip


def _current(of_nation: Named) -> Reals:
    """Revenue and what is transferred less expenditure, (replicate, fund, year)."""
    net_transfers = of_nation["fund_transfers_in_national"] - of_nation["fund_transfers_out_national"]
    return np.asarray(of_nation["fund_revenue_national"] + net_transfers - of_nation["fund_expenditure_national"])


def _interest(flows: FundFlows) -> Reals:
    """Interest of the nation, (replicate, fund, year)."""
    nothing = np.zeros_like(flows.opening[0])
    return _with_employee([flows.entries.get((fund, "interest"), nothing).sum(axis=-1) for fund in range(N_FUNDS)])


def _actuarial_balance(of_nation: Named, wages: Reals, flows: FundFlows, ps: Parameters) -> Reals:
    """Reserve and present value of the projected flows over that of wages, (replicate, fund).

    (B + sum of v_t x (revenue without interest + transfers - expenditure)) / sum of v_t x wages, from the first
    projected year to the last; v_t = product of 1 / (1 + return on the pension reserve).  What every wage would have to
    bear more, or could bear less, for the fund to end with nothing.
    """
    ahead, value = slice(_PROJECTION, None), _present_value(ps)
    net = _current(of_nation) - _interest(flows)
    opening = of_nation["fund_balance_national"][..., _PROJECTION - 1]
    return ratio(opening + (value * net[..., ahead]).sum(axis=-1), (value * wages[:, ahead]).sum(axis=-1)[:, None])


def _present_value(ps: Parameters) -> Reals:
    """v_t of each projected year, (year,): the value of a yuan at the end of the last year on record."""
    return np.asarray(1.0 / np.cumprod(1.0 + years_of(ps, "funds.reserve_return")[_PROJECTION:]))


def _spending(of_nation: Named, ps: Parameters) -> Reals:
    """Present value of the projected spending of each fund to the horizon, (replicate, fund) yuan."""
    return np.asarray((_present_value(ps) * of_nation["fund_expenditure_national"][..., _PROJECTION:]).sum(axis=-1))


def _bases(sums: Replicates, ps: Parameters) -> Named:
    """Mean contribution base of the employee scheme over the national reference wage, (replicate, year).

    base = credited to the accounts / the share of the base credited / 12, over person-years paid.
    """
    rate, paying = means_of(ps, "employee_pension.account_rate"), national(sums, contracts.CONTRIBUTORS_EMPLOYEE)
    base = ratio(national(sums, contracts.RECEIVED_ACCOUNTS), 12.0 * rate * paying)
    return {"contribution_base_over_wage": ratio(base, _mean_wage(sums, ps))}


def _mean_wage(sums: Replicates, ps: Parameters) -> Reals:
    """The provinces' reference wages weighted by their residents aged 16 and over in the year, (year,)."""
    residents = sums.both[contracts.PERSONS, 0]
    return ratio((years_of(ps, "economy.reference_wage") * residents).sum(axis=-1), residents.sum(axis=-1))


def _with_employee(parts: list[Reals]) -> Reals:
    """The funds (replicate, ...) -> (replicate, fund, ...) with the employee scheme, pool and accounts, as the last."""
    return np.stack([*parts, parts[POOL] + parts[ACCOUNTS]], axis=1)


def _books(flows: FundFlows) -> Named:
    """(replicate, fund, year, province) yuan.  Interest credited inside the employee scheme is not a transfer."""
    named: Named = {"fund_balance": _with_employee([flows.closing[fund] for fund in range(N_FUNDS)])}
    for name, side in (
        ("fund_revenue", REVENUE), ("fund_expenditure", EXPENDITURE), ("fund_transfers_in", TRANSFER_IN),
        ("fund_transfers_out", TRANSFER_OUT), ("fund_reconciliation", RECONCILIATION),
    ):  # fmt: skip
        named[name] = _with_employee([flows.side(fund, side) for fund in range(N_FUNDS)])
    inside = flows.between((POOL, ACCOUNTS))
    named["fund_transfers_in"][:, EMPLOYEE] -= inside
    named["fund_transfers_out"][:, EMPLOYEE] -= inside
    return named


def _of_the_nation(of_nation: Named, sums: Replicates, flows: FundFlows) -> Named:
    """Ratios and dates of the national funds, (replicate, fund[, year])."""
    balance = of_nation["fund_balance_national"]
    spending = of_nation["fund_expenditure_national"]
    current = _current(of_nation)
    paid_by_government = [flows.paid_by(fund, "government").sum(axis=-1) for fund in range(N_FUNDS)]
    pensions = _with_employee([_pensions(sums, fund) for fund in measures.FUNDS.labels])
    return {
        "fund_current_balance_national": current,
        "benefits_paid_national": np.stack([pensions, spending - pensions], axis=1),
        "fund_balance_over_expenditure": ratio(balance, spending),
        "fund_interest": _interest(flows),
        "fiscal_subsidy": _with_employee(paid_by_government),
        "cost_rate": ratio(spending, wage_bill(sums)[:, None]),
        "fund_first_deficit_year": date_replicates(first_deficit, current),
        "fund_exhaustion_year": date_replicates(exhaustion, balance),
    }


def _pensions(sums: Replicates, fund: str) -> Reals:
    """Pensions paid out of a fund, (replicate, year)."""
    paid = [national(sums, row.position) for row in MEASURES if row.kind == "pension" and row.fund == fund]
    return np.asarray(sum(paid, np.zeros(sums.both.shape[1:3])))


def _paid_by(sums: Replicates, flows: FundFlows) -> Named:
    """Paid in by payer, (replicate, payer[, paid_into], year) yuan; interest is paid by nobody.

    No fund of ``paid_into`` holds another, so that the sum over it is what a payer pays in all.
    """
    payers = [
        np.stack([flows.paid_by(fund, payer).sum(axis=-1) for fund in range(N_FUNDS)], axis=1)
        for payer in codes.PAYERS.labels
    ]
    paid = np.stack(payers, axis=1)
    total = paid.sum(axis=2)
    return {
        "paid_by": paid,
        "paid_by_employee_pension": paid[:, :, POOL] + paid[:, :, ACCOUNTS],
        "paid_by_total": total,
        "paid_by_over_wages": ratio(total, wage_bill(sums)[:, None]),
    }


def _moved(sums: Replicates) -> Named:
    """Rights that move with workers between provinces and schemes, and paid back, (replicate, right, year) yuan."""
    return {
        "rights_moved_national": np.stack([national(sums, measure) for measure in RIGHTS.values()], axis=1),
    }


def first_deficit(current: Reals) -> Reals:
    """First projected year of a negative current balance, (..., year) -> (...), NaN without one.

    The whole part is the year; the fraction, b(t-1) / (b(t-1) - b(t)), says how far into it the last surplus reached,
    which makes the date a smooth function of the balances, as the sampling error requires.
    """
    before = np.maximum(current[..., _PROJECTION - 1 : -1], 0.0)
    now = current[..., _PROJECTION:]
    return _first_date(now < 0, before, before - now)


def exhaustion(balance: Reals) -> Reals:
    """When the balance reaches zero, (..., year) -> (...), NaN if never; 2041.4 is in the course of 2041.

    A fund already in the red when the projection begins is exhausted at the beginning of it.
    """
    opening = np.maximum(balance[..., _PROJECTION - 1 : -1], 0.0)
    closing = balance[..., _PROJECTION:]
    return _first_date(closing < 0, opening, opening - closing)


def _first_date(crossed: Reals | np.ndarray, above: Reals, fall: Reals) -> Reals:
    """Projection year of the first crossing plus above / fall in it."""
    position = crossed.argmax(axis=-1)[..., None]
    fraction = ratio(np.take_along_axis(above, position, -1), np.take_along_axis(fall, position, -1))
    date = FIRST_PROJECTION_YEAR + position + fraction
    return np.where(crossed.any(axis=-1), date[..., 0], np.nan)


def date_replicates(find: Callable[[Reals], Reals], series: Reals) -> Reals:
    """Dates of (replicate, ..., year) series, (replicate, ...), whose spread is the error of the first.

    By the slope of the series where it crosses (``_linear``), but for no more than ``_MOST`` years, those of a date
    that is as likely in any year of the projection as in another: where a stretch is so flat that the slope says more,
    nothing is known of the date but that.
    """
    dates = find(series)
    linear = _linear(dates, series)
    error = standard_error(linear)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(error > _MOST, _MOST / error, 1.0)
    return np.asarray(linear[0] + (linear - linear[0]) * scale)


def _linear(dates: Reals, series: Reals) -> Reals:
    """Dates (replicate, ...) of which those without a group follow from the first by the slope of (..., year) series.

    date_g = date - (s_g - s) / (ds / dt): the difference where the first crosses, between the two years round it, and
    the slope over ten years round the date.  A crossing found again in each replicate jumps from year to year where the
    series is flat, and says nothing of the error.  The crossings stand where the series does not fall.  At both ends of
    the ten years a year counts in part, so that the slope moves with the date and not by steps: two scenarios, whose
    dates lie close together, have slopes that lie close together, and the error of their difference is its own.
    """
    years = np.arange(series.shape[-1])
    # A date of 2041.4 lies 0.4 of the way from the end of 2040 to that of 2041.
    centre = np.nan_to_num(dates[0] - FIRST_REPORT_YEAR)[..., None] - 1.0
    near = np.clip(_NEAR_DATE + 0.5 - np.abs(years - centre), 0.0, 1.0)
    weight = ratio(near, near.sum(axis=-1, keepdims=True))
    distance = years - (weight * years).sum(axis=-1, keepdims=True)
    slope = ratio((weight * distance * series[0]).sum(axis=-1), (weight * distance**2).sum(axis=-1))
    off = (np.maximum(1.0 - np.abs(years - centre), 0.0) * (series - series[0])).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        linear = dates[0] - off / slope
    return np.where(slope < 0.0, linear, dates)


def _deflators(sums: Replicates, ps: Parameters) -> Named:
    """Prices and wages of the scenario, the same in every replicate.

    The national wage is the provinces' weighted by their residents aged 16 and over in the year.
    """
    inflation = np.asarray(ps["economy.inflation"].values, dtype=np.float64)
    level = np.cumprod(1.0 + inflation)
    prices = (level / level[year_index(FIRST_PROJECTION_YEAR)])[FIRST_REPORT_YEAR - FIRST_YEAR :][: sums.place.shape[2]]
    wage = years_of(ps, "economy.reference_wage")

    def given(values: Reals) -> Reals:
        return np.broadcast_to(values, (N_GROUPS + 1, *values.shape))

    return {
        "prices_index": given(prices),
        "reference_wage": given(wage),
        "reference_wage_national": given(_mean_wage(sums, ps)),
    }
