"""Cases of employee medical insurance: a flexible contribution, who is admitted, waiting, cover in retirement."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import choice, flag, law_month, law_year, number, number_or, place
from simulate.cases.registry import Given, Law, Rule
from simulate.codes import SEXES
from simulate.schemes.employee_medical import params, rules
from simulate.schemes.enrolment import params as enrolment_params
from simulate.schemes.enrolment.rules import is_admitted

_RESIDENT_AT_WORK: Final = 2025  # from which residence permits suffice: 国办发〔2024〕38号


def _own(law: Law) -> params.EmployeeMedicalParameters:
    return law.pack(params.build)


def _base(law: Law, given: Given) -> float:
    """The base given, or the lowest of the place at last year's mean wage."""
    if "contribution_base" in given:
        return number(given, "contribution_base", 0.0)
    own, year = _own(law), law_year(given)
    share = number(given, "base_share", 0.0) if "base_share" in given else own.flexible_base_share[year, place(given)]
    if "base_rounding" in given:
        rounding = choice(given, "base_rounding", rules.ROUNDINGS.labels)
    else:
        rounding = int(own.base_rounding[year, place(given)])
    return float(rules.flexible_medical_base(number(given, "mean_wage_last_year", 0.0), float(share), rounding))


def employee_medical_contribution(law: Law, given: Given) -> dict[str, Any]:
    """An employee's month, yuan: what worker and employer pay; 国发〔1998〕44号, 2 (2)."""
    own, year, base = _own(law), law_year(given), number(given, "contribution_base", 0.0)
    rates = {
        "worker": number(given, "worker_rate", 0.0, 1.0) if "worker_rate" in given else float(own.worker_rate[year]),
        "employer": number(given, "employer_rate", 0.0, 1.0)
        if "employer_rate" in given
        else float(own.employer_rate[year, place(given)]),
    }
    return {who: float(rules.medical_contribution(base, rate)) for who, rate in rates.items()}


def flexible_medical_contribution(law: Law, given: Given) -> dict[str, Any]:
    """A month's contribution of a flexible worker, and the base it is computed from; 劳社厅发〔2003〕10号."""
    if "flat" in given:
        due = number(given, "flat", 0.0)
        platform = float(rules.platform_medical_share(due, number_or(given, "platform_share", 0.0, 0.0, 1.0)))
        return {"medical_contribution": due, "paid_by_platform": platform}
    base = _base(law, given)
    if "medical_rate" in given:
        rate = number(given, "medical_rate", 0.0, 1.0)
    else:
        rate = float(_own(law).flexible_rate[law_year(given), place(given)])
    due = float(rules.medical_contribution(base, rate))
    platform = float(rules.platform_medical_share(due, number_or(given, "platform_share", 0.0, 0.0, 1.0)))
    return {"contribution_base": base, "medical_contribution": due, "paid_by_platform": platform}


def flexible_medical_admission(law: Law, given: Given) -> dict[str, Any]:
    """Whether a flexible worker may join where they work: either scheme; 人社部发〔2021〕56号."""
    year, where, is_local = law_year(given), place(given), flag(given, "local_hukou")
    enrolment, month = law.pack(enrolment_params.build), law_month(given) if "month" in given else 12 * year
    admitted = is_admitted(
        int(enrolment.hukou_rule[month, where]), float(enrolment.hukou_rule_months[month, where]),
        number_or(given, "months_paid_there", 0.0, 0.0),
    )  # fmt: skip
    resident = is_local or 1950 + year >= _RESIDENT_AT_WORK
    return {"employee_scheme_as_flexible": is_local or bool(admitted), "resident_scheme_here": resident}


def flexible_waiting_months(law: Law, given: Given) -> dict[str, Any]:
    """Months paid before benefits begin after a gap; 医保办发〔2021〕43号."""
    own = _own(law)
    waiting = number_or(given, "waiting", float(own.waiting[law_year(given), place(given)]), 0.0)
    waived = number_or(given, "waived_months", float(own.waived_months[0]), 0.0)
    gap = number(given, "months_without_cover", 0.0)
    return {"waiting_months": float(rules.flexible_waiting_months(gap, waived, waiting))}


def retiree_medical_years(law: Law, given: Given) -> dict[str, Any]:
    """Months required for cover in retirement, and how many are missing; 社会保险法 art. 27."""
    own, year, where = _own(law), law_year(given), place(given)
    law_years = own.required_years[year, where, choice(given, "sex", SEXES.labels)]
    required = number_or(given, "required_months", 12.0 * float(law_years), 0.0)
    in_place = number_or(given, "required_months_in_place", 12.0 * float(own.required_years_in_place[year, where]), 0.0)
    paid = number(given, "paid_months", 0.0)
    short = rules.retiree_medical_years(required, paid, in_place, number_or(given, "paid_months_in_place", paid, 0.0))
    return {
        "required_months": required, "missing_months": short.missing_months,
        "missing_months_in_place": short.missing_months_in_place,
    }  # fmt: skip


def retiree_medical_lump_sum(law: Law, given: Given) -> dict[str, Any]:
    """The sum that buys the months short, and whether it is worth it; 社会保险法 art. 27."""
    own, year = _own(law), law_year(given)
    found = retiree_medical_years(law, given)
    missing = max(found["missing_months"], found["missing_months_in_place"])
    lump = float(rules.retiree_medical_lump_sum(missing, number(given, "monthly_flexible_contribution", 0.0)))
    sex = choice(given, "sex", SEXES.labels)
    is_worth = rules.pays_up(
        lump, number_or(given, "years_left", float(own.years_left[year, sex]), 0.0),
        number_or(given, "value_gap", float(own.value_gap[year]), 0.0),
        number_or(given, "premium", float(own.resident_premium[year - 1]), 0.0),
    )  # fmt: skip
    return {"missing_months": missing, "lump_sum": lump, "pays_up": bool(is_worth)}


_WHEN: Final = ("year", "month", "place")
_YEARS: Final = ("required_months", "required_months_in_place", "paid_months_in_place")
RULES: Final[dict[str, Rule]] = {
    "employee_medical_contribution": Rule(
        employee_medical_contribution, needs=("contribution_base",),
        may=(*_WHEN, "worker_rate", "employer_rate"), gives=("worker", "employer"),
    ),
    "flexible_medical_contribution": Rule(
        flexible_medical_contribution,
        may=(*_WHEN, "contribution_base", "mean_wage_last_year", "base_share", "base_rounding", "medical_rate",
             "platform_share", "flat"),
        gives=("contribution_base", "medical_contribution", "paid_by_platform"),
    ),
    "flexible_medical_admission": Rule(
        flexible_medical_admission, needs=("place", "local_hukou"), may=("year", "month", "months_paid_there"),
        gives=("employee_scheme_as_flexible", "resident_scheme_here"),
    ),
    "flexible_waiting_months": Rule(
        flexible_waiting_months, needs=("place", "months_without_cover"),
        may=("year", "month", "waiting", "waived_months"), gives=("waiting_months",),
    ),
    "retiree_medical_years": Rule(
        retiree_medical_years, needs=("place", "sex", "paid_months"), may=("year", "month", *_YEARS),
        gives=("required_months", "missing_months", "missing_months_in_place"),
    ),
    "retiree_medical_lump_sum": Rule(
        retiree_medical_lump_sum, needs=("place", "sex", "paid_months", "monthly_flexible_contribution"),
        may=("year", "month", *_YEARS, "years_left", "value_gap", "premium"),
        gives=("missing_months", "lump_sum", "pays_up"),
    ),
}  # fmt: skip
