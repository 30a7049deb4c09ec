"""One axis of a design: a lever, and the values it takes, listed or between two bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from simulate.errors import Findings, did_you_mean
from simulate.parameters import Change, LawBook
from simulate.parameters.change_reader import CHANGE_KEYS, read_change
from simulate.parameters.changes import OPERATIONS
from simulate.parameters.fields import check_keys, text_of
from simulate.parameters.strict_yaml import Mapping, Node, Scalar, Sequence

_BOUNDS: Final = {"low", "high"}
_EXAMPLE: Final = "value: [0.4, 0.5, 0.6] or value: {low: 0.4, high: 0.6}"
ORIGIN: Final = "sweep"
DIGITS: Final = 12  # of a value between two bounds


@dataclass(frozen=True)
class Axis:
    """A lever and the values it takes; ``bounds`` where they are any between two, ``values`` where they are listed."""

    name: str
    lever: str
    is_policy: bool  # laid on the scenarios alone; else on the base too
    operation: str
    values: tuple[str, ...]  # as written; of bounds the two ends
    bounds: tuple[float, float] | None
    is_whole: bool
    fields: Mapping  # of the change, as written

    def at(self, share: float) -> str:
        """The value at a share (0-1) of the way through the axis, as it would be written."""
        if self.bounds is None:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        low, high = self.bounds
        value = low + share * (high - low)
        return f"{round(value) if self.is_whole else value:.{DIGITS}g}"

    def change(self, value: str, book: LawBook) -> Change:
        """The change that sets the lever to a value of the axis; raises ProblemsFound."""
        findings = Findings()
        place = self.fields.entries[self.operation].place
        change = read_change(
            _with_value(self.fields, self.operation, Scalar(value, place)), book.specs, findings, ORIGIN
        )
        findings.raise_if_any()
        if change is None:
            raise AssertionError("a change that cannot be read has a problem")
        return change


def read_axes(node: Node | None, is_policy: bool, book: LawBook, findings: Findings) -> list[Axis]:
    """The axes under ``levers`` or ``parameters``; every fault of every value is recorded."""
    if node is None:
        return []
    if not isinstance(node, Sequence):
        findings.add(node.place, "axes without a list", "a list", "begin each axis with '- lever: ...'")
        return []
    axes = [_read_axis(item, is_policy, book, findings) for item in node.items]
    return [axis for axis in axes if axis is not None]


def _read_axis(node: Node, is_policy: bool, book: LawBook, findings: Findings) -> Axis | None:
    if not isinstance(node, Mapping):
        findings.add(node.place, "an axis without keys", "{lever: ..., value: [...]}", _EXAMPLE)
        return None
    n_before = len(findings.problems)
    check_keys(node, CHANGE_KEYS | {"name"}, findings, "an axis")
    lever = text_of(node, "lever", findings)
    given = [key for key in OPERATIONS if key in node.entries]
    if len(given) != 1:
        expected = "one of " + ", ".join(OPERATIONS)
        findings.add(node.place, f"{' and '.join(given) or 'no value'} for {lever or 'an axis'}", expected, _EXAMPLE)
        return None
    values, bounds = _read_values(node.entries[given[0]], findings)
    for each in values:  # one by one, so that each faulty value is named in its own place
        read_change(_with_value(node, given[0], each), book.specs, findings, ORIGIN)
    if len(findings.problems) > n_before or not values:
        return None
    spec, texts = book.specs[lever], tuple(each.text for each in values)
    if bounds is not None and (spec.unit.form != "number" or not bounds[0] < bounds[1]):
        found = f"bounds of {lever}, a {spec.unit.name}" if spec.unit.form != "number" else f"{texts[0]} to {texts[1]}"
        findings.add(node.entries[given[0]].place, found, "a number, the low end below the high", "list the values")
        return None
    is_whole = spec.is_whole and given[0] != "multiply"
    name = text_of(node, "name", findings) or lever.rpartition(".")[2]
    return Axis(name, lever, is_policy, given[0], texts, bounds, is_whole, _change_of(node))


def _read_values(node: Node, findings: Findings) -> tuple[list[Scalar], tuple[float, float] | None]:
    """The values listed, or the two ends and the bounds they are."""
    if isinstance(node, Sequence):
        return _listed(node, findings), None
    if not isinstance(node, Mapping) or set(node.entries) != _BOUNDS:
        keys = ", ".join(node.entries) if isinstance(node, Mapping) else "one value"
        wrong = [key for key in node.entries if key not in _BOUNDS] if isinstance(node, Mapping) else []
        hint = (did_you_mean(wrong[0], _BOUNDS) if wrong else "") or _EXAMPLE
        findings.add(node.place, f"{keys or 'nothing'} for an axis", "a list of values, or low and high", hint)
        return [], None
    ends = [node.entries[key] for key in ("low", "high")]
    scalars = [end for end in ends if isinstance(end, Scalar)]
    numbers = [_number(end) for end in scalars]
    for end, number in zip(scalars, numbers, strict=True):
        if number is None:
            findings.add(end.place, repr(end.text), "a number", _EXAMPLE)
    if len(numbers) < len(_BOUNDS) or numbers[0] is None or numbers[1] is None:
        return [], None
    return scalars, (numbers[0], numbers[1])


def _listed(node: Sequence, findings: Findings) -> list[Scalar]:
    scalars = [item for item in node.items if isinstance(item, Scalar)]
    for item in node.items:
        if not isinstance(item, Scalar):
            findings.add(item.place, "a list or mapping among the values", "plain values", _EXAMPLE)
    for i, scalar in enumerate(scalars):
        if scalar.text in [other.text for other in scalars[:i]]:
            findings.add(scalar.place, f"the value {scalar.text} twice", "each value once")
    if not node.items:
        findings.add(node.place, "no values", "a value at least", _EXAMPLE)
    return scalars


def _number(node: Scalar) -> float | None:
    try:
        number = float(node.text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _with_value(fields: Mapping, operation: str, value: Node) -> Mapping:
    """The fields of a change with another value."""
    changed = _change_of(fields)
    changed.entries[operation] = value
    return changed


def _change_of(fields: Mapping) -> Mapping:
    """The keys of an axis that a change has too: without its name, and without what was reported as unknown."""
    copy = Mapping(fields.place)
    copy.entries = {key: each for key, each in fields.entries.items() if key in CHANGE_KEYS}
    copy.key_places = {key: each for key, each in fields.key_places.items() if key in CHANGE_KEYS}
    return copy
