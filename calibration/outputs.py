"""What the model says for each recorded series, read from the labelled results of one scenario, for the nation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

PERSONS: Final = 1e-4  # 10,000 persons
MONEY: Final = 1e-8  # 100 million yuan
EMPLOYEE, RESIDENT = "employee_pension", "resident_pension"
FLEXIBLE: Final = ("platform_flexible", "other_flexible")
OUT: Final = ("intraprovincial", "interprovincial")


def _members(results: Any, name: str, scheme: str) -> Any:
    return results[name].sel(scheme=scheme).sum(["province", "sex"]) * PERSONS


def _fund(results: Any, name: str) -> Any:
    return results[name].sel(fund=EMPLOYEE) * MONEY


def _migrants(results: Any, *kinds: str) -> Any:
    return results["migrants"].sel(migrant_kind=list(kinds)).sum("migrant_kind") * PERSONS


def _forms(results: Any, *forms: str) -> Any:
    return results["persons_by_form"].sel(form=list(forms)).sum(["form", "sex"]) * PERSONS


# Each takes the results of one scenario and returns a series by year, in the unit of the record.
OUTPUTS: Final[dict[str, Callable[[Any], Any]]] = {
    "contributors": lambda results: _members(results, "contributors", EMPLOYEE),
    "pensioners": lambda results: _members(results, "pensioners", EMPLOYEE),
    "revenue": lambda results: _fund(results, "fund_revenue_national"),
    "expenditure": lambda results: _fund(results, "fund_expenditure_national"),
    "resident_participants": lambda results: (
        _members(results, "insured", RESIDENT) + _members(results, "pensioners", RESIDENT)
    ),
    "resident_pensioners": lambda results: _members(results, "pensioners", RESIDENT),
    "mean_pension": lambda results: results["pension_mean_national"].sel(scheme=EMPLOYEE),
    "mean_resident_pension": lambda results: results["pension_mean_national"].sel(scheme=RESIDENT),
    "migrants": lambda results: _migrants(results, "local", *OUT),
    "migrants_out": lambda results: _migrants(results, *OUT),
    "migrants_interprovincial": lambda results: _migrants(results, "interprovincial"),
    "flexible_workers": lambda results: _forms(results, *FLEXIBLE),
    "platform_workers": lambda results: results["persons_by_occupation"].sum(["sex", "occupation"]) * PERSONS,
    "platform_employees": lambda results: _forms(results, "platform_employee"),
    "flexible_members": lambda results: (
        results["insured_by_form"].sel(scheme=EMPLOYEE, form=list(FLEXIBLE)).sum(["sex", "form"]) * PERSONS
    ),
}
