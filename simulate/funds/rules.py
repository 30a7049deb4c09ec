"""The parameters of the funds as plain arrays over the report years, and the record of the enterprise scheme."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from simulate.clock import FIRST_REPORT_YEAR, LAST_REPORT_YEAR, year_index
from simulate.contracts import Reals
from simulate.funds.accounts import FUNDS, Parameters
from simulate.measures import Fund, PerHead

FIRST: Final = year_index(FIRST_REPORT_YEAR)
BEYOND: Final = year_index(LAST_REPORT_YEAR) + 1


class FundRules(NamedTuple):
    """Parameters of the funds; (year,) over the report years unless said."""

    records: dict[str, Reals]  # yuan by fund, with one year before the first report year: (1 + year,)
    openings: dict[str, float]  # yuan by fund, out of a record that holds more than one
    opening_weight: Reals  # (province,) of the employee scheme's balance on record
    returns: dict[str, Reals]  # by fund that has a reserve
    reconciled: Reals  # 1 where the closing balance is on record
    subsidy: Reals  # yuan a year, fixed part
    subsidy_share: Reals  # of pensions and other payments
    subsidy_need_share: float  # of the subsidy, where money is missing
    subsidy_weight: Reals  # (province,) of the rest
    borrowing: Reals  # 1 where a fund with a lender may borrow
    interest_on_deficit: Reals  # 1 where a deficit bears interest
    adjustment_rate: Reals  # of the wage bill, whole year
    adjustment_wage: Reals  # (year, province) yuan a year
    pooling_share: Reals
    per_head: dict[tuple[str, str], Reals]  # yuan a year by fund and entry
    resident_medical: Reals  # share of those outside the employee scheme who are members


def years_of(ps: Parameters, name: str, before: int = 0) -> Reals:
    """A dated series (year, ...) over the report years, with ``before`` more years in front."""
    return np.asarray(ps[name].values, dtype=np.float64)[FIRST - before : BEYOND]


def means_of(ps: Parameters, name: str) -> Reals:
    """Means over the months of a year of a series by month, (year,) over the report years."""
    by_month = np.asarray(ps[name].values, dtype=np.float64).reshape(-1, 12)
    return np.asarray(by_month.mean(axis=-1)[FIRST:BEYOND])


def number_of(ps: Parameters, name: str) -> float:
    """A parameter that is one number."""
    return float(np.asarray(ps[name].values, dtype=np.float64).reshape(-1)[0])


def amount_of(ps: Parameters, entry: PerHead) -> Reals:
    """Yuan a member and year of an entry by the head, (year,) over the report years."""
    before = int(entry.is_of_last_year)
    parts = (np.asarray(ps[name].values, dtype=np.float64) for name in entry.amount)
    product = math.prod(
        part[FIRST - before : BEYOND - before] if part.ndim and len(part) > 1 else part for part in parts
    )
    return np.asarray(product)


def read_rules(ps: Parameters) -> FundRules:
    """The funds' parameters over the report years."""
    rate = years_of(ps, "funds.central_adjustment_rate") * years_of(ps, "funds.central_adjustment_part_of_year")
    wage = 12.0 * number_of(ps, "funds.central_adjustment_wage_share") * years_of(ps, "economy.reference_wage")
    return FundRules(
        records={each.name: recorded(ps, each) for each in FUNDS if each.record},
        openings={each.name: number_of(ps, each.opening) for each in FUNDS if each.opening},
        opening_weight=np.asarray(ps["funds.opening_by_province"].values, dtype=np.float64),
        returns={each.name: years_of(ps, each.returns) for each in FUNDS if each.returns},
        reconciled=years_of(ps, "funds.reconciled"),
        subsidy=years_of(ps, "funds.fiscal_subsidy") * years_of(ps, "funds.fiscal_subsidy_enterprise_share"),
        subsidy_share=years_of(ps, "funds.fiscal_subsidy_share"),
        subsidy_need_share=number_of(ps, "funds.fiscal_subsidy_need_share"),
        subsidy_weight=np.asarray(ps["funds.fiscal_subsidy_weight"].values, dtype=np.float64),
        borrowing=years_of(ps, "funds.injury_borrowing"),
        interest_on_deficit=years_of(ps, "funds.interest_on_deficit"),
        adjustment_rate=rate,
        adjustment_wage=wage,
        pooling_share=years_of(ps, "funds.national_pooling"),
        per_head={(fund.name, each.name): amount_of(ps, each) for fund in FUNDS for each in fund.per_head},
        resident_medical=years_of(ps, "resident_medical.take_up"),
    )


def recorded(ps: Parameters, fund: Fund) -> Reals:
    """The balance of a fund on record at the scope of the simulation, yuan, one more year in front: (1 + year,)."""
    return np.asarray(math.prod(years_of(ps, name, 1) for name in fund.record))


class OfficialRecord(NamedTuple):
    """The record of the funds, yuan, (year,) over the report years; NaN where nothing is on record."""

    employee_revenue: Reals  # enterprise scheme: the whole less public-service pensions and growth of its balance
    employee_expenditure: Reals  # enterprise scheme: the whole less public-service pensions
    employee_balance: Reals
    resident_revenue: Reals
    resident_expenditure: Reals
    resident_balance: Reals
    work_injury_revenue: Reals  # of the employees simulated
    work_injury_expenditure: Reals
    work_injury_balance: Reals


def official_record(ps: Parameters) -> OfficialRecord:
    """The recorded flows and balances at the scope of the simulation, the enterprise scheme.

    Public-service pensions = members x retired share x mean pension x 12; the revenue of public service is its pensions
    plus the change of its part of the balance.  No split of the fund is published.
    """
    rules = read_rules(ps)
    retired = number_of(ps, "funds.public_service_retired_share") * years_of(ps, "funds.public_service_members")
    public = 12.0 * retired * years_of(ps, "funds.public_service_pension")
    on_record = rules.reconciled > 0

    def known(series: Reals) -> Reals:
        return np.where(on_record, series, np.nan)

    scope = years_of(ps, "funds.work_injury_scope")
    growth = np.diff(years_of(ps, "funds.official_balance", 1) - rules.records["employee_pool"])
    return OfficialRecord(
        employee_revenue=known(years_of(ps, "funds.official_revenue") - public - growth),
        employee_expenditure=known(years_of(ps, "funds.official_expenditure") - public),
        employee_balance=known(rules.records["employee_pool"][1:]),
        resident_revenue=known(years_of(ps, "funds.official_resident_revenue")),
        resident_expenditure=known(years_of(ps, "funds.official_resident_expenditure")),
        resident_balance=known(rules.records["resident_pension"][1:]),
        work_injury_revenue=known(years_of(ps, "funds.official_work_injury_revenue") * scope),
        work_injury_expenditure=known(years_of(ps, "funds.official_work_injury_expenditure") * scope),
        work_injury_balance=known(rules.records["work_injury"][1:]),
    )
