"""Explanations and typical workers restate no formula: they do no sums on values of the law, they call its rules."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_type_hints

import pytest

from simulate.lives import living
from simulate.schemes.law import Economy, Law
from tests.formulas import names_given

FOLDER: Final = Path(living.__file__).resolve().parent
OF_LAW: Final = {
    field for scheme in get_type_hints(Law).values() if scheme is not Economy for field in scheme._fields
}  # wages and poverty lines are no law: pensions are compared with them
PASSED_ON: Final = {"float", "int", "bool"}
# Sums on values of the law that are no formula of it.
ALLOWED: Final = {
    ("insured.py", "_kind_and_place"): "the month of an event",
    ("worth.py", "_begins"): "the age at an event",
    ("script.py", "_targets"): "a career says its base as a multiple of the wage",
    ("settled.py", "_resident"): "the balance at the award, back from the pension it gave",
    ("writing.py", "_claim"): "the draws of the model, read once more",
    ("writing.py", "_special_trade"): "the draws of the model, read once more",
}


def law_in(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression is a value of the law, or a name given to one."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PASSED_ON and node.args:
        return law_in(node.args[0], names)
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr in OF_LAW
    return isinstance(node, ast.Name) and node.id in names


def sums(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """Arithmetic, comparisons of size, least and greatest that take a value of the law."""
    names = names_given(function, lambda value: law_in(value, set()))
    for node in ast.walk(function):
        operands: list[ast.AST] = []
        if isinstance(node, ast.BinOp):
            operands = [node.left, node.right]
        elif isinstance(node, ast.Compare) and not isinstance(node.ops[0], ast.Eq | ast.NotEq):
            operands = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("min", "max"):
            operands = list(node.args)
        if any(law_in(each, names) for each in operands):
            yield node


def found_in(text: str) -> list[tuple[str, int]]:
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [(each.name, node.lineno) for each in functions for node in sums(each)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_no_sum_is_done_on_a_value_of_the_law(path: Path) -> None:
    found = [each for each in found_in(path.read_text(encoding="utf-8")) if (path.name, each[0]) not in ALLOWED]
    assert found == []


def test_what_is_allowed_is_there() -> None:
    found = {(path.name, name) for path in FOLDER.glob("*.py") for name, _ in found_in(path.read_text("utf-8"))}
    assert set(ALLOWED) <= found


@pytest.mark.parametrize(
    "restated",
    [
        "def price(e, month, home):\n    return e.flexible_base_floor[month, home] * e.flexible_rate[month, home]",
        "def shut(p, month, where, there):\n    return there < float(p.hukou_rule_months[month, where])",
        "def limits(e, month, place, wage):\n    low = float(e.base_floor[month, place])\n    return max(wage, low)",
        "def allowance(e, year, basic):\n    more = e.local_allowance[year]\n    return basic + more",
    ],
)
def test_a_formula_told_again_is_found(restated: str) -> None:
    assert found_in(restated)
