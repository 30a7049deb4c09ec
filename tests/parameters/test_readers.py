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
BOOKS = ("concern.py", "in_force.py", "no_longer_read.py", "parting.py")
NOT_PACKED_APART = ("careers", "economy", "funds", "population")  # rooms of parameters that are no scheme


@pytest.fixture(scope="module")
def places() -> dict[str, list[str]]:
    return readers(LawBook.load())


# Written by hand from the rules and the law they cite, not by running the search: the rule a lawyer would open first.
EXPECTED = {
    "careers.migration_factor": "careers/migration.py migrant_share",
    "careers.platform_growth": "careers/totals.py form_totals",
    "economy.dibao_rural": "social_floor/rules.py old_age_income",
    "economy.dibao_urban": "social_floor/rules.py old_age_income",
    "economy.inflation": "employee_pension/params.py indexation_path",
    "economy.real_wage_growth": "parameters/timeline.py Growth",
    "employee_medical.employee_take_up": "employee_medical/steps.py contribute",
    "employee_medical.employer_rate": "employee_medical/rules.py medical_contribution",
    "employee_medical.flexible_base_share": "employee_medical/rules.py flexible_medical_due",
    "employee_medical.platform_share": "employee_medical/rules.py platform_medical_share",
    "employee_medical.required_years": "employee_medical/rules.py retiree_medical_years",
    "employee_medical.waiting": "employee_medical/rules.py flexible_waiting_months",
    "employee_pension.account_rate": "employee_pension/rules.py flexible_contribution",
    "employee_pension.accrual_rate": "employee_pension/award_rules.py basic_pension",
    "employee_pension.annuity_divisor": "employee_pension/award_rules.py annuity_divisor",
    "employee_pension.base_floor_ratio": "employee_pension/rules.py base_limits",
    "employee_pension.basic_share_1997": "employee_pension/award_rules.py pension_1997",
    "employee_pension.benefit_wage_ratio": "employee_pension/params.py benefit_wage_path",
    "employee_pension.crediting_rate": "schemes/crediting.py interest",
    "employee_pension.death_grant_cap_months": "employee_pension/rules.py death_grant",
    "employee_pension.deemed_rule": "employee_pension/rules.py mean_index",
    "employee_pension.divisor_1997": "employee_pension/award_rules.py pension_1997",
    "employee_pension.employer_rate": "employee_pension/rules.py employee_contribution",
    "employee_pension.flexible_rate": "employee_pension/rules.py flexible_contribution",
    "employee_pension.flexible_scheme": "employee_pension/rules.py flexible_month",
    "employee_pension.indexation_mean_pension": "employee_pension/rules.py adjustment_rate",
    "employee_pension.indexation_price_weight": "employee_pension/params.py indexation_path",
    "employee_pension.local_allowance": "employee_pension/award.py award",
    "employee_pension.survivor_months": "employee_pension/rules.py survivor_months",
    "employee_pension.transitional_coefficient": "employee_pension/award_rules.py transitional_pension",
    "enrolment.affordable_share": "contribution/steps.py lapse_months",
    "enrolment.compulsory_share": "enrolment/rules.py is_compelled",
    "enrolment.continuation_share": "enrolment/steps.py goes_on_paying",
    "enrolment.contract_response": "enrolment/rules.py share_given_contracts",
    "enrolment.effort": "enrolment/steps.py decide",
    "enrolment.employee_compliance": "enrolment/rules.py is_outside",
    "enrolment.hukou_rule": "enrolment/rules.py is_admitted",
    "enrolment.own_account_share": "enrolment/rules.py rule_for",
    "enrolment.price_sensitivity": "enrolment/rules.py utility_of_scheme",
    "enrolment.taste_employee": "enrolment/steps.py taste_for_employee_scheme",
    "enrolment.trait_renewal": "enrolment/chance.py draw_choices",
    "funds.central_adjustment_rate": "funds/transfers.py central_adjustment",
    "funds.fiscal_subsidy": "funds/transfers.py fiscal_subsidy",
    "funds.fiscal_subsidy_share": "funds/transfers.py fiscal_subsidy",
    "funds.injury_borrowing": "funds/transfers.py borrowing",
    "funds.national_pooling": "funds/transfers.py national_pooling",
    "funds.reserve_return": "funds/transfers.py reserve_interest",
    "occupational_injury.allowance_share": "occupational_injury/rules.py monthly_allowance",
    "occupational_injury.contribution_rate": "occupational_injury/rules.py month_premium",
    "occupational_injury.death_grant_multiple": "occupational_injury/rules.py death_benefits",
    "occupational_injury.dependants": "occupational_injury/rules.py dependants_allowance",
    "occupational_injury.earnings_per_order": "occupational_injury/rules.py month_premium",
    "occupational_injury.experience_rating": "occupational_injury/rules.py experience_factor",
    "occupational_injury.injury_frequency": "occupational_injury/steps.py book_premiums",
    "occupational_injury.medical_cost_growth": "occupational_injury/rules.py medical_benefit",
    "occupational_injury.model": "occupational_injury/rules.py month_premium",
    "occupational_injury.no_work_share": "occupational_injury/rules.py monthly_allowance",
    "occupational_injury.nursing_rate": "occupational_injury/rules.py monthly_allowance",
    "occupational_injury.one_off_months": "occupational_injury/rules.py one_off_benefit",
    "occupational_injury.one_off_only": "occupational_injury/rules.py in_one_sum",
    "occupational_injury.pays_death": "occupational_injury/rules.py death_benefits",
    "occupational_injury.pays_employer_part": "occupational_injury/rules.py stop_work_wages",
    "occupational_injury.per_order_premium": "occupational_injury/rules.py month_premium",
    "occupational_injury.retired_share": "occupational_injury/steps.py pay_allowances",
    "occupational_injury.wage_bounds": "occupational_injury/rules.py wage_considered",
    "occupational_injury.worker_share": "occupational_injury/rules.py worker_part",
    "platform_copayment.default_share": "platform_copayment/rules.py paid_in_spite_of_default",
    "platform_copayment.dependence_rate": "platform_copayment/rules.py dependence_rate",
    "platform_copayment.dependence_threshold": "platform_copayment/rules.py dependence_rate",
    "platform_copayment.income_share_of_orders": "platform_copayment/rules.py order_levy",
    "platform_copayment.main_platform_income": "schemes/cost_sharing.py main_platform_share",
    "platform_copayment.rule": "schemes/cost_sharing.py parts_of_month",
    "platform_copayment.share": "platform_copayment/rules.py income_test_copayment",
    "platform_copayment.three_way_state_share": "platform_copayment/rules.py three_way_split",
    "population.longevity_variant": "population/demography.py project",
    "portability.benefit_place_months": "portability/rules.py benefit_place",
    "portability.benefit_place_rule": "portability/rules.py benefit_place",
    "portability.conversion_pooled_share": "portability/rules.py employee_to_resident",
    "portability.transfer_start": "portability/rules.py pool_moves",
    "portability.transfer_take_up": "portability/steps.py end_stay",
    "resident_medical.premium": "funds/rules.py amount_of",
    "resident_medical.take_up": "funds/heads.py resident_members",
    "resident_pension.crediting_rate": "schemes/crediting.py interest",
    "resident_pension.entry_subsidy": "resident_pension/rules.py entry_subsidy",
    "resident_pension.flat_pension": "resident_pension/rules.py flat_pension_with_bonus",
    "resident_pension.pension_age": "resident_pension/rules.py is_eligible",
    "resident_pension.qualifying_years": "resident_pension/rules.py required_years",
    "resident_pension.tier": "resident_pension/rules.py yearly_contribution",
    "retirement.buy_in_hazard": "schemes/settlement.py buys_months",
    "retirement.delay_step": "retirement/rules.py statutory_retirement",
    "retirement.early_retirement_months": "retirement/steps.py expect_exemption",
    "retirement.early_window": "retirement/rules.py is_early",
    "retirement.qualifying_months": "retirement/rules.py qualifying_months",
    "social_floor.kind": "social_floor/rules.py old_age_income",
    "subsidies.care_credit": "contribution/steps.py credit_care_months",
    "subsidies.graduate_share": "contribution/steps.py subsidise_months",
    "subsidies.matching_share": "subsidies/rules.py matching",
    "subsidies.registered_share": "contribution/steps.py subsidise_months",
    "subsidies.subsidy_share": "subsidies/rules.py subsidy",
    "unemployment.benefit_ratio": "unemployment/rules.py unemployment_benefit",
    "unemployment.employee_take_up": "unemployment/steps.py contribute",
    "unemployment.employer_rate": "unemployment/rules.py unemployment_contribution",
    "unemployment.flexible_take_up": "unemployment/steps.py contribute",
    "unemployment.involuntary_share": "unemployment/steps.py pay_benefits",
    "unemployment.relief_share": "unemployment/steps.py contribute",
    "unemployment.rural_share": "unemployment/rules.py own_base",
    "unemployment.scale": "unemployment/rules.py unemployment_months",
}
# What such a reader needs besides, where the first rule alone is not the whole of it.
ALSO = {
    "occupational_injury.earnings_per_order": "order_premium",
    "occupational_injury.model": "insured_share",
    "occupational_injury.pays_death": "monthly_allowance",
    "occupational_injury.per_order_premium": "order_premium",
    "platform_copayment.rule": "dependence_rate",
    "resident_pension.pension_age": "payable_from",
    "unemployment.employee_take_up": "members",
}


