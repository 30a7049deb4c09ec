"""What each kind of policy case calls: inputs of the case and the law of today in, named results out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from simulate.clock import format_month, parse_month, year_index
from simulate.codes import PROVINCES, RETIREMENT_CATEGORIES
from simulate.parameters import ParameterSet
from simulate.schemes.employee_pension import award_rules, rules
from simulate.schemes.employee_pension import params as employee_params
from simulate.schemes.platform_copayment import params as platform_params
from simulate.schemes.platform_copayment import rules as platform_rules
from simulate.schemes.portability import rules as portability_rules
from simulate.schemes.resident_pension import params as resident_params
from simulate.schemes.resident_pension import rules as resident_rules
from simulate.schemes.retirement import params as retirement_params
from simulate.schemes.retirement import rules as retirement_rules

Inputs = dict[str, Any]


class Law(NamedTuple):
    """The packed parameters of the schemes."""

    employee: employee_params.EmployeePensionParameters
    retirement: retirement_params.RetirementParameters
    resident: resident_params.ResidentPensionParameters
    platform: platform_params.PlatformCopaymentParameters


def law_of(parameters: ParameterSet) -> Law:
    """Pack all schemes."""
    return Law(
        employee_params.build(parameters), retirement_params.build(parameters), resident_params.build(parameters),
        platform_params.build(parameters),
    )  # fmt: skip


def age_in_months(text: str) -> int:
    """``60y1m`` as 721."""
    years, months = re.fullmatch(r"(\d+)y(\d+)m", text).groups()  # type: ignore[union-attr]
    return 12 * int(years) + int(months)


def age_as_text(months: int) -> str:
    return f"{months // 12}y{months % 12}m"


def divisor_at(law: Law, age: int, month: int) -> float:
    e = law.employee
    return award_rules.annuity_divisor(age, e.annuity_divisor, bool(e.divisor_interpolated[month]))


def annuity_divisor(law: Law, i: Inputs) -> Inputs:
    month = parse_month(i.get("month", "2025-06"))
    return {"annuity_divisor": divisor_at(law, age_in_months(i["claiming_age"]), month)}


def base_limits(law: Law, i: Inputs) -> Inputs:
    floor, ceiling = rules.base_limits(i["contribution_reference_wage"], i["base_floor_ratio"], i["base_ceiling_ratio"])
    return {"base_floor": floor, "base_ceiling": ceiling}


def flexible_contribution(law: Law, i: Inputs) -> Inputs:
    names = ("contribution", "to_account", "to_pool")
    return dict(
        zip(
            names,
            rules.flexible_contribution(i["contribution_base"], i["contribution_rate"], i["account_rate"]),
            strict=True,
        )
    )


def employee_contribution(law: Law, i: Inputs) -> Inputs:
    names = ("worker_to_pool", "worker_to_account", "employer_to_pool", "employer_to_account")
    amounts = rules.employee_contribution(
        i["contribution_base"], i["employee_rate"], i["employer_rate"], i["account_rate"], i["relief"]
    )
    return dict(zip(names, amounts, strict=True))


def mean_index(law: Law, i: Inputs) -> Inputs:
    gap_rule = ("ignore", "zero", "floor").index(i["gap_rule"])
    gap_index = law.employee.gap_index[0]
    return {
        "contribution_index": rules.mean_index(i["index_sum"], i["paid_months"], i["gap_months"], gap_rule, gap_index)
    }


def employee_award(law: Law, i: Inputs) -> Inputs:
    e = law.employee
    variant = int(e.award_variant[PROVINCES.code(i["province"])])
    wage = float(i["benefit_reference_wage"])
    out = {
        "basic_pension": award_rules.basic_pension(
            variant, wage, float(i.get("benefit_reference_wage_local", wage)), float(i["contribution_index"]),
            float(i["insured_months"]), 0.01, e.jilin_increment,
        )
    }  # fmt: skip
    if "account_balance" in i:
        out["account_pension"] = award_rules.account_pension(i["account_balance"], i["annuity_divisor"])
    if "transitional" in i:
        t = i["transitional"]
        out["transitional_pension"] = award_rules.transitional_pension(
            wage, t["index"], 12.0 * t["years"], t["coefficient"]
        )
    return out


def pension_1997(law: Law, i: Inputs) -> Inputs:
    extra = award_rules.transitional_pension(i["local_wage"], i["index"], i["deemed_months"], i["coefficient"])
    return {"pension": award_rules.pension_1997(i["local_wage"], i["basic_share"], i["balance"], i["divisor"], extra)}


def survivor_months(law: Law, i: Inputs) -> Inputs:
    e = law.employee
    months = rules.survivor_months(i["paid_months"], i["drawn_months"], e.survivor_months, e.survivor_minimum_months[0])
    return {"months": months}


def death_grant(law: Law, i: Inputs) -> Inputs:
    cap = law.employee.death_grant_cap_months[0]
    amount = rules.death_grant(i["funeral"], i["survivor"], i["own_account_paid"], i["paid_months"], cap)
    return {"death_grant": amount}


def _statutory(law: Law, i: Inputs) -> tuple[int, int, int]:
    """Birth month, original month and delay."""
    t = law.retirement
    category = RETIREMENT_CATEGORIES.code(i["category"])
    birth, age = parse_month(i["birth_month"]), int(t.original_age[category])
    delay = retirement_rules.statutory_retirement(
        birth, age, int(t.delay_step[category]), int(t.maximum_delay[category]), int(t.reform_start[0])
    )
    return birth, birth + age, delay


def statutory_retirement(law: Law, i: Inputs) -> Inputs:
    birth, original, delay = _statutory(law, i)
    month = retirement_rules.retirement_month(birth, original - birth, delay)
    return {
        "statutory_age": age_as_text(month - birth), "delay_months": delay, "retirement_month": format_month(month),
    }  # fmt: skip


def retirement_window(law: Law, i: Inputs) -> Inputs:
    t = law.retirement
    birth, original, delay = _statutory(law, i)
    chosen = parse_month(i["chosen_month"])
    window = int(t.early_window[chosen]), int(t.late_window[chosen])
    return {
        "allowed": bool(retirement_rules.is_in_window(chosen, original + delay, original, *window)),
        "chosen_age": age_as_text(chosen - birth),
        "months_before_statutory": original + delay - chosen,
        "annuity_divisor": divisor_at(law, chosen - birth, chosen),
    }


def qualifying_months(law: Law, i: Inputs) -> Inputs:
    year = year_index(i["retirement_year"])
    statutory = year_index(i.get("statutory_year", i["retirement_year"]))
    return {"qualifying_months": retirement_rules.qualifying_months(year, statutory, law.retirement.qualifying_months)}


def entry_subsidy(law: Law, i: Inputs) -> Inputs:
    r, year = law.resident, year_index(i["year"])
    subsidies = r.entry_subsidy[year, PROVINCES.code(i["province"])]
    return {"subsidy": resident_rules.entry_subsidy(float(i["paid"]), r.tier[year], subsidies)}


def resident_award(law: Law, i: Inputs) -> Inputs:
    balance = float(i.get("account_balance", 0.0))
    for _ in range(i.get("years", 0)):
        credit = resident_rules.account_credit(float(i["tier"]), float(i["subsidy"]), 0.0)
        balance = resident_rules.next_balance(balance, i["crediting_rate"], credit)
    divisor = float(i.get("annuity_divisor", law.resident.annuity_divisor[0]))
    total = resident_rules.resident_award(float(i["flat_pension"]), balance, divisor)
    return {"account_balance": balance, "account_pension": total - i["flat_pension"], "total": total}


def required_years(law: Law, i: Inputs) -> Inputs:
    r = law.resident
    years = resident_rules.required_years(float(i["age_at_start"]), r.pension_age[0], r.qualifying_years[0])
    return {"years": years}


def flat_pension_with_bonus(law: Law, i: Inputs) -> Inputs:
    flat = resident_rules.flat_pension_with_bonus(
        float(i["flat_pension"]), float(i["years"]), law.resident.qualifying_years[0], float(i["bonus"])
    )
    return {"flat_pension": flat}


def income_test(law: Law, i: Inputs) -> Inputs:
    p = law.platform
    passes = platform_rules.passes_income_test(
        float(i["income"]), float(i["base_floor"]), i["months_at_floor"], int(p.test_months[0])
    )
    share = float(p.share[parse_month("2025-11")])
    return {"passes": passes, "platform": platform_rules.income_test_copayment(i["contribution"], share, passes)}


def order_levy(law: Law, i: Inputs) -> Inputs:
    values = (float(i[name]) for name in ("income", "income_share_of_orders", "levy_rate", "contribution"))
    return {"platform": platform_rules.order_levy(*values)}


def benefit_place(law: Law, i: Inputs) -> Inputs:
    hukou, current, earlier = 0, 1, 2
    required = law.employee.benefit_place_months[0]
    place = portability_rules.benefit_place(
        hukou,
        hukou if i["relation_at_hukou_place"] else current,
        required if i["current_place_120_months"] else required - 1.0,
        earlier if i["earlier_place_120_months"] else -1,
        required,
    )
    return {"benefit_place": ("hukou_place", "current_place", "earlier_place")[place]}


def _direct(function: Callable[..., float], result: str, *names: str) -> Callable[[Law, Inputs], Inputs]:
    """A case whose inputs are the rule's own, in this order."""
    return lambda law, i: {result: function(*(float(i[name]) for name in names))}


