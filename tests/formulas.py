"""Finds arithmetic in source: what cases do beside calling rules, and where a base is brought within its limits."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final

_SIZES: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_EXTREMES: Final = frozenset(
    {"min", "max", "sum", "round", "abs", *(f"np.{each}" for each in ("minimum", "maximum", "clip", "where", "sum"))}
)
_LIMIT: Final = re.compile(r"^(flexible_)?(base_)?(floor|ceiling)$")
_CAPITALS: Final = re.compile(r"^_?[A-Z][A-Z0-9_]*$")


def functions(text: str) -> list[ast.FunctionDef]:
    """Every function of a source, methods and inner ones too."""
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]


def is_sum(node: ast.AST) -> bool:
    """Whether a node does arithmetic, compares sizes, or takes the least or greatest."""
    if isinstance(node, ast.Compare):
        return any(isinstance(each, _SIZES) for each in node.ops)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in _EXTREMES
    return isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr)


def outermost(node: ast.AST) -> Iterator[ast.expr]:
    """The sums of a node that are part of no other, those within the arguments of a call in it left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            continue
        if isinstance(child, ast.expr) and is_sum(child) and not is_text(child):
            yield child
        else:
            yield from outermost(child)


def is_text(node: ast.expr) -> bool:
    """Whether a sum joins texts or sets of words."""
    return any(
        isinstance(each, ast.JoinedStr)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str) and _joins(node))
        or (isinstance(each, ast.Call) and ast.unparse(each.func) == "set")
        for each in _operands(node)
    )


def _joins(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp):
        yield from _operands(node.left)
        yield from _operands(node.right)
    else:
        yield node


def is_calendar(node: ast.expr) -> bool:
    """Months into years and back, and the bounds of the clock: a sum with twelve, or of constants alone."""
    if isinstance(node, ast.BinOp):
        sides = (node.left, node.right)
        if any(isinstance(each, ast.Constant) and each.value == 12 for each in sides):
            return not any(is_sum(each) and not is_calendar(each) for each in sides)
        return all(_is_constant(each) for each in sides)
    return False


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, ast.Name):
        return bool(_CAPITALS.match(node.id))
    return isinstance(node, ast.Constant)


def names_given(function: ast.FunctionDef, is_meant: Callable[[ast.expr], bool]) -> set[str]:
    """Names that a function gives to values that are meant, parts of a tuple too."""
    return {
        name.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and is_meant(node.value)
        for target in node.targets
        for name in ast.walk(target)
        if isinstance(name, ast.Name)
    }


def results_of_rules(function: ast.FunctionDef, rules: frozenset[str]) -> set[str]:
    """Names that a function gives to what a rule returned."""
    return names_given(function, lambda value: _is_rule(value, rules))


def _is_rule(node: ast.expr, rules: frozenset[str]) -> bool:
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("float", "bool", "int") and node.args:
        return _is_rule(node.args[0], rules)
    if isinstance(node, ast.Attribute):
        return _is_rule(node.value, rules)
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in rules


def adds_up(node: ast.expr, results: set[str]) -> bool:
    """Whether a node only adds up, or takes off, plain names of which at least one is what a rule returned."""
    if not isinstance(node, ast.BinOp):
        return False
    names = list(_operands(node))
    operators = {type(each.op) for each in ast.walk(node) if isinstance(each, ast.BinOp)}
    return (
        operators <= {ast.Add, ast.Sub}
        and all(isinstance(each, ast.Name) for each in names)
        and any(each.id in results for each in names if isinstance(each, ast.Name))
    )


def limits(text: str) -> Iterator[tuple[str, str]]:
    """(function, expression) where a floor or a ceiling is compared with, or the least or greatest taken of it."""
    for function in functions(text):
        named = names_given(function, lambda value: _is_limit(value, set()))
        for node in outermost(function):
            for each in ast.walk(node):
                is_bound = isinstance(each, ast.Compare | ast.Call) and is_sum(each)
                if is_bound and any(_is_limit(part, named) for part in ast.iter_child_nodes(each)):
                    yield function.name, ast.unparse(node)
                    break


def _is_limit(node: ast.AST, named: set[str]) -> bool:
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("float", "int") and node.args:
        return _is_limit(node.args[0], named)
    if isinstance(node, ast.Subscript):
        return _is_limit(node.value, named)
    if isinstance(node, ast.Attribute):
        return bool(_LIMIT.match(node.attr))
    return isinstance(node, ast.Name) and (bool(_LIMIT.match(node.id)) or node.id in named)
