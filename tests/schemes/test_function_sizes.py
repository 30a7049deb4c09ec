"""Functions of the rules and of careers are small, or say in their docstring why they are not, with a true number."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
ROOMS: Final = ("simulate/schemes", "simulate/careers")
MOST_PARAMETERS: Final = 13
MOST_WAYS: Final = 15
MOST_LINES: Final = 60
NUMBERS: Final = {14: "fourteen", 15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen"}
_BRANCHES: Final = (ast.If, ast.For, ast.While, ast.ExceptHandler, ast.match_case)  # as McCabe counts, and ruff's C901


def parameters(function: ast.FunctionDef) -> int:
    """How many a function has."""
    given = function.args
    return len([*given.posonlyargs, *given.args, *given.kwonlyargs])


def ways(function: ast.FunctionDef) -> int:
    """Ways through a function: one, and one more a branch."""
    return 1 + sum(isinstance(node, _BRANCHES) for node in ast.walk(function))


def lines(function: ast.FunctionDef) -> int:
    """Lines of a function, its docstring among them."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def unexplained(function: ast.FunctionDef) -> Iterator[str]:
    """What a function is too large by, without saying so."""
    said = (ast.get_docstring(function) or "").casefold()
    for counted, most, words in (
        (parameters(function), MOST_PARAMETERS, "numbers|parameters"), (ways(function), MOST_WAYS, "ways"),
    ):  # fmt: skip
        if counted > most and not re.search(rf"\b{NUMBERS.get(counted, counted)} ({words})\b", said):
            yield f"{counted} {words.partition('|')[0]} without a reason"
    if lines(function) > MOST_LINES and not re.search(r"\blines\b", said):
        yield f"{lines(function)} lines without a reason"


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def test_a_large_function_says_why_in_its_docstring() -> None:
    found = dict(functions())
    assert len(found) > 400
    assert [f"{name}: {fault}" for name, each in found.items() for fault in unexplained(each)] == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("def f({14}): pass", ["14 numbers without a reason"]),
        ("def f({14}): '''Fourteen numbers: those of the law.'''", []),
        ("def f({15}): '''Fourteen numbers: those of the law.'''", ["15 numbers without a reason"]),
        ("def f(a):" + "\n if a: pass" * 14, []),
        ("def f(a):" + "\n if a: pass" * 15, ["16 ways without a reason"]),
        ("def f(a):\n '''Sixteen ways, one a form.'''" + "\n if a: pass" * 15, []),
        ("def f():" + "\n g()" * 60, ["61 lines without a reason"]),
        ("def f():\n '''Many lines, since each is a field.'''" + "\n g()" * 60, []),
    ],
)
def test_what_is_too_large_is_found_and_a_reason_with_a_true_number_accepted(text: str, faults: list[str]) -> None:
    names = {f"{{{n}}}": ", ".join(f"p{each}" for each in range(n)) for n in (14, 15)}
    for blank, given in names.items():
        text = text.replace(blank, given)
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    assert list(unexplained(function)) == faults
