"""Changes a rule of the law and watches who changes with it: a second copy, in whatever style, stays as it was.

In plain Python (NUMBA_DISABLE_JIT=1) any function can be lived in place of another.  Whenever a function that must go
through a rule is called, it is called again on copies of what it was given, once with the rule and once with the rule
changed: under its own name alone, so that nobody changes for another's sake.
"""

from __future__ import annotations
import __future__

import ast
import copy
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache, wraps
from types import FunctionType, GeneratorType, ModuleType, SimpleNamespace
from typing import Any, Final

import numpy as np

from simulate.cases.rules import RULES
from tests.one_path import is_rule, modules, own_functions, plain
from tests.one_rule.table import Plant

ROOMS: Final = ("cases", "lives", "schemes")
_SMALL: Final = 52_000  # bytes: a year's record, a worker's state; laws, which nobody writes to, are larger
_TRIES: Final = 1000  # calls, after which one in twenty is tried
# Single rules that every caller is watched for; besides these, all that ``lives`` calls.
SINGLE: Final = frozenset(
    {
        "is_admitted", "rule_for", "months_paid_there",
        "next_floor_history", "months_at_floor", "is_at_floor", "passes_income_test",
        "base_limits", "contribution_base", "base_at_floor", "flexible_contribution", "flexible_month",
        "employee_contribution", "payer_shares", "care_contribution", "deferred_contribution",
        "benefit_place", "last_full_province", "next_relation", "follow_stay", "moved_account", "transferable_pool",
        "months_short", "resident_to_employee", "employee_to_resident", "dual_months", "dual_refund",
        "next_balance", "interest", "account_credit", "is_refunded",
        "award", "sum_of_indices", "matching_ceiling", "three_way_split", "owed_at_floor",
    }
)  # fmt: skip


def name_of(function: Any) -> str:
    """``cases.copayment._at_floor``: room, file and function."""
    one = original(function)
    return f"{one.__module__.removeprefix('simulate.')}.{one.__qualname__}"


def original(value: Any) -> Any:
    """The Python function that was written, under what compiles or watches it."""
    return plain(getattr(plain(value), "__wrapped__", value))


@cache
def called(function: FunctionType) -> dict[str, FunctionType]:
    """The rules a function calls in its own text: name in the text (``name`` or ``module.name``) -> rule."""
    scope = {**function.__globals__, **inspect.getclosurevars(function).nonlocals}
    found = {}
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if not isinstance(node, ast.Call):
            continue
        name, value = ast.unparse(node.func), None
        if isinstance(node.func, ast.Name):
            value = scope.get(node.func.id)
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            module = scope.get(node.func.value.id)
            value = getattr(module, node.func.attr, None) if isinstance(module, ModuleType) else None
        if isinstance(original(value), FunctionType) and is_rule(original(value)):
            found[name] = original(value)
    return found


def everyone() -> Iterator[tuple[str, FunctionType]]:
    """(name, function) of all functions and methods of cases, explanations and schemes."""
    for module in modules(*ROOMS):
        for function in own_functions(module):
            yield name_of(function), original(function)


def callers() -> set[tuple[str, str]]:
    """(rule, function that calls it) as the sources stand, of the single rules and of all that explanations call."""
    return {
        (rule.__name__, name)
        for name, function in everyone()
        for rule in called(function).values()
        if rule.__name__ in SINGLE or name.startswith("lives.")
    }


def otherwise(found: Any, much: bool) -> Any:
    """Another result of the same kind: more, or nothing."""
    if isinstance(found, bool | np.bool_):
        return not found
    if isinstance(found, tuple):
        values = [otherwise(each, much) for each in found]
        return type(found)(*values) if hasattr(found, "_fields") else tuple(values)
    return 2 * found + 1 if much else 0 * found


def changed(rule: Callable[..., Any], much: bool) -> Callable[..., Any]:
    """The rule with another result."""

    @wraps(rule)
    def call(*given: Any, **named: Any) -> Any:
        return otherwise(rule(*given, **named), much)

    return call


def with_rule_changed(function: FunctionType, rule: str, much: bool) -> FunctionType:
    """A copy of a function for which, by whatever name it knows it, the rule gives another result."""
    scope = dict(function.__globals__)
    for name, value in function.__globals__.items():
        if isinstance(value, ModuleType) and is_meant(getattr(value, rule, None), rule):
            scope[name] = SimpleNamespace(**{**vars(value), rule: changed(getattr(value, rule), much)})
        elif is_meant(value, rule):
            scope[name] = changed(value, much)
    made = FunctionType(function.__code__, scope, function.__name__, function.__defaults__, function.__closure__)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def is_meant(value: Any, rule: str) -> bool:
    """Whether a value is the rule of this name."""
    one = original(value)
    return isinstance(one, FunctionType) and one.__name__ == rule and is_rule(one)


def is_small(value: Any) -> bool:
    """Whether a function is handed an array or record that it may write to."""
    return isinstance(value, np.ndarray | np.void) and value.nbytes < _SMALL


