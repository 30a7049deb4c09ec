"""A case names an option of the law where its rule takes a code."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

from simulate.cases.evaluate import NOT_RUN, PASSED, CaseResult, compose_law, evaluate
from simulate.cases.reader import read_files
from simulate.cases.registry import Law, Rule
from simulate.cases.signature import FromLaw, by_signature
from simulate.errors import Findings
from simulate.schemes.registry import SCHEMES
from simulate.schemes.unemployment import params, rules

PLAIN: Final = {"int": 1, "float": 1.0, "bool": True}
Found = tuple[str, Callable[..., Any], dict[str, FromLaw]]


def rules_with_codes() -> list[Found]:
    """(parameter, rule, law) of every rule that takes a code of its scheme's law beside plain numbers."""
    found: list[Found] = []
    for scheme in SCHEMES:
        module = import_module(f"simulate.schemes.{scheme.name}.rules")
        law = {name: FromLaw(scheme.build, name) for name in scheme.packed.__annotations__}
        for rule in vars(module).values():
            own = getattr(rule, "py_func", rule)
            if not inspect.isfunction(own) or own.__module__ != module.__name__:
                continue
            taken = inspect.signature(own).parameters
            coded = [name for name in taken if name in law and law[name].options and taken[name].annotation == "int"]
            if all(each.annotation in PLAIN for each in taken.values()):
                found += [(name, rule, law) for name in coded]
    return found


RULES: Final = rules_with_codes()


@pytest.fixture(scope="module")
def law() -> Law:
    return Law(compose_law().parameters)


@pytest.mark.parametrize(("name", "rule", "of_law"), RULES, ids=[f"{rule.__name__}.{name}" for name, rule, _ in RULES])
def test_a_label_is_the_number_of_its_option(law: Law, name: str, rule: Any, of_law: dict[str, FromLaw]) -> None:
    kind = by_signature(rule, _named(rule), law=of_law)
    given = {each: PLAIN[own.annotation] for each, own in inspect.signature(_plain(rule)).parameters.items()}
    options = of_law[name].options
    assert len(options) > 1
    for number, label in enumerate(options):
        assert kind.evaluate(law, {**given, name: label}) == kind.evaluate(law, {**given, name: number})


def _plain(rule: Any) -> Any:
    return getattr(rule, "py_func", rule)


def _named(rule: Any) -> str | tuple[str, ...]:
    result = inspect.signature(_plain(rule), eval_str=True).return_annotation
    return () if hasattr(result, "_fields") else "result"


def test_rules_of_several_schemes_are_tried() -> None:
    assert {rule.__name__ for _, rule, _ in RULES} >= {"mean_index", "scale_months", "is_admitted", "insured_share"}


def judged(folder: Path, law: Law, scale: str) -> CaseResult:
    """A case of the months of a scale."""
    path = folder / "case.yaml"
    path.write_text(
        "cases:\n- id: own\n  rule: scale_months\n"
        f"  inputs: {{paid_years: 10, scale: {scale}}}\n  expected: {{months: 20}}\n  tolerance: exact\n"
    )
    kinds: dict[str, Rule] = {
        "scale_months": by_signature(rules.scale_months, "months", law={"scale": FromLaw(params.build, "scale")})
    }
    (case,) = read_files([path], Findings())
    return evaluate(case, law, kinds)


def test_a_case_names_an_option(tmp_path: Path, law: Law) -> None:
    assert judged(tmp_path, law, "shanghai").status == PASSED  # two months for each year
    assert judged(tmp_path, law, str(rules.SHANGHAI)).status == PASSED


@pytest.mark.parametrize(
    ("scale", "hint"), [("shangai", "did you mean shanghai?"), ("2020-01", ""), ("9", ""), ("true", "")]
)
def test_what_is_no_option_is_refused(tmp_path: Path, law: Law, scale: str, hint: str) -> None:
    refused = judged(tmp_path, law, scale)
    assert refused.status == NOT_RUN
    (problem,) = refused.problems
    assert problem.line == 4
    assert hint in problem.hint
    if hint:
        assert problem.expected == "one of national_maximum, shanghai, guangdong, beijing"
