"""Walks the source from function to function: what the lives reach, and what cases and explanations call."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final

from simulate.funds import balances
from simulate.schemes import law, life

SCHEMES: Final = Path(life.__file__).resolve().parent
SHARED_RULES: Final = ("crediting", "cost_sharing", "acquired")  # beside every file whose name ends in "rules"
ROOTS: Final = (life.live, law.build_law, life.close_positions, *vars(balances).values())  # years, packing, funds


def plain(function: Any) -> Any:
    """The Python function under a compiled one."""
    return getattr(function, "py_func", function)


def is_compiled(function: Any) -> bool:
    return hasattr(function, "py_func")


@cache
def _names(function: FunctionType) -> frozenset[tuple[str, ...]]:
    """Names and ``module.name`` in the text of a function, decorators and annotations left out."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    found: set[tuple[str, ...]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add((node.id,))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add((node.value.id, node.attr))
    return frozenset(found)


def callees(function: FunctionType) -> Iterator[Any]:
    """What a function names of the model: in its text, in its closure, in what the closure holds."""
    scope = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
    for name, *attributes in _names(function):
        value = scope.get(name)
        for attribute in attributes:
            value = getattr(value, attribute, None) if isinstance(value, ModuleType) else None
        yield from _functions(value)


def _functions(value: Any) -> Iterator[Any]:
    if isinstance(plain(value), FunctionType):
        yield value
    elif hasattr(value, "evaluate") and hasattr(value, "calls"):  # a kind of case
        yield value.evaluate
        yield from value.calls
    elif isinstance(value, dict):
        for each in value.values():
            yield from _functions(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _functions(each)


def reached(roots: Iterable[Any], into: Callable[[Any], bool] = lambda _: True) -> set[FunctionType]:
    """Every function of the model named on the way from the roots; ``into`` says which are walked further."""
    seen: set[FunctionType] = set()
    ahead = [plain(each) for root in roots for each in _functions(root)]
    while ahead:
        function = ahead.pop()
        if function in seen or not function.__module__.startswith("simulate."):
            continue
        seen.add(function)
        if into(function):
            ahead += [plain(each) for each in callees(function)]
    return seen


@cache
def lived() -> frozenset[FunctionType]:
    """What the lives call: the compiled years, the packing of the law, the books of the funds."""
    return frozenset(reached(ROOTS))


def in_room(*rooms: str) -> Callable[[Any], bool]:
    """Whether a function stands in one of the rooms."""
    return lambda function: function.__module__.startswith(tuple(f"simulate.{room}." for room in rooms))


def is_rule(function: FunctionType) -> bool:
    """Whether a function stands where rules stand: a file of rules, the award, what schemes share."""
    module = function.__module__
    if not module.startswith("simulate.schemes."):
        return module.startswith("simulate.funds.transfers")
    name = module.rpartition(".")[2]
    return name.endswith("rules") or name in ("award", *SHARED_RULES)


def modules(*rooms: str) -> list[ModuleType]:
    """The modules of rooms."""
    root = SCHEMES.parent
    return [
        import_module(".".join(("simulate", *path.relative_to(root).with_suffix("").parts)))
        for room in rooms
        for path in sorted((root / room).rglob("*.py"))
        if path.name != "__init__.py"
    ]


def own_functions(module: ModuleType) -> list[Any]:
    """Functions and methods a module defines, compiled ones as they are."""
    found: list[Any] = []
    for value in vars(module).values():
        if getattr(plain(value), "__module__", "") != module.__name__:
            continue
        if isinstance(plain(value), FunctionType):
            found.append(value)
        elif inspect.isclass(value):
            found += [each for each in vars(value).values() if isinstance(each, FunctionType)]
            found += [each.fget for each in vars(value).values() if isinstance(each, property)]
    return [each for each in found if _has_source(plain(each))]


def _has_source(function: Any) -> bool:
    """Whether a function was written: dataclasses and named tuples make some of their own."""
    try:
        inspect.getsource(function)
    except (OSError, TypeError):
        return False
    return function.__code__.co_filename != "<string>"
