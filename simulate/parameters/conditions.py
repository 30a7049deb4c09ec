"""Where a lever acts: the settings of other parameters without which its value changes no number.

A condition stands at the lever, ``acts_where: {social_floor.kind: mixed}``.  It may name one option or several of a
code, ``not none`` for every other, ``true`` or ``false`` for a flag, ``above 0`` or ``below 1`` for a number.  Where
the lever has an axis of the condition's own name (``model``), a cell acts where the code is the label of that axis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulate.errors import Findings, did_you_mean
from simulate.parameters.aligned import Frame, frame_of
from simulate.parameters.fields import words_of
from simulate.parameters.parameter_set import Resolved
from simulate.parameters.spec import Condition, Spec
from simulate.parameters.strict_yaml import Mapping as MappingNode
from simulate.parameters.strict_yaml import Node
from simulate.parameters.units import is_number


def read_conditions(node: Node | None, findings: Findings) -> tuple[Condition, ...]:
    """The conditions of a lever as written; whether they can be met is seen when the whole book is read."""
    if node is None:
        return ()
    if not isinstance(node, MappingNode) or not node.entries:
        findings.add(node.place, "acts_where without parameters", "a mapping such as {social_floor.kind: mixed}")
        return ()
    return tuple(Condition(name, words_of(child, findings), child.place) for name, child in node.entries.items())


def check_conditions(specs: Mapping[str, Spec], findings: Findings) -> None:
    """Each condition names a parameter and settings it can have."""
    for spec in specs.values():
        for condition in spec.acts_where:
            other = specs.get(condition.parameter)
            if other is None:
                hint = did_you_mean(condition.parameter, specs)
                findings.add(condition.place, f"the unknown parameter {condition.parameter!r}", "a parameter", hint)
            elif not condition.settings or not all(_is_setting(word, other) for word in condition.settings):
                expected = ", ".join(other.options) or {"flag": "true or false"}.get(other.unit.form, "above or below")
                findings.add(condition.place, " ".join(condition.settings) or "nothing", expected)


def _is_setting(word: str, spec: Spec) -> bool:
    first, _, rest = word.partition(" ")
    if spec.unit.form == "code":
        return (rest if first == "not" else word) in spec.options
    if spec.unit.form == "flag":
        return word in ("true", "false")
    return first in ("above", "below") and is_number(rest)


@dataclass(frozen=True)
class Acting:
    """Where a lever acts, on the axes of the lever and of its conditions; an axis that does not matter has length 1."""

    frame: Frame
    mask: NDArray[np.bool_]


def acting(spec: Spec, resolved: Mapping[str, Resolved]) -> Acting:
    """Where a lever acts under a law."""
    frame = frame_of([spec, *(resolved[each.parameter].spec for each in spec.acts_where)])
    mask = np.ones([1] * len(frame.dims), dtype=bool)
    for condition in spec.acts_where:
        mask = mask & _met(condition, resolved[condition.parameter], frame)
    return Acting(frame, mask)


def _met(condition: Condition, other: Resolved, frame: Frame) -> NDArray[np.bool_]:
    values, spec = frame.spread(other), other.spec
    own_axis = other.name.rpartition(".")[2]
    met = np.zeros(values.shape, dtype=bool)
    for word in condition.settings:
        first, _, rest = word.partition(" ")
        if spec.unit.form == "code" and first == "not":
            met |= values != spec.options.index(rest)
        elif spec.unit.form == "code":
            met |= values == spec.options.index(word)
        elif spec.unit.form == "flag":
            met |= values == (word == "true")
        else:
            met |= values > float(rest) if first == "above" else values < float(rest)
    if own_axis in frame.labels and own_axis not in spec.dims:
        position = np.array([spec.options.index(label) for label in frame.labels[own_axis]])
        shape = [len(position) if dim == own_axis else 1 for dim in frame.dims]
        met = met & (values == position.reshape(shape))
    return met


def in_words(spec: Spec) -> str:
    """What has to be in force, ``social_floor.kind is mixed``."""
    return " and ".join(_words(each) for each in spec.acts_where)


def _words(condition: Condition) -> str:
    text = " or ".join(condition.settings)
    return f"{condition.parameter} is {text}"
