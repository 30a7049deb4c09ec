"""Where a lever is read: the rule it goes to first, then kernels, and nothing that only tells of the model."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simulate.certificate.lever_cases import PATCHWORK
from simulate.parameters import LawBook, ParameterSet
from simulate.parameters.parameter_set import Resolved
from simulate.parameters.readers import readers
from simulate.schemes.law import build_law
from simulate.schemes.registry import SCHEMES
from tests.one_path import lived

ROOT = LawBook.load().root
RULE = re.compile(r"(simulate/[\w/]+\.py):(\d+) \((\w+)\)")
LINE = re.compile(r"(simulate/[\w/]+\.py):(\d+)")
TELLS = ("bench", "cases", "cli", "lives", "report", "results", "serve")
BOOKS = ("bygone.py", "concern.py", "in_force.py", "parting.py")
NOT_PACKED_APART = ("careers", "economy", "funds", "population")  # rooms of parameters that are no scheme


@pytest.fixture(scope="module")
def places() -> dict[str, list[str]]:
    return readers(LawBook.load())


# Written by hand from the code and the law, not by running the search: the rule a lawyer would open first.
EXPECTED = {
    "careers.platform_growth": "careers/totals.py form_totals",
    "economy.dibao_urban": "social_floor/rules.py old_age_income",
    "employee_medical.employee_take_up": "employee_medical/steps.py contribute",
    "employee_medical.employer_rate": "employee_medical/rules.py medical_contribution",
    "employee_medical.required_years": "employee_medical/rules.py retiree_medical_years",
    "employee_medical.waiting": "employee_medical/rules.py flexible_waiting_months",
    "employee_pension.accrual_rate": "employee_pension/award_rules.py basic_pension",
    "employee_pension.base_floor_ratio": "employee_pension/rules.py base_limits",
    "employee_pension.basic_share_1997": "employee_pension/award_rules.py pension_1997",
    "employee_pension.crediting_rate": "schemes/crediting.py next_balance",
    "employee_pension.employer_rate": "employee_pension/rules.py employee_contribution",
    "employee_pension.flexible_rate": "employee_pension/rules.py flexible_contribution",
    "employee_pension.flexible_scheme": "employee_pension/steps.py pay_flexible_month",
    "employee_pension.indexation_price_weight": "employee_pension/params.py indexation_path",
    "employee_pension.local_allowance": "employee_pension/award.py award",
    "enrolment.affordable_share": "contribution/steps.py lapse_months",
    "enrolment.continuation_share": "enrolment/rules.py says_yes",
    "enrolment.hukou_rule": "enrolment/rules.py is_admitted",
    "enrolment.taste_employee": "enrolment/steps.py taste_for_employee_scheme",
    "funds.fiscal_subsidy_share": "funds/balances.py _subsidy",
    "funds.reserve_return": "funds/balances.py _interest",
    "occupational_injury.death_grant_multiple": "occupational_injury/rules.py death_benefits",
    "occupational_injury.retired_share": "occupational_injury/steps.py pay_allowances",
    "platform_copayment.share": "platform_copayment/rules.py income_test_copayment",
    "portability.conversion_pooled_share": "portability/rules.py employee_to_resident",
    "portability.transfer_take_up": "portability/steps.py end_stay",
    "resident_medical.premium": "funds/rules.py amount_of",
    "resident_pension.crediting_rate": "schemes/crediting.py next_balance",
    "resident_pension.flat_pension": "resident_pension/rules.py flat_pension_with_bonus",
    "retirement.buy_in_hazard": "schemes/settlement.py buys_months",
    "retirement.early_retirement_months": "retirement/steps.py expect_exemption",
    "retirement.qualifying_months": "retirement/rules.py qualifying_months",
    "social_floor.kind": "social_floor/rules.py old_age_income",
    "subsidies.matching_share": "subsidies/rules.py matching",
    "unemployment.benefit_ratio": "unemployment/rules.py unemployment_benefit",
    "unemployment.employer_rate": "unemployment/rules.py unemployment_contribution",
    "unemployment.relief_share": "unemployment/steps.py contribute",
    "unemployment.rural_share": "unemployment/rules.py own_base",
}


@pytest.mark.parametrize("lever", EXPECTED)
def test_the_rule_a_lawyer_would_open_is_named_first(lever: str, places: dict[str, list[str]]) -> None:
    first = RULE.fullmatch(places[lever][0])
    assert first is not None
    file, _, rule = EXPECTED[lever].partition(" ")
    assert (first[1].endswith(f"/{file}"), first[3]) == (True, rule), places[lever]


def test_each_lever_names_a_rule_and_then_a_line(places: dict[str, list[str]]) -> None:
    names = {function.__name__ for function in lived()}
    for lever in LawBook.load().levers:
        rules = [RULE.fullmatch(place) for place in places[lever]]
        assert rules[0] is not None, lever
        assert rules[-1] is None, lever
        assert rules == sorted(rules, key=lambda each: each is None), lever
        assert {each[3] for each in rules if each is not None and each[1].endswith("rules.py")} <= names, lever
        for place in places[lever]:
            assert place.split("/")[1] not in TELLS, lever
            assert not place.partition(":")[0].endswith(BOOKS), lever


def _moved_values(resolved: Resolved) -> np.ndarray:
    """Other values in every cell that are values of the parameter still."""
    values = resolved.values.astype(np.float64)
    if resolved.spec.options:
        return (values + 1) % len(resolved.spec.options)
    return 1 - values if resolved.unit == "flag" else values * 1.01 + 0.01


@cache
def _all_kinds_of_rules() -> ParameterSet:
    return LawBook.load().resolve(changes=list(PATCHWORK))[0]


@cache
def _law_and_fields(lever: str = "") -> dict[tuple[str, str], np.ndarray]:
    """Every array of every scheme's tuple, of a law that has all kinds of rules, with a lever moved or none."""
    parameters = _all_kinds_of_rules()
    if lever:
        changed = {**parameters, lever: Resolved(parameters[lever].spec, _moved_values(parameters[lever]))}
        parameters = ParameterSet(changed)
    law = build_law(parameters, np.zeros(131))
    return {(room, name): array for room, part in law._asdict().items() for name, array in part._asdict().items()}