@pytest.mark.parametrize("lever", EXPECTED)
def test_the_rule_a_lawyer_would_open_is_named_first(lever: str, places: dict[str, list[str]]) -> None:
    first = RULE.fullmatch(places[lever][0])
    assert first is not None
    file, _, rule = EXPECTED[lever].partition(" ")
    assert (first[1].endswith(f"/{file}"), first[3]) == (True, rule), places[lever]


@pytest.mark.parametrize("lever", ALSO)
def test_other_rules_that_a_lawyer_needs_are_named_too(lever: str, places: dict[str, list[str]]) -> None:
    assert ALSO[lever] in [found[3] for found in map(RULE.fullmatch, places[lever]) if found]


def _by_rule(places: list[str]) -> list[tuple[re.Match[str], list[re.Match[str]]]]:
    """Each rule named, with the lines that stand after it."""
    groups: list[tuple[re.Match[str], list[re.Match[str]]]] = []
    for place in places:
        if rule := RULE.fullmatch(place):
            groups.append((rule, []))
        elif line := LINE.fullmatch(place):
            groups[-1][1].append(line)
    return groups


def test_each_lever_names_rules_and_after_each_its_lines(places: dict[str, list[str]]) -> None:
    names = {function.__name__ for function in lived()}
    for lever in LawBook.load().levers:
        groups = _by_rule(places[lever])
        assert groups, lever
        assert all(lines for _, lines in groups), lever
        assert {rule[3] for rule, _ in groups if rule[1].endswith("rules.py") and "/funds/" not in rule[1]} <= names
        for place in places[lever]:
            assert place.split("/")[1] not in TELLS, lever
            assert not place.partition(":")[0].endswith(BOOKS), lever


