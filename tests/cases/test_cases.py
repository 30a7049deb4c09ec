"""Every policy case beside this file passes by the law of the baseline, and says how it was worked out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from simulate.cases.evaluate import compose_law, evaluate
from simulate.cases.given import city
from simulate.cases.reader import Case, read_files
from simulate.cases.registry import Law, NotUnderstoodError
from simulate.cases.rules import RULES
from simulate.errors import Findings

FOLDER = Path(__file__).resolve().parent


def read() -> list[Case]:
    findings = Findings()
    cases = read_files([FOLDER], findings)
    findings.raise_if_any()
    return cases


CASES = read()


@pytest.fixture(scope="module")
def law() -> Law:
    return Law(compose_law().parameters)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case, law: Law) -> None:
    result = evaluate(case, law)
    assert result.passed, "\n".join(result.reasons)


def test_identifiers_are_used_once() -> None:
    twice = [name for name, count in Counter(case.id for case in CASES).items() if count > 1]
    assert not twice


def test_every_rule_has_a_case() -> None:
    assert set(RULES) == {case.rule for case in CASES}


def test_every_result_a_rule_gives_is_expected_somewhere() -> None:
    expected = {(case.rule, name) for case in CASES for name in case.expected}
    missing = [f"{rule}.{name}" for rule, each in RULES.items() for name in each.gives if (rule, name) not in expected]
    assert not missing


def test_no_case_is_written_twice() -> None:
    written = Counter((case.rule, repr(sorted(case.inputs.items(), key=str))) for case in CASES)
    assert not [case for case, count in written.items() if count > 1]


@pytest.mark.parametrize("written", ["shenzen", "Shenzhenn", " "])
def test_a_city_nearly_written_is_refused_and_not_taken_for_any_other(written: str) -> None:
    """Its own branch of the award would be left out in silence."""
    with pytest.raises(NotUnderstoodError):
        city({"city": written})
    assert city({"city": "Shaoguan"}) == ""