CASES: dict[str, Callable[[Law, Inputs], Inputs]] = {
    "annuity_divisor": annuity_divisor,
    "base_limits": base_limits,
    "benefit_place": benefit_place,
    "crediting_rate": lambda law, i: {"crediting_rate": law.employee.crediting_rate[year_index(i["year"])]},
    "death_grant": death_grant,
    "employee_award": employee_award,
    "employee_contribution": employee_contribution,
    "entry_subsidy": entry_subsidy,
    "flat_pension_with_bonus": flat_pension_with_bonus,
    "flexible_contribution": flexible_contribution,
    "income_test": income_test,
    "mean_index": mean_index,
    "order_levy": order_levy,
    "pension_1997": pension_1997,
    "qualifying_months": qualifying_months,
    "required_years": required_years,
    "resident_award": resident_award,
    "retirement_window": retirement_window,
    "statutory_retirement": statutory_retirement,
    "survivor_months": survivor_months,
    "account_credit": _direct(resident_rules.account_credit, "credit", "own", "subsidy", "collective"),
    "back_payment": _direct(resident_rules.back_payment, "sum", "years_paid", "years_needed", "tier"),
    "contribution_base": _direct(rules.contribution_base, "contribution_base", "wage", "base_floor", "base_ceiling"),
    "funeral_grant": _direct(rules.funeral_grant, "funeral_grant", "months", "income_per_head"),
    "indexed_pension": _direct(rules.indexed_pension, "pension", "pension", "rate"),
    "inheritance": _direct(resident_rules.inheritance, "sum", "balance"),
    "next_account": _direct(rules.next_account, "balance", "balance", "crediting_rate", "credit"),
    "pension_1978": _direct(award_rules.pension_1978, "pension", "last_wage", "replacement"),
}