@cache
def _functions(file: str) -> list[tuple[int, int, set[str], set[str]]]:
    """First and last line of each function of a module, the names it goes by, and the names it calls."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    owners = {id(each): node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for each in node.body}
    return [
        (
            node.lineno, node.end_lineno or 0, {node.name, owners.get(id(node), "")},
            {
                getattr(call.func, "id", getattr(call.func, "attr", ""))
                for call in ast.walk(node) if isinstance(call, ast.Call)
            },
        )
        for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    ]  # fmt: skip


def test_each_line_stands_in_the_rule_or_in_a_function_that_calls_it(places: dict[str, list[str]]) -> None:
    astray = []
    for lever in LawBook.load().levers:
        for rule, lines in _by_rule(places[lever]):
            for file, number in (line.groups() for line in lines):
                around = [each for each in _functions(file) if each[0] <= int(number) <= each[1]]
                if not any(rule[3] in names | calls for _, _, names, calls in around):
                    astray.append((lever, rule[3], file, number))
    assert astray == []


def test_no_private_function_and_no_loader_is_named_as_a_rule(places: dict[str, list[str]]) -> None:
    levers = LawBook.load().levers
    private = {lever for lever in levers for rule, _ in _by_rule(places[lever]) if rule[3].startswith("_")}
    assert private == set()
    loaders = {"build", "read_rules", "years_of", "means_of", "number_of", "values", "scalar", "reals", "codes"}
    assert [lever for lever in levers for rule, _ in _by_rule(places[lever]) if rule[3] in loaders] == []


PAID_FIRST = ("enrolment/", "cost_sharing.py expected_", "cost_sharing.py platform_cost")


def test_what_is_paid_is_named_before_what_is_expected(places: dict[str, list[str]]) -> None:
    for lever in LawBook.load().levers:
        if lever.startswith("enrolment."):
            continue
        rules = [f"{rule[1].removeprefix('simulate/schemes/')} {rule[3]}" for rule, _ in _by_rule(places[lever])]
        is_expected = [rule.startswith(PAID_FIRST) for rule in rules]
        assert is_expected == sorted(is_expected), (lever, rules)


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
            read = _written(file)[1].get(int(number), set())
            of = [scheme for scheme, field in moved or {(room, key)} if field in read and _is_handed(scheme, file)]
            # Else it hands over what was read before, or what a rule of its own scheme has made of it.
            is_of_no_tuple = not read & {field for _, field in _law_and_fields()}
            assert of or is_of_no_tuple or room in Path(file).parts, (lever, file, number, moved)
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
