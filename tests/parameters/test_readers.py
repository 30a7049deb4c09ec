"""Where a lever is read: the rule it goes to first, then kernels, and nothing that only tells of the model."""

from __future__ import annotations

import re

import pytest

from simulate.parameters import LawBook
from simulate.parameters.readers import readers
from tests.one_path import lived

RULE = re.compile(r"simulate/schemes/[\w/]+\.py:\d+ \((\w+)\)")
TELLS = ("bench", "cases", "cli", "lives", "report", "results", "serve")


@pytest.fixture(scope="module")
def places() -> dict[str, list[str]]:
    return readers(LawBook.load())


@pytest.mark.parametrize(
    ("lever", "rule"),
    [
        ("enrolment.hukou_rule", "is_admitted"),
        ("employee_pension.accrual_rate", "basic_pension"),
        ("employee_pension.base_floor_ratio", "base_limits"),
        ("employee_pension.flexible_rate", "flexible_contribution"),
        ("employee_pension.crediting_rate", "next_balance"),
        ("platform_copayment.share", "income_test_copayment"),
        ("retirement.qualifying_months", "qualifying_months"),
        ("subsidies.matching_share", "matching"),
        ("resident_pension.crediting_rate", "next_balance"),
    ],
)
def test_the_rule_is_named_first(lever: str, rule: str, places: dict[str, list[str]]) -> None:
    first = RULE.fullmatch(places[lever][0])
    assert first is not None
    assert first[1] == rule


def test_kernels_come_after_rules_and_explanations_never(places: dict[str, list[str]]) -> None:
    names = {function.__name__ for function in lived()}
    for lever, found in places.items():
        is_rule = [RULE.fullmatch(place) for place in found]
        assert is_rule == sorted(is_rule, key=lambda each: each is None), lever
        assert {each[1] for each in is_rule if each is not None} <= names, lever
        assert not [place for place in found if place.split("/")[1] in TELLS], lever


def test_most_levers_of_the_schemes_name_a_rule(places: dict[str, list[str]]) -> None:
    rooms = ("employee_pension", "resident_pension", "platform_copayment", "subsidies", "portability", "enrolment")
    levers = [name for name in LawBook.load().levers if name.startswith(rooms)]
    assert sum(bool(RULE.fullmatch(places[name][0])) for name in levers) > len(levers) / 2