def copied(value: Any) -> Any:
    """What a function is given, so that it may write to it; what is large, or nobody writes to, as it is."""
    if is_small(value):
        return value.copy()
    if type(value).__module__.startswith("simulate.lives.") and hasattr(value, "__dict__"):
        twin = copy.copy(value)
        vars(twin).update({k: dict(v) if isinstance(v, dict) else v for k, v in vars(value).items()})
        return twin
    return value


def seen(value: Any) -> Any:
    """What can be compared of a result, or of what was written to."""
    if isinstance(value, np.ndarray | np.void):
        return hash(value.tobytes())
    if is_dataclass(value):
        return [seen(getattr(value, each.name)) for each in fields(value)]
    if isinstance(value, dict):
        return {key: seen(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [seen(each) for each in value]
    if hasattr(value, "__dict__"):
        return [seen(each) for each in vars(value).values() if isinstance(each, dict)]
    return repr(value.item() if isinstance(value, np.generic) else value)


def outcome(function: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """What a function gives for copies of what it is given, and leaves in them; a fault is an outcome, too."""
    mine = [copied(each) for each in given]
    try:
        found = function(*mine, **{name: copied(each) for name, each in named.items()})
        found = list(found) if isinstance(found, GeneratorType) else found
    except Exception as fault:  # an impossible value of a rule may be refused
        return type(fault).__name__
    return seen(found), [seen(each) for each in mine if is_small(each) or hasattr(each, "__dict__")]


class Watch:
    """Who has not changed yet with the rules they must go through, and copies planted beside them, which never will."""

    def __init__(self, pairs: Iterable[tuple[str, str]], plants: Sequence[Plant] = ()) -> None:
        self.pending: dict[str, set[str]] = {}
        for rule, name in pairs:
            self.pending.setdefault(name, set()).add(rule)
        self.plants = {name: [each for each in plants if each.function == name] for name in self.pending}
        self.unlike: set[Plant] = set()  # plants that give something else than what they stand for
        self.found: set[Plant] = set(plants)
        self.tries: dict[str, int] = dict.fromkeys(self.pending, 0)
        self.is_trying = False

    def unchanged(self) -> list[tuple[str, str, int]]:
        """(rule, function, calls) of all that did not change, or were never called."""
        return sorted((rule, name, self.tries[name]) for name, rules in self.pending.items() for rule in rules)

    def over(self, function: FunctionType) -> Callable[..., Any]:
        """The function, tried whenever it is called until it has changed with every rule."""
        name = name_of(function)
        again = {rule: _both(function, rule) for rule in self.pending[name]}
        twins = [(each, twin := planted(function, each), _both(twin, each.rule)) for each in self.plants[name]]

        @wraps(function)
        def call(*given: Any, **named: Any) -> Any:
            if self.pending[name] and not self.is_trying:
                self.tries[name] += 1
                if self.tries[name] < _TRIES or self.tries[name] % 20 == 0:
                    self.is_trying = True
                    before = outcome(function, given, named)
                    self._plant(twins, before, given, named)
                    self.pending[name] -= {
                        rule
                        for rule in self.pending[name]
                        if any(outcome(each, given, named) != before for each in again[rule])
                    }
                    self.is_trying = False
            return function(*given, **named)

        return call

    def _plant(self, twins: Any, before: Any, given: Any, named: Any) -> None:
        for plant, twin, again in twins:
            if outcome(twin, given, named) != before:
                self.unlike.add(plant)
            elif any(outcome(each, given, named) != before for each in again):
                self.found.discard(plant)


def _both(function: FunctionType, rule: str) -> list[FunctionType]:
    return [with_rule_changed(function, rule, much) for much in (True, False)]


def planted(function: FunctionType, plant: Plant) -> FunctionType:
    """The function with a rule written out where it was called."""
    text = textwrap.dedent(inspect.getsource(function))
    assert plant.before in text, f"{plant.function} is written otherwise: plant the copy again"
    scope, flags = dict(function.__globals__), __future__.annotations.compiler_flag
    exec(compile(text.replace(plant.before, plant.after), plant.function, "exec", flags), scope)
    made: FunctionType = scope[function.__name__]
    return made


def put(watch: Watch) -> None:
    """Put the watched functions in the place of those written, under every name the model knows them by."""
    made = {function: watch.over(function) for name, function in everyone() if name in watch.pending}
    for module in [each for name, each in sys.modules.items() if name.startswith("simulate.")]:
        for name, value in list(vars(module).items()):
            if inspect.isclass(value) and value.__module__ == module.__name__:
                for key, each in list(vars(value).items()):
                    if isinstance(each, FunctionType) and each in made:
                        setattr(value, key, made[each])
            elif isinstance(value, FunctionType) and value in made:
                setattr(module, name, made[value])
    for rule in RULES.values():
        if rule.evaluate in made:
            object.__setattr__(rule, "evaluate", made[rule.evaluate])
