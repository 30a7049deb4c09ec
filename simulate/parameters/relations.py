"""Relations between parameters that every law must keep: stated once, beside the law, under ``relations`` of a file.

``{keep: "a.floor <= a.ceiling", because: "..."}`` compares two sums or products of parameters, cell by cell on the axes
they have together.  ``tier[1]`` is one label of an axis; ``from`` says since when the relation is asked for.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulate.errors import Findings, Problem, did_you_mean
from simulate.parameters.aligned import Frame, frame_of
from simulate.parameters.axes import time_index
from simulate.parameters.fields import check_keys, parsed_of, text_of
from simulate.parameters.parameter_set import ParameterSet, Resolved
from simulate.parameters.spec import Spec
from simulate.parameters.strict_yaml import Mapping as MappingNode
from simulate.parameters.strict_yaml import Node, Place
from simulate.parameters.strict_yaml import Sequence as ListNode

Causes = Sequence[tuple[str, Place]]
RELATION_KEYS: Final = {"keep", "because", "from"}
_SIGNS: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
}  # fmt: skip
_KNOWN: Final = (
    ast.Compare, ast.Lt, ast.LtE, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Constant, ast.Attribute, ast.Name,
    ast.Subscript, ast.Load,
)  # fmt: skip
_ROUNDING: Final = 1e-9  # shares written as 0.3 + 0.7 may miss one by a bit


@dataclass(frozen=True)
class Relation:
    """``low`` <= ``high``, or < if strict, in every cell from a month on."""

    text: str
    low: ast.expr
    high: ast.expr
    is_strict: bool
    start: int  # month from which it is asked for
    because: str
    names: tuple[str, ...]  # of the parameters, as written
    place: Place


def read_relations(node: Node | None, findings: Findings) -> list[Relation]:
    """The relations of a file as written."""
    if node is None:
        return []
    if not isinstance(node, ListNode):
        findings.add(node.place, "relations without a list", "a list of {keep: ..., because: ...}")
        return []
    found = []
    for item in node.items:
        if not isinstance(item, MappingNode):
            findings.add(item.place, "a bare relation", "{keep: ..., because: ...}")
            continue
        check_keys(item, RELATION_KEYS, findings, "a relation")
        text, because = text_of(item, "keep", findings), text_of(item, "because", findings)
        start = parsed_of(item, "from", lambda each: time_index(each, "month"), "YYYY-MM", "", findings)
        comparison = _parsed(text)
        if comparison is None or not because:
            findings.add(item.place, f"{text or 'nothing'}", "keep: 'a.x <= a.y' and because")
            continue
        low, sign, high = comparison.left, comparison.ops[0], comparison.comparators[0]
        names = tuple(dict.fromkeys([*_names(low), *_names(high)]))
        found.append(Relation(text, low, high, isinstance(sign, ast.Lt), start or 0, because, names, item.place))
    return found


def _parsed(text: str) -> ast.Compare | None:
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or not isinstance(tree.ops[0], ast.Lt | ast.LtE):
        return None
    return tree if all(isinstance(each, _KNOWN) for each in ast.walk(tree)) else None


def _names(expression: ast.expr) -> list[str]:
    return [ast.unparse(each) for each in ast.walk(expression) if isinstance(each, ast.Attribute)]


def check_relations(relations: Sequence[Relation], specs: Mapping[str, Spec], findings: Findings) -> None:
    """Every parameter that a relation names exists."""
    for relation in relations:
        for name in relation.names:
            if name not in specs:
                hint = did_you_mean(name, specs)
                findings.add(relation.place, f"the unknown parameter {name!r}", "a parameter", hint)


def broken(relations: Sequence[Relation], parameters: ParameterSet, causes: Causes) -> list[Problem]:
    """One problem for each relation a law breaks, with its first date; ``causes`` are levers changed, and where."""
    return [
        problem
        for relation in relations
        if all(name in parameters for name in relation.names)
        and (problem := _broken(relation, parameters, causes)) is not None
    ]


def _broken(relation: Relation, parameters: ParameterSet, causes: Causes) -> Problem | None:
    selected = {_label(each) for side in (relation.low, relation.high) for each in ast.walk(side)} - {None}
    taken = {name for name in relation.names for pair in selected if pair is not None and pair[0] == name}
    whole = [parameters[name].spec for name in relation.names if name not in taken]
    frame = frame_of([*whole, *(_without_axes(parameters[name].spec) for name in taken)])
    low, high = (_value(side, parameters, frame) for side in (relation.low, relation.high))
    margin = _ROUNDING * np.maximum(np.abs(high), 1.0)
    wrong = np.broadcast_to(low >= high if relation.is_strict else low > high + margin, frame.shape).copy()
    if frame.time:
        wrong[: relation.start if frame.time == "month" else relation.start // 12] = False
    cells = np.argwhere(wrong)
    if not len(cells):
        return None
    cell = tuple(int(i) for i in cells[0])
    where = frame.describe(cell)
    at = [float(np.broadcast_to(side, frame.shape)[cell]) for side in (low, high)]
    found = f"{ast.unparse(relation.low)} {at[0]:g} above {ast.unparse(relation.high)} {at[1]:g}{where}"
    if relation.is_strict and at[0] == at[1]:
        found = found.replace(" above ", " no less than ", 1)
    place = next((each for name, each in reversed(causes) if name in relation.names), relation.place)
    return Problem(*place, found, f"{relation.text}, since {relation.because}", "change both together")


def _label(expression: ast.AST) -> tuple[str, str] | None:
    """Parameter and label of ``room.key[label]``."""
    if not isinstance(expression, ast.Subscript):
        return None
    label = expression.slice
    text = str(label.value) if isinstance(label, ast.Constant) else ast.unparse(label)
    return ast.unparse(expression.value), text


def _without_axes(spec: Spec) -> Spec:
    return replace(spec, axes=())


def _value(expression: ast.expr, parameters: ParameterSet, frame: Frame) -> NDArray[Any]:
    if isinstance(expression, ast.Constant):
        return np.asarray(float(str(expression.value)))
    if isinstance(expression, ast.BinOp):
        left, right = (_value(side, parameters, frame) for side in (expression.left, expression.right))
        return np.asarray(_SIGNS[type(expression.op)](left, right))
    pair = _label(expression)
    if pair is None:
        return frame.spread(parameters[ast.unparse(expression)])
    return frame.spread_values(*_one_label(parameters[pair[0]], pair[1]))


def _one_label(resolved: Resolved, label: str) -> tuple[NDArray[Any], Spec]:
    """Values at one label of the only axis that is not time."""
    position = resolved.spec.axes[0].positions[label]
    return resolved.values[..., position], _without_axes(resolved.spec)
