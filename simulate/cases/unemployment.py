"""Cases of unemployment insurance: months and amount of the benefit, and what the fund pays beside it."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import choice, flag, law_month, law_year, left_out, number, number_or, place
from simulate.cases.registry import Given, Law, Rule
from simulate.schemes.unemployment import params, rules


def _own(law: Law) -> params.UnemploymentParameters:
    return law.pack(params.build)


def unemployment_contribution(law: Law, given: Given) -> dict[str, Any]:
    """A month's contribution, yuan: of worker and employer, or of a flexible worker alone; 条例 art. 6.

    ``rural_hukou``: a contract worker with rural hukou, whose own part is not due (but for ``rural_share``).
    """
    own, year, base = _own(law), law_year(given), number(given, "contribution_base", 0.0)
    is_flexible = flag(given, "flexible") if "flexible" in given else False
    of_law = {"worker": own.flexible_rate, "employer": None} if is_flexible else {
        "worker": own.worker_rate, "employer": own.employer_rate,
    }  # fmt: skip
    rates = {
        who: number_or(given, f"{who}_rate", 0.0 if rate is None else float(rate[year]), 0.0, 1.0)
        for who, rate in of_law.items()
    }
    is_rural = flag(given, "rural_hukou") if "rural_hukou" in given else False
    share = number_or(given, "rural_share", float(own.rural_share[year]), 0.0, 1.0)
    bases = {"worker": rules.own_base(base, is_rural and not is_flexible, share), "employer": base}
    return {who: float(rules.unemployment_contribution(bases[who], rate)) for who, rate in rates.items()}


def unemployment_months(law: Law, given: Given) -> dict[str, Any]:
    """Months of benefit of a spell; 社会保险法 art. 46."""
    scale = (
        choice(given, "scale", rules.SCALES.labels)
        if "scale" in given
        else int(_own(law).scale[law_year(given), place(given)])
    )
    years, unused = number(given, "paid_years", 0.0), number_or(given, "unused_months_before", 0.0, 0.0)
    return {
        "months": float(rules.unemployment_months(scale, years, unused)) if rules.is_entitled(12.0 * years) else 0.0
    }


def unemployment_benefit(law: Law, given: Given) -> dict[str, Any]:
    """Benefit of a month of the spell, yuan; 社会保险法 art. 47."""
    own = _own(law)
    if "minimum_wage" in given:
        wage = number(given, "minimum_wage", 0.0)
    else:
        wage = float(own.minimum_wage[law_year(given), place(given)])
    ratio = number_or(given, "ratio", float(own.benefit_ratio[law_year(given)]), 0.0, 1.0)
    factor = float(own.second_year_factor[place(given)]) if "place" in given else 1.0
    month = number_or(given, "month_of_spell", 1.0, 1.0)
    found = rules.unemployment_benefit(wage, ratio, month, number_or(given, "second_year_factor", factor, 0.0, 1.0))
    return {"benefit": float(found)}


def medical_during_unemployment(law: Law, given: Given) -> dict[str, Any]:
    """What the fund pays into medical insurance while the benefit is drawn; 社会保险法 art. 48."""
    months = number(given, "months", 0.0) if flag(given, "receives_benefit") else 0.0
    if "medical_rate" in given:
        rate = number(given, "medical_rate", 0.0, 1.0)
    else:
        rate = float(_own(law).medical_rate[law_year(given), place(given)])
    paid = rules.medical_during_unemployment(months, number(given, "contribution_base", 0.0), rate)
    return {"worker_pays": 0.0, "fund_pays": float(paid), "medical_months_credited": months}


def pension_paid_by_unemployment_fund(law: Law, given: Given) -> dict[str, Any]:
    """Who bears the pension contributions of the unemployed near retirement; 人社部发〔2024〕76号."""
    own, month = _own(law), law_month(given)
    to_go = number(given, "months_to_statutory_age", 0.0)
    eligible = flag(given, "receives_benefit") and bool(rules.is_refunded(int(own.refund[month // 12]), to_go))
    floor, rate = number(given, "flexible_floor_base", 0.0), number_or(given, "pension_rate", float(own.refund_rate[0]))
    base = number_or(given, "own_base", floor, 0.0)
    if base < floor:
        raise left_out("own_base", f"a base of at least the floor, {floor:g}")
    months = number_or(given, "months", to_go, 0.0)
    of_fund = floor if eligible else 0.0
    found = rules.pension_paid_by_unemployment_fund(months, of_fund, rate, base)
    by_fund, by_worker = float(found.paid_by_fund), float(found.paid_by_worker)
    return {"eligible": eligible, "paid_by_fund": by_fund, "paid_by_worker": by_worker}


_WHEN: Final = ("year", "month", "place")
RULES: Final[dict[str, Rule]] = {
    "unemployment_contribution": Rule(
        unemployment_contribution, needs=("contribution_base",),
        may=("year", "month", "flexible", "rural_hukou", "rural_share", "worker_rate", "employer_rate"),
        gives=("worker", "employer"),
    ),
    "unemployment_months": Rule(
        unemployment_months, needs=("paid_years",), may=(*_WHEN, "scale", "unused_months_before"), gives=("months",)
    ),
    "unemployment_benefit": Rule(
        unemployment_benefit, may=(*_WHEN, "minimum_wage", "ratio", "month_of_spell", "second_year_factor"),
        gives=("benefit",),
    ),
    "medical_during_unemployment": Rule(
        medical_during_unemployment, needs=("receives_benefit", "months", "contribution_base"),
        may=(*_WHEN, "medical_rate"), gives=("worker_pays", "fund_pays", "medical_months_credited"),
    ),
    "pension_paid_by_unemployment_fund": Rule(
        pension_paid_by_unemployment_fund, needs=("receives_benefit", "months_to_statutory_age", "flexible_floor_base"),
        may=(*_WHEN, "pension_rate", "own_base", "months"), gives=("eligible", "paid_by_fund", "paid_by_worker"),
    ),
}  # fmt: skip
