"""A case named after a rule calls that rule, and one named otherwise the rules it stands for: traced while cases run.

The policy cases of each kind are run with every rule their files name replaced by one that notes the call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, Final

import pytest

from simulate.cases.evaluate import compose_law, evaluate
from simulate.cases.reader import Case
from simulate.cases.registry import Law
from simulate.cases.rules import RULES
from tests.cases.test_cases import CASES
from tests.one_path import is_rule, lived, modules, own_functions, plain

# Kinds whose name is no rule's: the rules they stand for, every one of which a case of the kind calls.
STAND_FOR: Final = {
    "care_credit": ("care_credit_base", "care_contribution"),
    "conversion": ("months_short", "resident_to_employee", "employee_to_resident"),
    "copayment": (
        "kind_that_binds", "passes_income_test", "owed_at_floor", "income_test_copayment", "order_levy",
        "parts_of_month", "expected_share", "flexible_contribution",
    ),
    "deferral": ("deferred_contribution",),
    "employee_award": ("basic_pension", "account_pension", "transitional_pension", "annuity_divisor"),
    "employee_medical_contribution": ("medical_contribution",),
    "experience_rate": ("experience_factor",),
    "flexible_medical_admission": ("is_admitted",),
    "flexible_medical_contribution": ("flexible_medical_base", "medical_contribution", "platform_medical_share"),
    "floor": ("old_age_income",),
    "fund_borrowing": ("borrowing",),
    "gathering": ("moved_account", "pool_moves"),
    "income_test": (
        "next_floor_history", "is_at_floor", "months_at_floor", "passes_income_test", "owed_at_floor",
        "income_test_copayment", "flexible_contribution",
    ),
    "injury_benefit": (
        "one_off_benefit", "monthly_allowance", "stop_work_wages", "medical_benefit", "wage_considered",
        "allowance_beside_pension", "in_one_sum",
    ),
    "injury_coverage": ("insured_share",),
    "injury_death": ("funeral_benefit", "death_grant", "dependants_allowance", "wage_considered"),
    "injury_premium": ("month_premium", "rate_premium", "worker_part"),
    "place_of_benefit": ("benefit_place", "follow_stay", "last_full_province"),
    "statutory_retirement": ("statutory_month",),  # which asks the law of each year by the rule
    "subsidy_period": ("is_of_age", "subsidised_until", "is_in_period"),
    "temporary_account": ("is_temporary", "next_relation", "pool_moves"),
    "transfer": ("transferable_pool", "pool_moves", "donor_keeps"),
}  # fmt: skip
# What a case named after a rule goes through on the way to it.
ON_THE_WAY: Final = {
    "account_credit": ("entry_subsidy",), "benefit_place": ("last_full_province",),
    "contribution_base": ("base_limits",), "dual_months": ("dual_refund",), "may_top_up": ("months_before_the_rest",),
    "employee_contribution": ("contribution_base",), "flexible_contribution": ("contribution_base",),
    "matching": ("is_matched", "government_part", "matching_ceiling", "flexible_contribution"),
    "pension_paid_by_unemployment_fund": ("is_refunded",), "order_levy": ("flexible_contribution",),
    "resident_award": ("account_credit", "next_balance", "flat_pension_with_bonus", "is_eligible"),
    "retiree_medical_lump_sum": ("retiree_medical_years", "pays_up"), "retirement_window": ("statutory_month",),
    "subsidy": ("government_part", "flexible_contribution"), "unemployment_contribution": ("own_base",),
    "unemployment_months": ("is_entitled",),
}  # fmt: skip
BY_HAND: Final = {name for name, rule in RULES.items() if not rule.calls and not rule.reads}


def all_rules() -> set[FunctionType]:
    found = [each for module in modules("schemes", "funds") for each in own_functions(module)]
    return {plain(each) for each in found if is_rule(plain(each))}


RULE_NAMES: Final = frozenset(each.__name__ for each in all_rules())


def asked_of(kind: str) -> set[str]:
    """Names of the rules that a kind of case must call."""
    named = set(STAND_FOR[kind]) if kind in STAND_FOR else {kind}
    return named | set(ON_THE_WAY.get(kind, ()))


class Noting:
    """A module of rules as it is, but that each rule notes its calls."""

    def __init__(self, module: ModuleType, called: set[str]) -> None:
        self._module, self._called = module, called

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._module, name)
        return noting(value, self._called) if _is_one(value) else value


def _is_one(value: Any) -> bool:
    return isinstance(plain(value), FunctionType) and plain(value) in _rules()


@cache
def _rules() -> frozenset[FunctionType]:
    return frozenset(all_rules())


def noting(rule: Any, called: set[str]) -> Callable[..., Any]:
    """A rule that notes its name when it is called."""

    def call(*given: Any, **named: Any) -> Any:
        called.add(plain(rule).__name__)
        return rule(*given, **named)

    return call


@contextmanager
def noted() -> Iterator[set[str]]:
    """Names of the rules that files of cases call within the block; the rules themselves are left alone."""
    called: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        for module in modules("cases"):
            for name, value in list(vars(module).items()):
                if isinstance(value, ModuleType) and value.__name__.startswith(("simulate.schemes.", "simulate.funds")):
                    patch.setattr(module, name, Noting(value, called))
                elif _is_one(value):
                    patch.setattr(module, name, noting(value, called))
        yield called


def called_by(kind: str, law: Law) -> set[str]:
    """Names of the rules that the policy cases of a kind call between them."""
    cases: list[Case] = [case for case in CASES if case.rule == kind]
    with noted() as called:
        results = [evaluate(case, law) for case in cases]
    assert all(each.passed for each in results)
    return called


@pytest.fixture(scope="module")
def law() -> Law:
    return Law(compose_law().parameters)


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_a_case_calls_the_rule_it_is_named_after(kind: str, law: Law) -> None:
    missing = asked_of(kind) - called_by(kind, law)
    assert not missing


def test_a_case_made_from_a_signature_calls_the_rule_it_is_made_of() -> None:
    for kind, rule in RULES.items():
        assert all(_is_one(each) for each in rule.calls), kind
    named = {kind: [plain(each).__name__ for each in rule.calls] for kind, rule in RULES.items() if rule.calls}
    otherwise = {kind for kind, calls in named.items() if kind in RULE_NAMES and kind not in calls}
    assert otherwise == set()


def test_the_tables_name_kinds_and_rules_that_are_there() -> None:
    assert set(STAND_FOR) | set(ON_THE_WAY) <= BY_HAND
    assert set(STAND_FOR) & RULE_NAMES == {"statutory_retirement"}, "named after a rule: no table is needed"
    assert {name for names in (*STAND_FOR.values(), *ON_THE_WAY.values()) for name in names} <= RULE_NAMES
    lives = {each.__name__ for each in lived()}
    beside = {name for kind in BY_HAND if RULES[kind].beside for name in asked_of(kind)}
    assert {name for kind in BY_HAND for name in asked_of(kind)} - lives <= beside | {"statutory_month"}


@pytest.mark.parametrize(
    ("kind", "rule", "again"),
    [
        ("contribution_base", "contribution_base", lambda wage, floor, ceiling: min(max(wage, floor), ceiling)),
        ("matching", "matching", lambda paid, income, ceiling, share: share * paid if income < ceiling else 0.0),
        ("gathering", "moved_account", lambda account, pool, whole: account * pool / whole if whole else 0.0),
        ("conversion", "months_short", lambda asked, paid, counted: max(asked - paid - min(counted, paid), 0.0)),
        (
            "place_of_benefit",
            "follow_stay",
            lambda stands, place, stays, since, left: [
                stands if stays else place,
                None if stands in (-1, place) or stays else left.__setitem__(stands, since),
            ][0],
        ),
    ],
)
def test_a_rule_told_again_is_missed(
    kind: str, rule: str, again: Callable[..., Any], law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case gives what it gave, by a function that is not the rule of the lives."""
    module = next(each for each in modules("cases") if RULES[kind].evaluate.__module__ == each.__name__)
    owned = vars(module)["rules"]
    told = type("Told", (), {"__getattr__": lambda _, name: again if name == rule else getattr(owned, name)})()
    monkeypatch.setattr(module, "rules", told)
    assert rule in asked_of(kind) - called_by(kind, law)
