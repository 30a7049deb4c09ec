"""Cases of the employee pension: awards of today and of older law, divisor, crediting, indexation."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from simulate.cases.ages import claim, divisor_at
from simulate.cases.given import age_as_text, city, law_month, law_year, left_out, number, number_or, province
from simulate.cases.registry import Given, Law, NotUnderstoodError, Rule
from simulate.cases.signature import FromLaw, by_signature
from simulate.errors import did_you_mean
from simulate.parameters.economy.params import reals
from simulate.schemes import crediting
from simulate.schemes.employee_pension import award_rules, params, rules
from simulate.schemes.employee_pension.award import LAW_2005

_LAW_MONTH: Final = ("award_month", "month")
_CLAIM: Final = ("claiming_age", "category", "birth_month")
_law: Final = partial(FromLaw, params.build)
_TRANSITIONAL: Final = ("index", "years", "months", "coefficient")


def annuity_divisor(law: Law, given: Given) -> dict[str, Any]:
    """Months over which the account is paid, by the age at the claim; 国发〔2005〕38号 annex."""
    months, at = claim(law, given)
    return {"annuity_divisor": divisor_at(law, months, at), "claiming_age": age_as_text(months)}


def employee_award(law: Law, given: Given) -> dict[str, Any]:
    """Basic, account and transitional pension and their sum, yuan a month; 国发〔2005〕38号 art. 6.

    From the law of ``award_month`` where left out: the benefit wage of the province, or Shenzhen's, the coefficient,
    the divisor of the age, the accrual rate.  Without a province the national formula.
    """
    e, year = law.pack(params.build), law_month(given) // 12
    place = province(given) if "province" in given or city(given) else None
    if "benefit_reference_wage" in given:
        wage = number(given, "benefit_reference_wage", 0.0)
    elif city(given) == "shenzhen":
        wage = float(reals(law.parameters, "employee_pension.shenzhen_benefit_wage")[year])
    elif place is None:
        raise left_out("benefit_reference_wage", "the wage, yuan a month, or the province whose wage holds")
    else:
        wage = float(e.benefit_reference_wage[year, place])
    index, months = number(given, "contribution_index", 0.0), number(given, "insured_months", 0.0)
    variant = award_rules.DEFAULT if place is None else int(e.award_variant[year, place])
    if variant == award_rules.GUANGDONG_RATIO and city(given) == "shenzhen":
        variant = award_rules.DEFAULT  # Shenzhen's sheets keep the national formula
    local = number_or(given, "benefit_reference_wage_local", wage, 0.0)
    accrual = number_or(given, "accrual_rate", e.accrual_rate[year], 0.0, 1.0)
    out: dict[str, Any] = {
        "basic_pension": award_rules.basic_pension(
            variant, wage, local, index, months, accrual, e.jilin_increment[year]
        )
    }
    if "account_balance" in given:
        divisor = number(given, "annuity_divisor", 1.0) if "annuity_divisor" in given else divisor_at(
            law, *claim(law, given)
        )  # fmt: skip
        out["account_pension"] = award_rules.account_pension(number(given, "account_balance", 0.0), divisor)
    if "transitional" in given:
        coefficient = None if place is None else float(e.transitional_coefficient[year, place])
        out["transitional_pension"] = _transitional(given["transitional"], wage, index, coefficient)
    out["total"] = sum(out.values())
    out["benefit_reference_wage"] = wage
    return out


def _transitional(given: Any, wage: float, index: float, coefficient: float | None) -> float:
    """P x index x deemed years x coefficient; ``years`` (or ``months``), ``index`` and ``coefficient`` of the case."""
    if not isinstance(given, dict):
        raise NotUnderstoodError("transitional", repr(given), "{index, years, coefficient}")
    for name in given:
        if name not in _TRANSITIONAL:
            known = "one of " + ", ".join(_TRANSITIONAL)
            raise NotUnderstoodError(f"transitional.{name}", repr(name), known, did_you_mean(name, _TRANSITIONAL))
    if ("years" in given) == ("months" in given):
        raise NotUnderstoodError("transitional", repr(given), "either years or months")
    try:
        months = number(given, "months", 0.0) if "months" in given else 12.0 * number(given, "years", 0.0)
        if coefficient is None and "coefficient" not in given:
            raise left_out("coefficient", "the coefficient, or the province whose coefficient holds")
        share = number_or(given, "coefficient", coefficient or 0.0, 0.0, 1.0)
        return award_rules.transitional_pension(wage, number_or(given, "index", index, 0.0), months, share)
    except NotUnderstoodError as fault:
        raise NotUnderstoodError(f"transitional.{fault.name}", fault.found, fault.expected, fault.hint) from None


def pension_1997(law: Law, given: Given) -> dict[str, Any]:
    """Pension of those who retired 1998-2005, yuan a month; 国发〔1997〕26号 art. 5."""
    e, year = law.pack(params.build), min(law_month(given), LAW_2005 - 1) // 12
    wage = number(given, "local_wage", 0.0)
    extra = 0.0
    if "deemed_months" in given:
        if "coefficient" in given:
            share = number(given, "coefficient", 0.0, 1.0)
        else:
            share = float(e.transitional_coefficient[year, province(given)])
        months = number(given, "deemed_months", 0.0)
        extra = award_rules.transitional_pension(wage, number(given, "index", 0.0), months, share)
    basic_share = number_or(given, "basic_share", e.basic_share_1997[year], 0.0, 1.0)
    divisor = number_or(given, "divisor", e.divisor_1997[year], 1.0)
    pension = award_rules.pension_1997(wage, basic_share, number(given, "balance", 0.0), divisor, extra)
    return {"pension": pension, "transitional_pension": extra}


def crediting_rate(law: Law, given: Given) -> dict[str, Any]:
    """Interest of the accounts of a year; 人社部发〔2017〕31号."""
    return {"crediting_rate": float(law.pack(params.build).crediting_rate[law_year(given)])}


RULES: Final[dict[str, Rule]] = {
    "annuity_divisor": Rule(annuity_divisor, (), (*_CLAIM, *_LAW_MONTH), ("annuity_divisor", "claiming_age")),
    "crediting_rate": Rule(
        crediting_rate, (), ("year", *_LAW_MONTH), ("crediting_rate",), reads="employee_pension.crediting_rate"
    ),
    "employee_award": Rule(
        employee_award, ("contribution_index", "insured_months"),
        (
            "province", "city", *_LAW_MONTH, "benefit_reference_wage", "benefit_reference_wage_local",
            "account_balance", "annuity_divisor", *_CLAIM, "transitional", "accrual_rate",
        ),
        ("basic_pension", "account_pension", "transitional_pension", "total", "benefit_reference_wage"),
    ),
    "adjustment_rate": by_signature(
        rules.adjustment_rate, "adjustment_rate",
        law={
            "rate": _law("indexation"), "equal_share": _law("indexation_parts", rules.EQUAL),
            "years_share": _law("indexation_parts", rules.BY_YEARS),
            "mean_pension": _law("indexation_parts", rules.MEAN_PENSION),
            "mean_years": _law("indexation_parts", rules.MEAN_YEARS),
        },
    ),
    "invalidity_allowance": by_signature(rules.invalidity_allowance),
    "invalidity_months": by_signature(rules.invalidity_months, "months"),
    "indexed_pension": by_signature(rules.indexed_pension, "pension", law={"rate": _law("indexation")}),
    "next_account": by_signature(crediting.next_balance, "balance", law={"crediting_rate": _law("crediting_rate")}),
    "pension_1978": by_signature(
        award_rules.pension_1978, "pension", law={"replacement": _law("old_law_replacement")}
    ),
    "pension_1997": Rule(
        pension_1997, ("local_wage", "balance"),
        ("basic_share", "divisor", "index", "deemed_months", "coefficient", "province"),
        ("pension", "transitional_pension"),
    ),
}  # fmt: skip
