"""Cases of injury at work: premiums, benefits, the float of the tariff, and borrowing between the injury funds."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from simulate import codes
from simulate.cases.registry import Given, Law, NotUnderstoodError, Rule
from simulate.clock import parse_month
from simulate.contracts import Reals
from simulate.funds.transfers import borrowing
from simulate.parameters.economy.params import reals
from simulate.schemes.occupational_injury import params, rules
from simulate.schemes.occupational_injury.rules import insured_share, month_premium

_FULL: Final = "full"  # the regulation itself, as for employees


def _month(given: Given) -> int:
    text = str(given.get("month", "2026-07"))
    try:
        return parse_month(text)
    except ValueError as error:
        raise NotUnderstoodError("month", text, "a month (YYYY-MM)") from error


def _code(given: Given, name: str, labels: tuple[str, ...], default: str) -> int:
    text = str(given.get(name, default))
    if text not in labels:
        raise NotUnderstoodError(name, text, "one of " + ", ".join(labels))
    return labels.index(text)


def _law(law: Law, name: str) -> Reals:
    """A table of the room, its columns as the rules count them."""
    return reals(law.parameters, f"occupational_injury.{name}", params.LABELS)


def _model(law: Law, given: Given, month: int) -> int:
    """The model named, or that of the province and month."""
    if "model" in given:
        return _code(given, "model", rules.MODELS.labels, "none")
    province = _code(given, "province", codes.PROVINCES.labels, "beijing")
    return int(law.pack(params.build).model[month, province])


def _tariff(law: Law, given: Given, month: int, job: int) -> float:
    """Premium an order of the month, of the province where provinces differ."""
    tariff = _law(law, "per_order_premium")[month, :, job]
    if "province" not in given and (tariff == tariff[0]).all():
        return float(tariff[0])
    return float(tariff[_code(given, "province", codes.PROVINCES.labels, "beijing")])


def injury_premium(law: Law, given: Given) -> dict[str, Any]:
    """A month's premium of a platform worker, or of an employee (``worker: employee``)."""
    packed = law.pack(params.build)
    month = _month(given)
    year = month // 12
    if given.get("worker") == "employee":
        rate = float(given.get("rate", packed.work_injury_rate[month]))
        return {"employer": rules.rate_premium(float(given["pension_base"]), rate), "rate": rate}
    model = _model(law, given, month)
    job = _code(given, "occupation", codes.OCCUPATIONS.labels, "delivery_rider")
    income = float(given.get("income", 0.0))
    per_order = float(given["per_order"]) if "per_order" in given else _tariff(law, given, month, job)
    earnings = float(given.get("earnings_per_order", packed.earnings_per_order[year, job]))
    if "orders" in given:
        income = earnings * float(given["orders"])
    platform, worker, government = month_premium(
        model, income, float(given.get("pension_base", 0.0)), float(given.get("local_wage", 0.0)), earnings, per_order,
        float(given.get("rate", packed.contribution_rate[month, model])),
        float(given.get("flat_premium", packed.flat_premium[year])),
        float(given.get("flat_subsidy", packed.flat_subsidy[year])),
        float(given.get("ilo_flat_premium", packed.ilo_flat_premium[year])),
        float(given.get("ilo_markup", packed.ilo_markup[year])), bool(given.get("pays_pension", True)),
        float(packed.wage_bounds[year, rules.LOWEST]), float(packed.wage_bounds[year, rules.HIGHEST]),
    )  # fmt: skip
    of_worker = rules.worker_part(platform, float(given.get("worker_share", packed.worker_share[month, model])))
    platform, worker = platform - of_worker, worker + of_worker
    return {
        "model": rules.MODELS.labels[model], "platform": platform, "worker": worker, "government": government,
        "total": platform + worker + government,
    }  # fmt: skip


def injury_coverage(law: Law, given: Given) -> dict[str, Any]:
    """Share of a platform month that is insured."""
    packed = law.pack(params.build)
    month = _month(given)
    model = _model(law, given, month)
    job = _code(given, "occupation", codes.OCCUPATIONS.labels, "delivery_rider")
    participation = float(given.get("participation", packed.participation[month, model]))
    covered = float(given.get("covered_share", packed.covered_share[month, job]))
    share = insured_share(
        model, participation, covered, bool(given.get("pays_pension", False)), bool(given.get("local_hukou", False))
    )
    return {"model": rules.MODELS.labels[model], "insured_share": share}


