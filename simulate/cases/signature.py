"""A case of one rule, read off the rule's own signature: what a parameter is called is what the case calls it.

A parameter is given by the case, else read from the law of the case's month and province, else the rule's default.  A
law's table is looked up by its shape: months, years, provinces, or one value for all.  Where the law holds codes, a
case names the option.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np

from simulate.cases.given import choice, flag, law_month, law_year, left_out, month, number, province, whole
from simulate.cases.registry import Given, Law, Rule
from simulate.clock import N_MONTHS, N_YEARS
from simulate.codes import PROVINCES
from simulate.parameters import Labels

WHEN: Final = ("month", "award_month", "year")
_N_PROVINCES: Final = len(PROVINCES)


@dataclass(frozen=True)
class FromLaw:
    """A field of a scheme's packed parameters, or a column of it."""

    build: Callable[..., Any]
    name: str
    column: int | None = None  # of a table of few values without time and place

    @property
    def options(self) -> tuple[str, ...]:
        """Options of the codes that stand in the field, as the rules number them; none where it holds other things."""
        labels: Labels = getattr(import_module(self.build.__module__), "LABELS", {})
        return labels[self.name].labels if self.name in labels else ()

    def axes(self, law: Law) -> tuple[str, ...]:
        """What the value depends on: month or year, then province."""
        shape = np.shape(getattr(law.pack(self.build), self.name))
        found = {N_MONTHS: "month", N_YEARS: "year", _N_PROVINCES: "province"}
        return tuple(found[size] for size in shape if size in found)

    def table(self, law: Law) -> Any:
        """The whole table."""
        return getattr(law.pack(self.build), self.name)

    def value(self, law: Law, given: Given, parameter: str) -> float:
        """The value of the case's month, year and province; a table that is the same everywhere needs no province."""
        values = np.asarray(self.table(law))
        for axis in self.axes(law):
            if axis == "month":
                values = values[law_month(given)]
            elif axis == "year":
                values = values[law_year(given)]
            elif "province" in given:
                values = values[province(given)]
            elif (values == values[0]).all():
                values = values[0]
            else:
                raise left_out(parameter, f"{parameter}, or a province whose law gives it")
        return float(values[self.column or 0] if values.ndim else values)


@dataclass(frozen=True)
class Words:
    """Labels of a code, in order."""

    labels: Sequence[str]
    or_number: bool = False  # whether a case may give the code's number too


def read(given: Given, name: str, annotation: Any, words: Words | None) -> Any:
    """An input of a case in the unit of the rule's parameter."""
    is_number = isinstance(given[name], int) and not isinstance(given[name], bool)
    if words is not None and words.or_number and is_number:
        return whole(given, name, 0, len(words.labels) - 1)
    if words is not None:
        return choice(given, name, words.labels)
    if annotation == "bool":
        return flag(given, name)
    if annotation == "int":
        is_month = name.endswith("_month") or isinstance(given[name], str)
        return month(given, name, is_birth=name == "birth_month") if is_month else whole(given, name)
    low = -1.0 if name.endswith("rate") else 0.0
    return number(given, name, low, 1.0 if name.endswith(("share", "account_rate", "contribution_rate")) else np.inf)


def by_signature(
    rule: Callable[..., Any], gives: str | tuple[str, ...] = (), *, law: Mapping[str, FromLaw] | None = None,
    words: Mapping[str, Words] | None = None, tables: Mapping[str, FromLaw] | None = None,
    names: Mapping[str, str] | None = None, defaults: Mapping[str, Any] | None = None,
) -> Rule:  # fmt: skip
    """A kind of case that calls ``rule`` and nothing else.

    ``gives`` names the result (of a rule with several, their own names); ``law`` says where a parameter left out stands
    in the law; ``words`` the labels of codes that are no options of the law; ``tables`` whole tables, which no case
    gives; ``names`` what the case calls a parameter, where not as the rule does; ``defaults`` values of parameters that
    a case may leave out.
    """
    law, tables, names = law or {}, tables or {}, names or {}
    parameters = inspect.signature(getattr(rule, "py_func", rule)).parameters
    words = {**_options(parameters, law), **(words or {})}
    defaults = {
        **{name: each.default for name, each in parameters.items() if each.default is not inspect.Parameter.empty},
        **(defaults or {}),
    }
    asked = {name: names.get(name, name) for name in parameters if name not in tables}

    def evaluate(scenario: Law, given: Given) -> dict[str, Any]:
        values = []
        for name, each in parameters.items():
            if name in tables:
                values.append(_table_of(tables[name], scenario, given))
            elif asked[name] in given:
                values.append(read(given, asked[name], each.annotation, words.get(name)))
            elif name in law:
                found = law[name].value(scenario, given, asked[name])
                values.append(int(found) if each.annotation == "int" else found)
            elif name in defaults:
                values.append(defaults[name])
            else:
                raise left_out(asked[name], f"{asked[name]}, in the rule's units")
        return results(rule(*values), gives)

    needs = tuple(asked[name] for name in asked if name not in law and name not in defaults)
    may = tuple(asked[name] for name in asked if name in law or name in defaults)
    place = (*WHEN, "province") if law or tables else ()
    return Rule(evaluate, needs, (*may, *(each for each in place if each not in asked.values())), _named(rule, gives),
                calls=(rule,))  # fmt: skip


def _options(parameters: Mapping[str, inspect.Parameter], law: Mapping[str, FromLaw]) -> dict[str, Words]:
    """The options of each parameter that is a code of the law."""
    codes = {name: source.options for name, source in law.items() if name in parameters}
    return {
        name: Words(options, or_number=True)
        for name, options in codes.items()
        if options and parameters[name].annotation == "int"
    }


def _table_of(source: FromLaw, law: Law, given: Given) -> Any:
    """A whole table, or its row of the case's year."""
    table = source.table(law)
    axes = source.axes(law)
    if axes and axes[0] == "year":
        table = table[law_year(given)]
    if "province" in axes and np.ndim(table) > 1:
        table = table[province(given)]
    return table


def results(found: Any, gives: str | tuple[str, ...]) -> dict[str, Any]:
    """Named results: of a named tuple its own names, of one value the name given."""
    if hasattr(found, "_asdict"):
        fields = found._asdict()
        return fields if not gives else dict(zip(gives, fields.values(), strict=True))
    assert isinstance(gives, str)
    return {gives: found}


def _named(rule: Callable[..., Any], gives: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(gives, str):
        return (gives,)
    return gives or tuple(inspect.signature(getattr(rule, "py_func", rule), eval_str=True).return_annotation._fields)