def _fields_moved_by(lever: str) -> set[tuple[str, str]]:
    """The fields of the tuples that differ when the lever is moved: found by packing the law, not by reading code."""
    before, after = _law_and_fields(), _law_and_fields(lever)
    return {field for field in before if not np.array_equal(before[field], after[field], equal_nan=True)}


@cache
def _written(file: str) -> tuple[str, dict[int, set[str]], set[str]]:
    """The text of a module, the attributes on each of its lines, and the names of all functions it calls."""
    text = (ROOT / file).read_text(encoding="utf-8")
    attributes: dict[int, set[str]] = {}
    calls = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute):
            attributes.setdefault(node.lineno, set()).add(node.attr)
        if isinstance(node, ast.Call):
            calls.add(getattr(node.func, "id", getattr(node.func, "attr", "")))
    return text, attributes, calls


@cache
def _functions_handed(scheme: str) -> set[str]:
    """Names of the functions that are called with ``law.scheme``, or with a name that was given it, in any module."""
    names = set()
    for path in (ROOT / "simulate/schemes").rglob("*.py"):
        for function in (each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if hasattr(each, "args")):
            text = f"law.{scheme}"
            if text not in ast.unparse(function):
                continue
            given = {
                name.id
                for each in ast.walk(function)
                if isinstance(each, ast.Assign) and text in ast.unparse(each.value)
                for name in ast.walk(each.targets[0])
                if isinstance(name, ast.Name)
            }
            names |= {
                getattr(call.func, "id", getattr(call.func, "attr", ""))
                for call in ast.walk(function)
                if isinstance(call, ast.Call)
                and any(ast.unparse(each) == text or getattr(each, "id", "") in given for each in call.args)
            }
    return names


def _is_handed(scheme: str, file: str) -> bool:
    """Whether a module is of a scheme, takes its tuple out of a law, or has a function that is called with it."""
    text = _written(file)[0]
    defined = {each.name for each in ast.parse(text).body if isinstance(each, ast.FunctionDef)}
    return scheme in Path(file).parts or f"law.{scheme}" in text or bool(defined & _functions_handed(scheme))


def test_a_line_reads_a_field_that_the_lever_moves_of_a_tuple_that_is_handed_there(
    places: dict[str, list[str]],
) -> None:
    """So that no lever shows another scheme that has a field or an argument of the same name."""
    schemes = {each.name for each in SCHEMES}
    unmoved = []
    for lever in LawBook.load().levers:
        room, _, key = lever.partition(".")
        if room in NOT_PACKED_APART or room not in schemes:
            continue
        moved = _fields_moved_by(lever)
        unmoved += [lever] if not moved else []
        lines = [found for found in map(LINE.fullmatch, places[lever]) if found and "/schemes/" in found[1]]
        for file, number in (found.groups() for found in lines):
            if file.endswith("params.py"):
                assert room in Path(file).parts, (lever, file)
                continue
            read = _written(file)[1][int(number)]
            of = [scheme for scheme, field in moved or {(room, key)} if field in read and _is_handed(scheme, file)]
            is_of_no_tuple = not read & {field for _, field in _law_and_fields()}  # of what was made of it there
            assert of or (is_of_no_tuple and _is_handed(room, file)), (lever, file, number, moved)
    assert len(unmoved) <= 6, unmoved


def test_a_rule_is_called_where_the_lever_is_read_or_packed(places: dict[str, list[str]]) -> None:
    for lever in LawBook.load().levers:
        rules = [found for found in map(RULE.fullmatch, places[lever]) if found and "/schemes/" in found[1]]
        read_in = {found[1] for found in map(LINE.fullmatch, places[lever]) if found}
        packed_in = {f"simulate/schemes/{scheme}/params.py" for scheme in {each.name for each in SCHEMES}}
        for file, _, rule in (found.groups() for found in rules):
            handed = any(rule in _written(each)[2] for each in read_in | {file})
            in_packing = any(rule in _written(each)[2] or each == file for each in packed_in if (ROOT / each).exists())
            assert file in read_in or handed or in_packing, (lever, file, rule)