def _of_severity(law: Law, name: str, severity: int, year: int) -> float:
    """What the law says of a severity in a year."""
    return float(_law(law, name)[year, severity])


def _number(law: Law, name: str, year: int) -> float:
    """A parameter of the room that is one number a year."""
    return float(_law(law, name)[year])


def _wages(law: Law, given: Given) -> tuple[float, float]:
    """Own wage as counted, and the local one."""
    bounds = law.pack(params.build).wage_bounds[_month(given) // 12]
    local = float(given["local_wage"])
    own = float(given.get("wage", local))
    return rules.wage_considered(own, local, float(bounds[rules.LOWEST]), float(bounds[rules.HIGHEST])), local


def _feature(law: Law, given: Given, name: str, otherwise: Any) -> Any:
    """A feature of the model named in the case, or that of the regulation."""
    year = _month(given) // 12
    if name in given:
        return given[name]
    model = str(given.get("model", _FULL))
    if model == _FULL:
        return otherwise
    return _law(law, name)[year, _code(given, "model", rules.MODELS.labels, "none")]


def injury_benefit(law: Law, given: Given) -> dict[str, Any]:
    """What one injury gives under the regulation or a model of platform workers."""
    year = _month(given) // 12
    severity = _code(given, "severity", rules.SEVERITIES.labels, "no_grade")
    own, local = _wages(law, given)
    level = float(_feature(law, given, "benefit_level", 1.0))
    whole = bool(_feature(law, given, "pays_employer_part", False))
    own_one_off = rules.one_off_benefit(_of_severity(law, "one_off_months", severity, year), own)
    share = float(given.get("allowance_share", _of_severity(law, "allowance_share", severity, year)))
    if severity in (rules.GRADE_5, rules.GRADE_6) and not (whole and given.get("no_work", True)):
        share = 0.0  # the employer's (art. 36)
    allowance = rules.monthly_allowance(share, own)
    nursing = rules.monthly_allowance(
        float(given.get("nursing_rate", _of_severity(law, "nursing_rate", severity, year))), local
    )
    stop = float(given.get("months_off", _of_severity(law, "stop_work_months", severity, year)))
    stop_work = rules.stop_work_wages(stop, float(given.get("most_months_off", 12.0)), own) if whole else 0.0
    leaving = 0.0
    if given.get("leaves", False):
        leaving = rules.one_off_benefit(_of_severity(law, "leaving_months", severity, year), local)
    if bool(_feature(law, given, "one_off_only", False)):
        years = float(given.get("one_off_years", _number(law, "one_off_years", year)))
        own_one_off += rules.in_one_sum(allowance + nursing, years)
        allowance = nursing = 0.0
    if "pension" in given:
        allowance = rules.allowance_beside_pension(allowance, float(given["pension"]))
    return {
        "own_wage": own, "one_off": level * own_one_off, "allowance": level * allowance, "nursing": level * nursing,
        "stop_work": level * stop_work, "leaving": level * leaving, **_treatment(law, given, year),
    }  # fmt: skip


def _treatment(law: Law, given: Given, year: int) -> dict[str, Any]:
    """Treatment in full, or up to the cap of a model."""
    if "medical_cost" not in given:
        return {}
    cap = 0.0
    if str(given.get("model", _FULL)) != _FULL:
        cap = float(_law(law, "medical_cap")[year, _code(given, "model", rules.MODELS.labels, "none")])
    cap = float(given.get("medical_cap", cap))
    share = float(given.get("medical_insurance_share", _number(law, "medical_insurance_share", year)))
    return {"medical": rules.medical_benefit(float(given["medical_cost"]), share, cap)}


def injury_death(law: Law, given: Given) -> dict[str, Any]:
    """What the death of a worker gives: funeral, grant, and the dependants' allowance a month (art. 39)."""
    packed = law.pack(params.build)
    year = _month(given) // 12
    own, local = _wages(law, given)
    pays = float(bool(_feature(law, given, "pays_death", True))) * float(_feature(law, given, "benefit_level", 1.0))
    share = _law(law, "dependant_share")[year]
    income = float(given.get("income_per_head", packed.income_per_head[year]))
    grant = rules.death_grant(float(packed.death_grant_multiple[year]), income)
    in_months = _number(law, "death_grant_months", year)
    funeral = _number(law, "funeral_months", year)
    allowance = rules.dependants_allowance(
        float(given.get("spouses", 0)), float(given.get("others", 0)), float(share[rules.SPOUSE]),
        float(share[rules.OTHER]), own,
    )  # fmt: skip
    return {
        "funeral": pays * rules.funeral_benefit(funeral, local),
        "grant": pays * (grant + rules.funeral_benefit(in_months, local)),
        "dependants": pays * allowance,
    }  # fmt: skip


def experience_rate(law: Law, given: Given) -> dict[str, Any]:
    """The float of a tariff by the pay-out ratio of the year before."""
    bounds = _law(law, "experience_bounds")
    year = _month(given) // 12
    ratio = float(given["benefits"]) / float(given["premiums"])
    factor = rules.experience_factor(
        ratio, float(given.get("target", _number(law, "experience_target", year))),
        float(given.get("weight", _number(law, "experience_weight", year))),
        float(given.get("lowest", bounds[rules.LOWEST])), float(given.get("highest", bounds[rules.HIGHEST])),
    )  # fmt: skip
    result: dict[str, Any] = {"payout_ratio": ratio, "factor": factor}
    if "per_order" in given:
        result["per_order"] = factor * float(given["per_order"])
    return result


def fund_borrowing(law: Law, given: Given) -> dict[str, Any]:
    """The occupational-injury fund over some years: what it borrows at the end of each and returns in the next.

    ``revenue`` and ``benefits`` are lists of the years; ``available`` the balance of the work-injury fund at the start.
    """
    own, lender, loan = float(given.get("balance", 0.0)), float(given["available"]), 0.0
    share = float(given.get("share", 1.0))
    borrowed, returned = [], []
    for paid_in, paid_out in zip(given["revenue"], given["benefits"], strict=True):
        own, lender = own + float(paid_in) - float(paid_out) - loan, lender + loan
        returned.append(loan)
        loan = float(borrowing(np.array([own]), np.array([lender]), share)[0])
        own, lender = own + loan, lender - loan
        borrowed.append(loan)
    return {
        "borrowed": sum(borrowed), "returned": sum(returned), "last_loan": loan, "balance": own, "lender": lender,
        **{f"loan_{year + 1}": amount for year, amount in enumerate(borrowed[:5])},
    }  # fmt: skip


RULES: Final[dict[str, Rule]] = {
    "injury_premium": Rule(
        injury_premium,
        may=(
            "month", "province", "model", "occupation", "income", "orders", "earnings_per_order", "per_order", "rate",
            "pension_base", "local_wage", "flat_premium", "flat_subsidy", "ilo_flat_premium", "ilo_markup",
            "pays_pension", "worker", "worker_share",
        ),
        gives=("model", "platform", "worker", "government", "total", "employer", "rate"),
    ),
    "injury_coverage": Rule(
        injury_coverage,
        may=(
            "month", "province", "model", "occupation", "participation", "covered_share", "pays_pension", "local_hukou",
        ),
        gives=("model", "insured_share"),
    ),
    "injury_benefit": Rule(
        injury_benefit,
        needs=("severity", "local_wage"),
        may=(
            "month", "wage", "model", "no_work", "nursing_rate", "allowance_share", "months_off", "most_months_off",
            "leaves", "pension", "medical_cost", "medical_cap", "medical_insurance_share", "one_off_only",
            "one_off_years", "benefit_level", "pays_employer_part",
        ),
        gives=("own_wage", "one_off", "allowance", "nursing", "stop_work", "leaving", "medical"),
        beside="the lives pay a share of the allowances beside a pension, occupational_injury.retired_share",
    ),
    "injury_death": Rule(
        injury_death,
        needs=("local_wage",),
        may=("month", "wage", "model", "income_per_head", "spouses", "others", "pays_death", "benefit_level"),
        gives=("funeral", "grant", "dependants"),
    ),
    "experience_rate": Rule(
        experience_rate,
        needs=("benefits", "premiums"),
        may=("month", "target", "weight", "lowest", "highest", "per_order"),
        gives=("payout_ratio", "factor", "per_order"),
    ),
    "fund_borrowing": Rule(
        fund_borrowing,
        needs=("revenue", "benefits", "available"),
        may=("balance", "share"),
        gives=(
            "borrowed", "returned", "last_loan", "balance", "lender", "loan_1", "loan_2", "loan_3", "loan_4", "loan_5",
        ),
    ),
}  # fmt: skip
