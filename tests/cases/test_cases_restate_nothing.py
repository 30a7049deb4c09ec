"""Cases do no sums of their own: they prepare inputs, call the rules the lives call, and put together what these gave.

Every further sum in a file of cases stands in a list below, word for word, under the reason it is no formula of law.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from simulate.cases import rules
from tests.formulas import adds_up, functions, is_calendar, outermost, results_of_rules
from tests.one_path import is_rule, modules, own_functions, plain

FOLDER: Final = Path(rules.__file__).resolve().parent
READING: Final = ("evaluate", "reader", "given", "registry", "signature", "rules")  # of text, numbers, tolerances
RULE_NAMES: Final = frozenset(
    plain(each).__name__
    for module in modules("schemes", "funds")
    for each in own_functions(module)
    if is_rule(plain(each))
)
# reason -> (file.function, expressions)
ALLOWED: Final = {
    "dates, ages and places in a table": (
        ("ages.divisor_at", "min(max(at, 0), e.divisor_interpolated.shape[0] - 1)"),
        ("ages.claim", "month(given, 'birth_month', is_birth=True) + months"),
        ("ages.claim", "law_month(given) - month(given, 'birth_month', is_birth=True)"),
        ("ages.claim", "when.month - when.birth"),
        ("employee_medical.flexible_medical_admission", "1950 + year >= _RESIDENT_AT_WORK"),
        ("employee_medical.retiree_medical_lump_sum", "year - 1"),
        ("employee_pension.pension_1997", "min(law_month(given), LAW_2005 - 1) // 12"),
        ("occupational_injury.fund_borrowing", "year + 1"),
        ("portability.transfer", "first + whole(stay, 'months')"),
        ("portability.temporary_account", "now - month(given, 'birth_month', is_birth=True)"),
        ("resident_medical.resident_medical_funding", "at - of_last_year"),
        ("resident_pension._owed", "pension_age - age_at_start"),
        ("resident_pension._account", "first + years"),
        ("resident_pension._account", "min(at, N_YEARS - 1)"),
        ("resident_pension._account", "FIRST_YEAR + at"),
        ("retirement.statutory_retirement", "when.month - when.birth"),
        ("retirement.retirement_window", "when.month - at"),
        ("retirement.retirement_window", "min(at, when.month)"),
        ("retirement.retirement_window", "at - when.birth"),
        ("subsidies.subsidy_period", "at > approval"),
        ("subsidies.deferral", "lapsed_year + 1"),
    ),
    "an input that the case gives in parts": (
        ("copayment._expected", "orders > 0.0"),
        ("copayment._expected", "levy / orders"),
        ("employee_contributions._sum_of_stretches", "sum((index * months for index, months in pairs))"),
        ("employee_contributions._sum_of_stretches", "sum((months for _, months in pairs))"),
        ("occupational_injury.injury_premium", "earnings * float(given['orders'])"),
        ("occupational_injury.experience_rate", "float(given['benefits']) / float(given['premiums'])"),
        ("portability.transfer", "paid += base * number_or(stay, 'pool_rate', 0.0, 0.0, 1.0)"),
        ("portability.benefit_place", "required - 1.0"),
        ("portability.place_of_benefit", "len(places) - 1 - places[::-1].index(stands)"),
        ("portability.place_of_benefit", "position > until"),
        ("portability.place_of_benefit", "until < 0"),
        ("portability.place_of_benefit", "months[place] += paid"),
        ("portability.gathering", "sum((pool for _, pool in lies))"),
        ("portability.dual_contributors", "share * number(given, 'entrants', 0.0)"),
        ("subsidies.subsidy", "kind < 0"),
        (
            "subsidies.care_credit",
            "max(number_or(given, 'care_months', float(s.care_months[at // 12]), 0.0) - "
            "number_or(given, 'used', 0.0, 0.0), 0.0)",
        ),
        ("subsidies.care_credit", "min(float(whole(given, 'months')) if 'months' in given else 1.0, left)"),
    ),
    "which branch a case takes, or what it says of a result": (
        ("payments_on_death.death_payment", "float(given['paid_months']) < cap"),
        ("payments_on_death.death_payment", "total < funeral + survivor"),
        ("portability._label", "code >= 0"),
        ("portability.temporary_account", "rules.pool_moves(now, int(o.transfer_start[0])) > 0"),
        (
            "portability.conversion",
            "rules.months_short(number(given, 'qualifying_months', 0.0), paid, counted) <= 0.0",
        ),
        ("retirement.retirement_window", "when.month <= at <= window.last_month"),
        ("social_floor.floor", "number_or(given, 'age', start, 0.0) >= start"),
        ("social_floor.floor", "income < own - _HALF_FEN"),
        ("unemployment.pension_paid_by_unemployment_fund", "base < floor"),
    ),
    "results of rules put together: of each item, each month, each part, as far as a model gives it": (
        (
            "employee_medical.retiree_medical_lump_sum",
            "max(found['missing_months'], found['missing_months_in_place'])",
        ),
        ("employee_pension.employee_award", "sum(out.values())"),
        *(
            ("occupational_injury.injury_benefit", f"level * {part}")
            for part in ("own_one_off", "allowance", "nursing", "stop_work", "leaving")
        ),
        (
            "occupational_injury.injury_death",
            "float(bool(_feature(law, given, 'pays_death', True))) * float(_feature(law, given, 'benefit_level', 1.0))",
        ),
        ("occupational_injury.injury_death", "pays * rules.funeral_benefit(funeral, local)"),
        ("occupational_injury.injury_death", "pays * (grant + rules.funeral_benefit(in_months, local))"),
        ("occupational_injury.injury_death", "pays * allowance"),
        ("occupational_injury.experience_rate", "factor * float(given['per_order'])"),
        ("occupational_injury.fund_borrowing", "own + float(paid_in) - float(paid_out) - loan"),
        ("occupational_injury.fund_borrowing", "lender + loan"),
        ("occupational_injury.fund_borrowing", "own + loan"),
        ("occupational_injury.fund_borrowing", "lender - loan"),
        ("occupational_injury.fund_borrowing", "sum(borrowed)"),
        ("occupational_injury.fund_borrowing", "sum(returned)"),
        (
            "portability.transfer",
            "pool * rules.pool_moves(month(given, 'month'), _month_or(given, 'transfer_start', o.transfer_start))",
        ),
        ("portability.transfer", "account + moved"),
        ("portability.gathering", "sum((rules.moved_account(account, pool, everywhere) for pool in gone))"),
        ("portability.gathering", "share * sum(gone)"),
        ("portability.conversion", "paid + min(counted, paid)"),
        ("social_floor.flat_pension_tied", "tied - number(given, 'flat_pension', 0.0)"),
        ("subsidies.care_credit", "months * (to_account + to_pool)"),
    ),
}


def restated(name: str, text: str) -> set[tuple[str, str]]:
    """(file.function, expression) of the sums in the source of a file of cases that need a reason."""
    found = set()
    for function in functions(text):
        results = results_of_rules(function, RULE_NAMES)
        for node in outermost(function):
            if not is_calendar(node) and not adds_up(node, results, RULE_NAMES):
                found.add((f"{name}.{function.name}", ast.unparse(node)))
    return found


def sources() -> dict[str, str]:
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(FOLDER.glob("*.py"))
        if path.stem not in (*READING, "__init__")
    }


def test_every_sum_in_a_case_has_a_reason() -> None:
    allowed = {each for expressions in ALLOWED.values() for each in expressions}
    found = {each for name, text in sources().items() for each in restated(name, text)}
    assert sorted(found - allowed) == []
    assert sorted(allowed - found) == [], "no longer there"


PLANTS: Final = {
    "base": (
        "employee_contributions",
        "rules.contribution_base(number(given, income, 0.0), floor, ceiling)",
        "min(max(number(given, income, 0.0), floor), ceiling)",
    ),
    "matching": (
        "subsidies",
        'rules.matching(paid, number(given, "income", 0.0), ceiling, share)',
        'paid * share if number(given, "income", 0.0) < ceiling else 0.0',
    ),
    "gathering": (
        "portability",
        "rules.moved_account(account, pool, everywhere)",
        "account * pool / everywhere if everywhere else 0.0",
    ),
    "floor": (
        "copayment",
        'return flexible_contribution(number(given, "base_floor", 0.0), _rate(law, given), 0.0).contribution',
        'owed = number(given, "base_floor", 0.0)\n    owed *= _rate(law, given)\n    return owed',
    ),
    "crediting": ("resident_pension", "balance = crediting.next_balance(balance, rate, credit)",
                  "balance += balance * rate + credit"),
    "limits": (
        "employee_contributions", "return rules.contribution_base(number(given, income, 0.0), floor, ceiling)",
        "return sorted((floor, number(given, income, 0.0), ceiling))[1]",
    ),
    "contribution": ("copayment", "flexible_contribution(number(given, \"base_floor\", 0.0), _rate(law, given), 0.0)"
                     ".contribution", 'number(given, "base_floor", 0.0) * _rate(law, given)'),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
def test_a_rule_told_again_in_a_case_is_found(plant: str) -> None:
    name, before, after = PLANTS[plant]
    text = sources()[name]
    assert before in text
    allowed = {each for expressions in ALLOWED.values() for each in expressions}
    assert restated(name, text.replace(before, after)) - allowed
