"""Explanations and typical workers restate no formula: they do no sums on values of the law, they call its rules."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, get_type_hints

import pytest

from simulate.lives import living
from simulate.schemes.law import Economy, Law
from tests.formulas import compared, functions, given, is_sum, names_passed_on

FOLDER: Final = Path(living.__file__).resolve().parent
OF_LAW: Final = {
    field for scheme in get_type_hints(Law).values() if scheme is not Economy for field in scheme._fields
}  # wages and poverty lines are no law: pensions are compared with them
PASSED_ON: Final = {"float", "int", "bool"}
# Sums on values of the law that are no formula of it.
ALLOWED: Final = {
    ("insured.py", "_kind_and_place"): "the month of an event",
    ("insured.py", "is_offered"): "two amounts to the fen, whether they are one",
    ("first_pensions.py", "first_pensions"): "the adjustment of each January taken back; test_same_award holds it",
    ("platforms.py", "below"): "the months of the window that are left",
    ("sources.py", "when"): "a month in figures",
    ("worth.py", "_begins"): "the age at an event",
    ("script.py", "_targets"): "a career says its base as a multiple of the wage",
    ("settled.py", "_resident"): "the balance at the award, back from the pension it gave",
    ("writing.py", "_claim"): "the draws of the model, read once more",
    ("writing.py", "_special_trade"): "the draws of the model, read once more",
}


class Room:
    """Where values of the law go in a room: returned by its functions, handed to them, kept by their objects."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.functions = [each for text in texts for each in functions(text)]
        self.tellers: set[str] = set()  # functions that return a value of the law
        self.handed: set[tuple[str, str]] = set()  # (function, parameter) handed one
        self.keepers: set[str] = set()  # attributes that keep a table of the law
        before = -1
        while before != len(self.tellers) + len(self.handed) + len(self.keepers):
            before = len(self.tellers) + len(self.handed) + len(self.keepers)
            for function in self.functions:
                self._follow(function)

    def _follow(self, function: ast.FunctionDef) -> None:
        names = self.names(function)
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None and self.law_in(node.value, names):
                self.tellers.add(function.name)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                self._hand(node, node.func.id, names)
        for target, value in given(function):
            if isinstance(target, ast.Attribute) and isinstance(value, ast.Attribute) and value.attr in OF_LAW:
                self.keepers.add(target.attr)

    def _hand(self, call: ast.Call, name: str, names: set[str]) -> None:
        for called in (each for each in self.functions if each.name == name):
            parameters = [each.arg for each in called.args.args]
            passed = [*zip(parameters, call.args, strict=False), *((each.arg, each.value) for each in call.keywords)]
            self.handed |= {(name, str(to)) for to, value in passed if self.law_in(value, names)}

    def names(self, function: ast.FunctionDef) -> set[str]:
        """Names of a function that are values of the law."""
        start = {to for name, to in self.handed if name == function.name}
        return start | names_passed_on(function, lambda value, more: self.law_in(value, start | more))

    def law_in(self, node: ast.AST, names: set[str]) -> bool:
        """Whether an expression is a value of the law, or a name given to one."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in self.tellers:
                return True
            return node.func.id in PASSED_ON and any(self.law_in(each, names) for each in node.args)
        if isinstance(node, ast.Subscript):
            of_law = isinstance(node.value, ast.Attribute) and node.value.attr in OF_LAW | self.keepers
            return of_law or self.law_in(node.value, names)
        if isinstance(node, ast.IfExp):
            return self.law_in(node.body, names) or self.law_in(node.orelse, names)
        if isinstance(node, ast.Tuple | ast.List):
            return any(self.law_in(each, names) for each in node.elts)
        if isinstance(node, ast.UnaryOp | ast.NamedExpr):
            return self.law_in(node.operand if isinstance(node, ast.UnaryOp) else node.value, names)
        return isinstance(node, ast.Name) and node.id in names

    def sums(self, function: ast.FunctionDef) -> Iterator[ast.AST]:
        """Arithmetic, comparisons of size, least and greatest that take a value of the law."""
        names = self.names(function)
        for node in ast.walk(function):
            if is_sum(node) and any(self.law_in(each, names) for each in compared(node)):
                yield node

    def found_in(self, text: str) -> list[tuple[str, int]]:
        """(function, line) of such sums in a source."""
        return [(each.name, node.lineno) for each in functions(text) for node in self.sums(each)]  # type: ignore[attr-defined]


@cache
def room() -> Room:
    """The explanations and typical workers as they stand."""
    return Room(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py")))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_no_sum_is_done_on_a_value_of_the_law(path: Path) -> None:
    found = [each for each in room().found_in(path.read_text(encoding="utf-8")) if (path.name, each[0]) not in ALLOWED]
    assert found == []


def test_what_is_allowed_is_there() -> None:
    found = {(path.name, name) for path in FOLDER.glob("*.py") for name, _ in room().found_in(path.read_text("utf-8"))}
    assert set(ALLOWED) <= found


@pytest.mark.parametrize(
    "restated",
    [
        "def price(e, month, home):\n    return e.flexible_base_floor[month, home] * e.flexible_rate[month, home]",
        "def shut(p, month, where, there):\n    return there < float(p.hukou_rule_months[month, where])",
        "def limits(e, month, place, wage):\n    low = float(e.base_floor[month, place])\n    return max(wage, low)",
        "def due(e, m):\n    floor, rate = e.flexible_base_floor[m], e.flexible_rate[m]\n    return floor * rate",
        "def due(e, month, home):\n    owed = e.flexible_base_floor[month, home]\n    owed *= 0.2\n    return owed",
        "def floor(e, m):\n    return float(e.flexible_base_floor[m, 0])\n\n"
        "def meets(e, m, income):\n    return not income < floor(e, m)",
        "def meets(income, floor):\n    return income >= floor\n\n"
        "def told(e, m, income):\n    return meets(income, e.flexible_base_floor[m, 0])",
        "def limits(e, m, wage):\n    low, high = e.base_floor[m], e.base_ceiling[m]\n"
        "    return sorted((low, wage, high))[1]",
        "def first(self, c, m, n):\n    self.windows = c.test_window\n    return n < self.windows[m]",
        "def due(e, m):\n    for floor, rate in ((e.flexible_base_floor[m], e.flexible_rate[m]),):\n"
        "        return floor * rate",
        "def due(e, m):\n    floor = e.flexible_base_floor[m]\n    at = floor if floor else 1.0\n"
        "    return at.__mul__(0.2)",
        "def allowance(e, year, basic):\n    more = e.local_allowance[year]\n    return basic + more",
    ],
)
def test_a_formula_told_again_is_found(restated: str) -> None:
    assert Room([restated]).found_in(restated)
