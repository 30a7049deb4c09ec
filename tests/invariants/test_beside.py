"""Schemes beside the pensions: what their ``BOOKS`` promises holds in the source, and lives under a law that changes
only them are not lived a second time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import simulate.measures as m
from simulate import clock
from simulate.cohorts import RunOptions, simulate_cells
from simulate.cohorts.live import live
from simulate.cohorts.lived import all_cells
from simulate.schemes.law import build_law
from simulate.schemes.readings import needs
from simulate.schemes.registry import SCHEMES, Scheme

ROOM = Path(__file__).parents[2] / "simulate" / "schemes"
BESIDE = tuple(each for each in SCHEMES if each.books)
NAMES = {each.name for each in BESIDE}
KEEP_BOOKS = {"parting.py", "no_longer_read.py", "beside.py", "fold_beside.py", "fold_kinds.py", "moments.py"}
FEW = RunOptions(workers=1500, threads=2)
# One law for each scheme that changes nothing else.
ALONE = {
    "employee_medical": "employee_medical.take_up_without_pension@2027=0.5",
    "occupational_injury": "occupational_injury.model@2027-01=guangdong",
    "social_floor": "social_floor.kind@2027=mixed",
    "unemployment": "unemployment.benefit_ratio@2027=0.5",
}


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Every file of the schemes, but those that keep books of whom a law concerns."""
    for path in sorted(ROOM.rglob("*.py")):
        if path.name not in KEEP_BOOKS and path.name != "params.py":
            yield path, ast.parse(path.read_text())


def booked(tree: ast.Module) -> set[str]:
    """Measures to which a file adds, or that it reads, in a ledger."""
    return {
        node.slice.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Name)
        and node.value.id in {"ledger", "before", "booked"}
    }  # fmt: skip


@pytest.mark.parametrize("scheme", BESIDE, ids=lambda each: each.name)
def test_its_steps_book_what_it_names_and_nothing_else_does(scheme: Scheme) -> None:
    names = {m.PLACE_MEASURES[each].upper() for each in scheme.books}
    assert len(names) == len(scheme.books)
    for path, tree in sources():
        found = booked(tree)
        if path.parent.name == scheme.name and path.name == "steps.py":
            assert found == names
        else:
            assert not found & names, path


@pytest.mark.parametrize("scheme", BESIDE, ids=lambda each: each.name)
def test_what_is_acquired_in_it_is_read_in_schemes_beside_the_pensions_only(scheme: Scheme) -> None:
    for path, tree in sources():
        read = {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in {"me", "base"}
        }
        assert path.parent.name in NAMES or scheme.name not in read, path


@pytest.mark.parametrize("scheme", BESIDE, ids=lambda each: each.name)
def test_what_the_pensions_weigh_of_its_law_is_named(scheme: Scheme) -> None:
    """A function outside the scheme that opens its part of the law reads only fields with ``weighed_by``."""
    fields = set(scheme.read_by)
    for path, tree in sources():
        if path.parent.name == scheme.name:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and f"law.{scheme.name}" in ast.unparse(node):
                read = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)} & fields
                assert {each for each in read if not scheme.read_by[each].weighed_by} == set(), f"{path} {node.name}"


@pytest.mark.parametrize("scheme", BESIDE, ids=lambda each: each.name)
def test_nobody_has_a_whole_life_apart_under_a_law_that_changes_only_it(scheme: Scheme, law_of: Callable) -> None:
    laws = [law_of(), law_of(sets=(ALONE[scheme.name],))]
    of_whom = needs([build_law(each, np.zeros(clock.N_YEARS)) for each in laws])
    assert not of_whom.wholly.any_facts.any()
    assert of_whom.aside.any_facts[1].any()
    shared = live(laws, FEW)
    assert 0.0 < shared.years[1] < shared.years[0]
    everyone = simulate_cells(laws, FEW, live_everyone=True)
    for one, other in zip(all_cells(shared), everyone, strict=True):
        assert all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))
    first, second = everyone
    assert not np.array_equal(first.place, second.place)


def test_a_reform_of_the_pensions_meets_one_beside_them(law_of: Callable) -> None:
    """Lives pass from sharing all but these schemes to sharing nothing and back."""
    sets = ("occupational_injury.model@2027-01=guangdong", "enrolment.hukou_rule@2029-07=open",
            "social_floor.kind@2031=linked_minimum", "unemployment.benefit_ratio@2012=0.5")  # fmt: skip
    laws = [law_of(), *(law_of(sets=sets[:many]) for many in (1, 2, 3, 4))]
    shared, everyone = simulate_cells(laws, FEW), simulate_cells(laws, FEW, live_everyone=True)
    for one, other in zip(shared, everyone, strict=True):
        assert all(a.tobytes() == b.tobytes() for a, b in zip(one, other, strict=True))


def test_medical_insurance_is_weighed_where_it_has_weight(law_of: Callable) -> None:
    rate, weight = "employee_medical.flexible_rate@2027=0.05", "enrolment.medical_weight=1"
    ways = np.zeros(clock.N_YEARS)
    without, with_weight = (
        needs([build_law(law_of(sets=each), ways) for each in (before, (*before, rate))])
        for before in ((), (weight,))
    )  # fmt: skip
    assert not without.wholly.any_facts.any()
    assert with_weight.wholly.any_facts[1].any()
