"""One path from rule to number: what a case judges, an explanation shows or a typical worker gets, the lives call."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import FunctionType
from typing import Any

import pytest

from simulate.cases.registry import Rule
from simulate.cases.rules import RULES
from simulate.cases.signature import by_signature
from simulate.lives import refusals, settled, typical
from simulate.schemes.crediting import next_balance
from simulate.schemes.employee_pension.award import award
from simulate.schemes.enrolment.rules import is_admitted
from simulate.schemes.positions import held_longest
from tests.one_path import in_room, is_compiled, is_rule, lived, modules, own_functions, plain, reached

OF_THE_SAMPLE = (held_longest,)  # compiled functions that describe the sample and read no law


def name_of(function: FunctionType) -> str:
    return f"{function.__module__.removeprefix('simulate.')}.{function.__name__}"


@cache
def compiled() -> frozenset[FunctionType]:
    """Every compiled function of the schemes."""
    return frozenset(
        plain(each) for module in modules("schemes") for each in own_functions(module) if is_compiled(each)
    )


def rules_among(functions: set[FunctionType]) -> set[FunctionType]:
    """Rules, by where they stand or because they are compiled."""
    return {each for each in functions if is_rule(each) or each in compiled()}


def called_by_case(rule: Rule) -> set[FunctionType]:
    """The rules a kind of case calls, itself or by what the cases share."""
    return rules_among(reached([rule], in_room("cases")))


def off_the_path(rule: Rule) -> list[str]:
    return sorted(name_of(each) for each in called_by_case(rule) - lived())


def called_by_lives(roots: list[Any]) -> set[FunctionType]:
    """The rules and compiled functions that explanations and typical workers call or name."""
    return rules_among(reached(roots, in_room("lives")))


def reads_of_lives() -> set[str]:
    """Attributes that the functions on the path read."""
    return {name for function in lived() for name in function.__code__.co_names}


@pytest.mark.parametrize("name", RULES)
def test_a_case_calls_what_the_lives_call(name: str) -> None:
    rule = RULES[name]
    if rule.reads:
        assert rule.reads.partition(".")[2] in reads_of_lives()
        return
    assert called_by_case(rule), "no rule is called: the case judges itself"
    off = off_the_path(rule)
    assert off == [] or rule.beside, f"{off} are not what the lives call"
    assert not rule.beside or off, "the lives meet the rule: nothing stands beside them any more"


def test_every_rule_is_lived_or_said_to_stand_beside() -> None:
    beside = {each for rule in RULES.values() if rule.beside for each in called_by_case(rule)}
    rules = {plain(each) for module in modules("schemes") for each in own_functions(module) if is_rule(plain(each))}
    assert len(rules) > 80
    assert sorted(map(name_of, rules - lived() - beside)) == []


def test_lives_opened_call_what_the_lives_call() -> None:
    roots = [each for module in modules("lives") for each in own_functions(module)]
    called = called_by_lives(roots)
    assert {plain(award), plain(is_admitted)} <= called
    assert sorted(map(name_of, called - lived() - {plain(each) for each in OF_THE_SAMPLE})) == []


def test_typical_workers_go_through_the_award() -> None:
    assert plain(award) in called_by_lives([typical.outcome])


def sibling(function: Any) -> FunctionType:
    """A copy of a rule, word for word, beside it."""
    one = plain(function)
    return FunctionType(one.__code__, one.__globals__, one.__name__, one.__defaults__, one.__closure__)


def test_a_sibling_in_a_case_is_found() -> None:
    planted = by_signature(_annotated(sibling(next_balance), next_balance), "balance")
    assert off_the_path(planted) == ["schemes.crediting.next_balance"]


def test_a_sibling_in_a_case_by_hand_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulate.cases import portability
    from simulate.schemes.portability import rules

    monkeypatch.setattr(rules, "months_short", sibling(rules.months_short))
    planted = replace(RULES["conversion"], evaluate=portability.conversion)
    assert off_the_path(planted) == ["schemes.portability.rules.months_short"]


@pytest.mark.parametrize(("module", "rule"), [(refusals, is_admitted), (settled, award)])
def test_a_sibling_in_an_explanation_is_found(module: Any, rule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    name = plain(rule).__name__
    monkeypatch.setattr(module, name, sibling(rule))
    off = called_by_lives(own_functions(module)) - lived()
    assert [each.__name__ for each in off] == [name]


def test_a_sibling_of_a_typical_worker_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settled, "award", sibling(award))
    assert [name_of(each) for each in called_by_lives([typical.outcome]) - lived()] == [
        "schemes.employee_pension.award.award"
    ]


def _annotated(copy: FunctionType, original: Any) -> FunctionType:
    copy.__annotations__ = plain(original).__annotations__
    return copy
