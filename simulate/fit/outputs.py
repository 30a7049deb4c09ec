"""What the model says for each recorded series: sums, ratios and balances of its outputs, for the nation by year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from simulate import record
from simulate.contracts import Reals
from simulate.indicators.errors import ratio

EMPLOYEE, RESIDENT = record.official.EMPLOYEE, record.official.RESIDENT
POOL_AND_ACCOUNTS: Final = EMPLOYEE  # the fund of outputs that holds both


class Labelled(NamedTuple):
    """Estimates of one scenario of a run, read by labels."""

    results: Any  # of results.Results
    scenario: int = -1

    def get(self, output: str, **labels: str) -> Reals:
        """An output over the dimensions that no label is given for, in their order; others than ``year`` are summed."""
        estimate = self.results.estimates[output]
        values, dims = estimate.value[self.scenario], list(estimate.output.dims)
        for dim, label in labels.items():
            at = dims.index(dim)
            values = np.take(values, self.results.index(dim, label), axis=at)
            dims.pop(at)
        others = tuple(i for i, dim in enumerate(dims) if dim not in ("year", "province"))
        return np.asarray(values.sum(axis=others))

    @property
    def years(self) -> list[int]:
        """Years of the outputs."""
        return [int(each) for each in self.results.coords["year"]]

    @property
    def provinces(self) -> list[str]:
        """Provinces of the outputs."""
        return [str(each) for each in self.results.coords["province"]]


Formula = Callable[[Labelled], Reals]


def _sum(parts: tuple[record.Part, ...]) -> Formula:
    return lambda read: np.asarray(sum(read.get(part.output, **part.labels) for part in parts))


def _revenue(read: Labelled) -> Reals:
    return read.get("fund_revenue_national", fund=EMPLOYEE)


def _contributions(read: Labelled) -> Reals:
    """Revenue that is neither subsidy nor interest."""
    money = _revenue(read) - read.get("fund_interest", fund=EMPLOYEE) - read.get("fiscal_subsidy", fund=EMPLOYEE)
    return np.asarray(money)


def _per_active(read: Labelled) -> Reals:
    """Contributions an active member over the non-private wage of the year, where it is on record."""
    wage = record.load("pensions_and_wages")["series"]["urban_nonprivate_wage"]["values"]
    by_year = np.array([wage.get(year, np.nan) for year in read.years])
    return np.asarray(_contributions(read) / read.get("insured_national", scheme=EMPLOYEE) / by_year)


def _migrant_members(read: Labelled) -> Reals:
    """Rural-hukou workers outside agriculture in the employee scheme."""
    kinds = ("local", *record.official.OUT)
    covered = {kind: read.get("coverage_rate_by_migrant", scheme=EMPLOYEE, migrant_kind=kind) for kind in kinds}
    return np.asarray(sum(read.get("migrants", migrant_kind=kind) * share for kind, share in covered.items()))


def _of_fund(what: str, fund: str) -> Formula:
    """Revenue, expenditure or balance of a fund."""
    return lambda read: read.get(f"fund_{what}_national", fund=fund)


def _work_injury(flow: str) -> Formula:
    """Premium or benefits of work injury a person-year, yuan a year."""
    return lambda read: read.get("injury_per_person_year", injury_flow=flow, injury_fund="work_injury")


def _members(membership: str) -> Formula:
    """Members or recipients of a branch."""
    return lambda read: read.get("members_national", membership=membership)


def _covered(branch: str) -> Formula:
    """Share of platform employees in a branch of medical insurance."""
    return lambda read: read.get("branch_coverage_by_form", branch=branch, form="platform_employee")


def _paying_more(scheme: str, one: str, other: str) -> Formula:
    """Share of a form of work that pays into a scheme less that of another."""

    def share(read: Labelled, form: str) -> Reals:
        return ratio(read.get("contributors_by_form", scheme=scheme, form=form), read.get("persons_by_form", form=form))

    return lambda read: np.asarray(share(read, one) - share(read, other))


def _contributors(read: Labelled) -> Reals:
    return read.get("contributors_national", scheme=EMPLOYEE)


def _pensioners(read: Labelled) -> Reals:
    return read.get("pensioners_national", scheme=EMPLOYEE)


def _pooled(read: Labelled) -> Reals:
    """What pooled funds got of those of other provinces, without what followed workers who moved, (year,)."""
    moved = read.get("rights_moved_national", right="pool_between_provinces")
    return np.asarray(read.get("fund_transfers_in_national", fund="employee_pool") - moved)


FORMULAS: Final[Mapping[str, Formula]] = {
    **{name: _sum(parts) for name, parts in record.MODEL.items()},
    "payers_over_active": lambda read: _contributors(read) / read.get("insured_national", scheme=EMPLOYEE),
    "pensioners_per_contributor": lambda read: _pensioners(read) / _contributors(read),
    "surplus": lambda read: _revenue(read) - read.get("fund_expenditure_national", fund=EMPLOYEE),
    "subsidy": lambda read: read.get("fiscal_subsidy", fund=EMPLOYEE),
    "reconciliation": lambda read: read.get("fund_reconciliation_national", fund=EMPLOYEE) / _revenue(read),
    "contributions": _contributions,
    "contribution_per_active": _per_active,
    "migrant_members": _migrant_members,
    "flexible_payers": lambda read: read.get("flexible_contributors").sum(axis=-1),
    "pooling_moved": _pooled,
    "paying_platform_employees_over_flexible": _paying_more(EMPLOYEE, "platform_employee", "platform_flexible"),
    "paying_platform_over_other_flexible": _paying_more(EMPLOYEE, *record.official.FLEXIBLE),
    "paying_platform_over_other_flexible_resident": _paying_more(RESIDENT, *record.official.FLEXIBLE),
    "resident_contributions": lambda read: read.get("paid_by", payer="worker", paid_into=RESIDENT),
    "medical_working": _members("medical_working"),
    "medical_retired": _members("medical_retired"),
    "medical_flexible": _members("flexible_medical"),
    "medical_revenue": _of_fund("revenue", "employee_medical"),
    "medical_expenditure": _of_fund("expenditure", "employee_medical"),
    "medical_balance": _of_fund("balance", "employee_medical"),
    "medical_of_platform_employees": _covered("employee_medical"),
    "resident_medical_members": _members("resident_medical"),
    "resident_medical_revenue": _of_fund("revenue", "resident_medical"),
    "resident_medical_balance": _of_fund("balance", "resident_medical"),
    "resident_medical_of_platform_employees": _covered("resident_medical"),
    "unemployment_members": _members("insured_unemployment"),
    "unemployment_revenue": _of_fund("revenue", "unemployment"),
    "unemployment_balance": _of_fund("balance", "unemployment"),
    "work_injury_premium": _work_injury("premium"),
    "work_injury_benefit": _work_injury("benefit"),
}
UNITS: Final[Mapping[str, float]] = {**record.UNITS, "share": 1.0, "ratio": 1.0, "yuan a year": 1.0}


def of_model(read: Labelled, series: record.Series) -> dict[int, float]:
    """The output compared with a series, by year, in the unit of the record."""
    values = FORMULAS[series.output](read) / UNITS[series.unit]
    return {year: float(value) for year, value in zip(read.years, values, strict=True)}
