"""Cases of contributions to the employee pension: limits of the base, payments by payer and fund, index."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import choice, city, law_month, left_out, number, number_or, province
from simulate.cases.registry import Given, Law, NotUnderstoodError, Rule
from simulate.cases.signature import FromLaw, by_signature
from simulate.codes import Enumeration
from simulate.parameters.economy.params import reals
from simulate.schemes.employee_pension import params, rules

_PLACE: Final = ("province", "city", "month", "award_month")
_WORKERS: Final = Enumeration("worker", ("employee", "flexible"))
_EMPLOYEE = _WORKERS.code("employee")
_FLEXIBLE = _WORKERS.code("flexible")


def _limits(law: Law, given: Given, worker: int) -> tuple[float, float]:
    """Floor and ceiling of the base; what the case leaves out is taken from the law of the province and month.

    A city with a floor of its own, for employees and flexible workers alike, has that.
    """
    e, ps, at = law.pack(params.build), law.parameters, law_month(given)
    floor_name = "base_floor_ratio" if worker == _EMPLOYEE else "flexible_base_floor_ratio"
    if "base_floor_ratio" not in given and (name := city(given)):
        given = {**given, "base_floor_ratio": float(reals(ps, f"employee_pension.{name}_base_floor_ratio")[at])}

    def value(name: str, otherwise: Any) -> float:
        return number(given, name, 0.0) if name in given else float(otherwise()[at, province(given)])

    wage = value("contribution_reference_wage", lambda: e.contribution_reference_wage)
    floor = value("base_floor_ratio", lambda: reals(ps, f"employee_pension.{floor_name}"))
    ceiling = value("base_ceiling_ratio", lambda: reals(ps, "employee_pension.base_ceiling_ratio"))
    return rules.base_limits(wage, floor, ceiling)


def base_limits(law: Law, given: Given) -> dict[str, Any]:
    """Floor and ceiling, yuan a month; 国办发〔2019〕13号 art. 3.  ``worker``: employee (if left out) or flexible."""
    worker = choice(given, "worker", _WORKERS.labels) if "worker" in given else _EMPLOYEE
    floor, ceiling = _limits(law, given, worker)
    return {"base_floor": floor, "base_ceiling": ceiling}


def contribution_base(law: Law, given: Given) -> dict[str, Any]:
    """The wage within floor and ceiling, of the case or of the law; 国办发〔2019〕13号 art. 3."""
    return {"contribution_base": _base(law, given, "wage", _EMPLOYEE)}


def _base(law: Law, given: Given, income: str, worker: int) -> float:
    """``contribution_base`` as given, or the income within the limits."""
    if "contribution_base" in given:
        if income in given:
            raise NotUnderstoodError(income, f"{income} beside contribution_base", "one of the two")
        return number(given, "contribution_base", 0.0)
    if income not in given:
        raise left_out("contribution_base", f"contribution_base or {income}, yuan a month")
    if "base_floor" in given and "base_ceiling" in given:
        floor, ceiling = number(given, "base_floor", 0.0), number(given, "base_ceiling", 0.0)
    else:
        floor, ceiling = _limits(law, given, worker)
        floor, ceiling = number_or(given, "base_floor", floor, 0.0), number_or(given, "base_ceiling", ceiling, 0.0)
    return rules.contribution_base(number(given, income, 0.0), floor, ceiling)


def flexible_contribution(law: Law, given: Given) -> dict[str, Any]:
    """A flexible worker's contribution and where it goes, yuan a month; 国发〔2005〕38号 art. 3.

    ``income`` in place of a base is brought within the limits of the province and month.
    """
    e, at, base = law.pack(params.build), law_month(given), _base(law, given, "income", _FLEXIBLE)
    rate = (
        number(given, "contribution_rate", 0.0, 1.0)
        if "contribution_rate" in given
        else float(e.flexible_rate[at, province(given)])
    )
    contribution, to_account, to_pool = rules.flexible_contribution(base, rate, _account_rate(law, given))
    return {
        "contribution": contribution, "to_account": to_account, "to_pool": to_pool, "contribution_base": base,
    }  # fmt: skip


def _account_rate(law: Law, given: Given) -> float:
    """Share of the base credited to the account: given, or of the province and month."""
    if "account_rate" in given:
        return number(given, "account_rate", 0.0, 1.0)
    return float(law.pack(params.build).account_rate[law_month(given), province(given)])


def employee_contribution(law: Law, given: Given) -> dict[str, Any]:
    """Contributions of employee and employer by fund, yuan a month; 国发〔1997〕26号 art. 3-4, 国办发〔2019〕13号."""
    e, at, base = law.pack(params.build), law_month(given), _base(law, given, "wage", _EMPLOYEE)
    employer_rate = (
        number(given, "employer_rate", 0.0, 1.0)
        if "employer_rate" in given
        else float(e.employer_rate[at, province(given)])
    )
    to_pool, to_account, employer_to_pool, employer_to_account = rules.employee_contribution(
        base, number_or(given, "employee_rate", e.employee_rate[at], 0.0, 1.0), employer_rate,
        _account_rate(law, given), number_or(given, "relief", e.covid_relief_share[at], 0.0, 1.0),
    )  # fmt: skip
    return {
        "worker_to_pool": to_pool, "worker_to_account": to_account, "employer_to_pool": employer_to_pool,
        "employer_to_account": employer_to_account, "contribution_base": base,
    }  # fmt: skip


def mean_index(law: Law, given: Given) -> dict[str, Any]:
    """Mean index at the award: of ``index_sum`` and ``paid_months``, or of ``stretches`` of {index, months}."""
    total, paid = _sum_of_stretches(given)
    of_none = {"deemed_rule": rules.DEEMED_RULES.labels[rules.DEEMED_LEFT_OUT]}
    rule = {} if "deemed_months" in given else of_none
    found = _MEAN_INDEX.evaluate(law, {**rule, **given, "index_sum": total, "paid_months": paid})
    return {**found, "paid_months": paid}


def _sum_of_stretches(given: Given) -> tuple[float, float]:
    """Sum of the monthly indices and months paid."""
    if "stretches" not in given:
        return number(given, "index_sum", 0.0), number(given, "paid_months", 0.0)
    stretches = given["stretches"]
    for name in ("index_sum", "paid_months"):
        if name in given:
            raise NotUnderstoodError(name, f"{name} beside stretches", "one of the two")
    if not isinstance(stretches, list) or not all(
        isinstance(each, dict) and set(each) == {"index", "months"} for each in stretches
    ):
        raise NotUnderstoodError("stretches", repr(stretches), "a list of {index, months}")
    pairs = [(number(each, "index", 0.0), number(each, "months", 0.0)) for each in stretches]
    return sum(index * months for index, months in pairs), sum(months for _, months in pairs)


_MEAN_INDEX: Final = by_signature(
    rules.mean_index, "contribution_index",
    law={"gap_rule": FromLaw(params.build, "gap_rule"), "gap_index": FromLaw(params.build, "gap_index"),
         "deemed_rule": FromLaw(params.build, "deemed_rule")},
    defaults={"gap_months": 0.0},
)  # fmt: skip
_LIMITS: Final = ("contribution_reference_wage", "base_floor_ratio", "base_ceiling_ratio", "base_floor", "base_ceiling")

RULES: Final[dict[str, Rule]] = {
    "base_limits": Rule(base_limits, (), (*_LIMITS[:3], "worker", *_PLACE), ("base_floor", "base_ceiling")),
    "contribution_base": Rule(contribution_base, ("wage",), (*_LIMITS, *_PLACE), ("contribution_base",)),
    "contribution_index": by_signature(
        rules.contribution_index, "contribution_index",
        law={"contribution_reference_wage": FromLaw(params.build, "contribution_reference_wage")},
    ),
    "employee_contribution": Rule(
        employee_contribution, (),
        ("contribution_base", "wage", "employee_rate", "employer_rate", "account_rate", "relief", *_LIMITS, *_PLACE),
        ("worker_to_pool", "worker_to_account", "employer_to_pool", "employer_to_account", "contribution_base"),
    ),
    "flexible_contribution": Rule(
        flexible_contribution, (),
        ("contribution_base", "income", "contribution_rate", "account_rate", *_LIMITS, *_PLACE),
        ("contribution", "to_account", "to_pool", "contribution_base"),
    ),
    "mean_index": Rule(
        mean_index, may=(*_MEAN_INDEX.inputs, "stretches"), gives=("contribution_index", "paid_months"),
        calls=_MEAN_INDEX.calls,
    ),
}  # fmt: skip
