"""Finds arithmetic in source: what cases do beside calling rules, and where a base is brought within its limits."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from typing import Final

_SIZES: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_EXTREMES: Final = frozenset({"min", "max", "sum", "round", "abs", "sorted", "divmod", "pow", "prod"})
_OF_MODULES: Final = frozenset(  # of NumPy, math, operator, statistics, heapq; dunder methods of numbers below
    {
        "minimum", "maximum", "fmin", "fmax", "clip", "where", "sum", "sort", "median", "partition", "select", "choose",
        "nlargest", "nsmallest", "prod", "fsum", "multiply", "add", "subtract", "divide", "mul", "sub", "truediv",
        "lt", "le", "gt", "ge", "less", "less_equal", "greater", "greater_equal", "dot", "mod", "floordiv", "power",
    }
)  # fmt: skip
_MODULES: Final = frozenset({"np", "numpy", "math", "operator", "statistics", "heapq"})
_OF_NUMBERS: Final = re.compile(r"^__r?(add|sub|mul|truediv|floordiv|mod|pow|lt|le|gt|ge)__$")
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
        return _is_extreme(node.func)
    return isinstance(node, ast.BinOp | ast.AugAssign) and not isinstance(node.op, ast.BitOr)


def _is_extreme(called: ast.expr) -> bool:
    """Whether a sum is called by its name: ``min``, ``np.fmax``, ``x.__lt__``, ``x.clip``."""
    if isinstance(called, ast.Name):
        return called.id in _EXTREMES
    if not isinstance(called, ast.Attribute):
        return False
    is_of_module = isinstance(called.value, ast.Name) and called.value.id in _MODULES
    return (
        bool(_OF_NUMBERS.match(called.attr)) or called.attr == "clip" or (is_of_module and called.attr in _OF_MODULES)
    )


def outermost(node: ast.AST) -> Iterator[ast.expr | ast.AugAssign]:
    """The sums of a node that are part of no other, those within the arguments of a call in it left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            continue
        if isinstance(child, ast.expr | ast.AugAssign) and is_sum(child) and not is_text(child):
            yield child
        else:
            yield from outermost(child)


def is_text(node: ast.AST) -> bool:
    """Whether a sum joins texts or sets of words, or puts such in order."""
    if isinstance(node, ast.Call):
        return any(is_text(each) for each in node.args if isinstance(each, ast.BinOp))
    return any(
        isinstance(each, ast.JoinedStr)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str) and _joins(node))
        or (isinstance(each, ast.Call) and ast.unparse(each.func) == "set")
        for each in _operands(node)
    )


def _joins(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Add)


def _operands(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp):
        yield from _operands(node.left)
        yield from _operands(node.right)
    elif isinstance(node, ast.AugAssign):
        yield from _operands(node.value)
    else:
        yield node


def is_calendar(node: ast.AST) -> bool:
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


def given(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """(target, value) of every name that is given a value below a node: one by one, of several at once, in a loop, in a
    comprehension, within an expression."""
    for each in ast.walk(node):
        if isinstance(each, ast.Assign):
            for target in each.targets:
                yield from _pairs(target, each.value)
        elif isinstance(each, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and each.value is not None:
            yield each.target, each.value
        elif isinstance(each, ast.For | ast.comprehension):
            yield from _turns(each.target, each.iter)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What each name of a target is given, where the value is written out as far as the target is."""
    ours, theirs = _each_of(target), _each_of(value)
    if ours and len(ours) == len(theirs):
        for one, other in zip(ours, theirs, strict=True):
            yield from _pairs(one, other)
    else:
        yield target, value


def _each_of(node: ast.expr) -> list[ast.expr]:
    """The parts of what is written as several, one by one; none where one of them stands for many."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List) else []
    return [] if any(isinstance(each, ast.Starred) for each in parts) else parts


def _turns(target: ast.expr, values: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What a name of a loop is given in each turn, where the turns are written out; else all that is gone through."""
    if isinstance(values, ast.Tuple | ast.List | ast.Set):
        for each in values.elts:
            yield from _pairs(target, each)
    else:
        yield target, values


def names_of(target: ast.expr) -> set[str]:
    """Names in a target; those of an index or an owner are not given anything."""
    if isinstance(target, ast.Name):
        return {target.id}
    if isinstance(target, ast.Starred):
        return names_of(target.value)
    if isinstance(target, ast.Tuple | ast.List):
        return {name for each in target.elts for name in names_of(each)}
    return set()


def names_given(function: ast.FunctionDef, is_meant: Callable[[ast.expr], bool]) -> set[str]:
    """Names that a function gives to values that are meant, parts of a tuple too."""
    return {name for target, value in given(function) if is_meant(value) for name in names_of(target)}


def names_passed_on(function: ast.FunctionDef, is_meant: Callable[[ast.expr, set[str]], bool]) -> set[str]:
    """As ``names_given``, and names given to those names in turn, as long as there are more."""
    names: set[str] = set()
    left = list(given(function))
    while more := [each for each in left if is_meant(each[1], names)]:
        names |= {name for target, _ in more for name in names_of(target)}
        left = [each for each in left if each not in more]
    return names


def results_of_rules(function: ast.FunctionDef, rules: frozenset[str]) -> set[str]:
    """Names that a function gives to what a rule returned."""
    return names_given(function, lambda value: _is_rule(value, rules))


def _is_rule(node: ast.expr, rules: frozenset[str]) -> bool:
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("float", "bool", "int") and node.args:
        return _is_rule(node.args[0], rules)
    if isinstance(node, ast.Attribute):
        return _is_rule(node.value, rules)
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in rules


def adds_up(node: ast.AST, results: set[str], rules: frozenset[str]) -> bool:
    """Whether a node only adds up, or takes off, plain names of which at least one is what a rule returned; or adds to
    a name what a rule returns there."""
    if isinstance(node, ast.AugAssign):
        is_result = isinstance(node.value, ast.Name) and node.value.id in results
        return isinstance(node.op, ast.Add | ast.Sub) and (is_result or _is_rule(node.value, rules))
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
        named = names_passed_on(function, _is_limit)
        for node in outermost(function):
            for each in ast.walk(node):
                is_bound = isinstance(each, ast.Compare | ast.Call) and is_sum(each)
                if is_bound and any(_is_limit(part, named) for part in compared(each)):
                    yield function.name, ast.unparse(node)
                    break


def compared(node: ast.AST) -> Iterator[ast.AST]:
    """What is compared, or handed over by itself or in a list, a tuple or by its method."""
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.Tuple | ast.List | ast.Set):
            yield from each.elts
        elif isinstance(each, ast.keyword) or (isinstance(each, ast.Attribute) and isinstance(node, ast.Call)):
            yield each.value
        else:
            yield each


def _is_limit(node: ast.AST, named: set[str]) -> bool:
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("float", "int") and node.args:
        return _is_limit(node.args[0], named)
    if isinstance(node, ast.Subscript):
        return _is_limit(node.value, named)
    if isinstance(node, ast.Attribute):
        return bool(_LIMIT.match(node.attr))
    if isinstance(node, ast.IfExp):
        return _is_limit(node.body, named) or _is_limit(node.orelse, named)
    if isinstance(node, ast.Tuple | ast.List):
        return any(_is_limit(each, named) for each in node.elts)
    return isinstance(node, ast.Name) and (bool(_LIMIT.match(node.id)) or node.id in named)
