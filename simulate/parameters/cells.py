"""Values as written (a scalar, or mappings keyed by labels) into arrays over the axes of a parameter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulate.errors import Findings, a, ascii_digits, did_you_mean
from simulate.language import naming
from simulate.parameters.axes import PLURALS, Axis, time_index
from simulate.parameters.strict_yaml import Mapping, Node, Place, Scalar
from simulate.parameters.strict_yaml import Sequence as ListNode
from simulate.parameters.units import Unit, mend_bound, to_number


@dataclass(frozen=True)
class Grid:
    """What is needed to read values of one parameter: its axes, unit, bounds and options."""

    time: str | None
    axes: tuple[Axis, ...]
    unit: Unit
    bounds: tuple[float, float]
    options: tuple[str, ...]

    def axis(self, name: str) -> Axis:
        """The axis of a name."""
        return next(axis for axis in self.axes if axis.name == name)


# For each axis what is meant: everything (a full slice), one position, or several.
Selection = tuple[slice | int | NDArray[np.intp], ...]
EVERYTHING = slice(None)
_ENOUGH: Final = 100  # keys that show which dimension a level is by


def put(array: NDArray[Any], selection: Selection, value: Any) -> None:
    """Write one value into every selected cell."""
    if sum(isinstance(each, np.ndarray) for each in selection) > 1:
        positions = [np.arange(n)[each] for n, each in zip(array.shape, selection, strict=True)]
        array[np.ix_(*[np.atleast_1d(each) for each in positions])] = value
    else:
        array[selection] = value


def read_selection(fields: Mapping, grid: Grid, findings: Findings) -> Selection:
    """Positions named by ``provinces: [...]``, other plurals, and ``where: {dim: [labels]}``; default all."""
    chosen: list[slice | int | NDArray[np.intp]] = [EVERYTHING] * len(grid.axes)
    names = [axis.name for axis in grid.axes]
    by_name: dict[str, Place] = {}
    for name, place, node in _selectors(fields, findings):
        if name not in names:
            hint = did_you_mean(name, names) or "leave it out to mean everywhere"
            expected = f"one by {', '.join(names)}" if names else "none: the lever is the same everywhere"
            findings.add(node.place, f"a selection by {name}", expected, hint)
        elif name in by_name:
            first = by_name[name][1]
            findings.add(place, f"a second selection by {name}", f"one (first at line {first})", "join the two lists")
        else:
            by_name[name] = place
            chosen[names.index(name)] = _read_labels(node, grid.axis(name), findings)
    return tuple(chosen)


def _selectors(fields: Mapping, findings: Findings) -> Iterator[tuple[str, Place, Node]]:
    """Each selection written: the axis it is by, its place, its labels."""
    for key, node in fields.entries.items():
        if key in PLURALS:
            yield PLURALS[key], fields.key_places[key], node
    where = fields.entries.get("where")
    if isinstance(where, Mapping) and where.entries:
        yield from ((name, where.key_places[name], node) for name, node in where.entries.items())
    elif where is not None:
        expected = "a mapping such as {province: [beijing]}"
        findings.add(where.place, "where without dimensions", expected, "leave `where` out to mean everywhere")


def _read_labels(node: Node, axis: Axis, findings: Findings) -> NDArray[np.intp]:
    """Positions of the labels listed, each once."""
    labels = node.items if isinstance(node, ListNode) else [node]
    if not labels:
        findings.add(node.place, f"no {axis.name}", f"at least one {axis.name}", "leave it out to mean everywhere")
    found: list[int] = []
    for label in labels:
        position = _position(label, axis, findings)
        if position is not None and position in found:
            findings.add(label.place, f"{axis.labels[position]} twice", "each once", "remove one of the two")
        elif position is not None:
            found.append(position)
    return np.unique(np.array(found, dtype=np.intp))


def _position(node: Node, axis: Axis, findings: Findings) -> int | None:
    if not isinstance(node, Scalar):
        findings.add(node.place, "a list or mapping", a(axis.name), "write one label after another")
        return None
    position = _found(node.text, axis)
    if position is None:
        _unknown_label(node.text, node.place, axis, findings)
    return position


def _found(text: str, axis: Axis) -> int | None:
    """Position of the label that a text means, in Chinese or English."""
    if text in axis.positions:
        return axis.positions[text]
    label = naming.label_of(text, axis.labels)
    return None if label is None else axis.positions[label]


def _unknown_label(text: str, place: Place, axis: Axis, findings: Findings, beside: Sequence[Axis] = ()) -> None:
    """The fault of a label that ``axis`` does not have; ``beside`` are the axes it may belong to instead."""
    other = next((each for each in beside if each is not axis and _found(text, each) is not None), None)
    hint = naming.near_label(text, axis.labels)
    if other is not None:
        hint = f"{text} is {a(other.name)}: each level of keys is of one dimension, in the order of `by`"
    elif text[:4].isdigit() and not axis.labels[0].isdigit():
        hint = "give each date an entry of its own, with `from`"
    elif not hint:
        shown = ", ".join(axis.labels[:6]) + (", ..." if len(axis.labels) > 6 else "")
        hint = f"write one of {shown}"
    findings.add(place, f"{text!r}", f"{a(axis.name)} that is known", hint)


def read_number(node: Node, grid: Grid, findings: Findings) -> float:
    """One scalar in the parameter's unit and bounds; NaN after a problem."""
    if not isinstance(node, Scalar):
        findings.add(node.place, "a list or mapping", "one value", "name the dimension of the keys in `by`")
        return float("nan")
    try:
        number = to_number(_in_labels(node.text, grid), grid.unit, grid.options)
    except ValueError as error:
        findings.add(node.place, repr(node.text) if node.text else "nothing", str(error), _mend(node.text, grid))
        return float("nan")
    if not grid.bounds[0] <= number <= grid.bounds[1]:
        low, high = grid.bounds
        expected = f"a value from {low:g} to {high:g} {grid.unit.name}"
        findings.add(node.place, node.text, expected, mend_bound(number, grid.unit, grid.bounds))
        return float("nan")
    return number


def _in_labels(text: str, grid: Grid) -> str:
    """A flag or an option in the labels of the model, where it is written in Chinese."""
    if grid.unit.form == "flag":
        return naming.flag_of(text)
    return (naming.label_of(text, grid.options) or text) if grid.unit.form == "code" else text


def _mend(text: str, grid: Grid) -> str:
    if grid.unit.form == "number" and (share := naming.mend_share(text)):
        return share
    if grid.unit.form == "number" and (amount := naming.mend_amount(text)):
        return amount
    if grid.unit.form == "number" and ("," in text or "_" in text):
        return "write digits without separators"
    if grid.unit.form == "month" and (date := naming.mend_date(text, "month")):
        return date
    if grid.unit.form in ("number", "month") and ascii_digits(text) != text:
        return f"write the digits 0 to 9: {ascii_digits(text)}"
    if grid.unit.form == "flag":
        return "write true or false"
    return naming.near_label(text, grid.options)


def default_order(node: Node, grid: Grid) -> tuple[str, ...]:
    """Dimensions of nested keys when ``by`` is absent: at each level the one most keys belong to, the first of the
    parameter's where several do as well; the order of keys beside one another says nothing."""
    free = [axis.name for axis in grid.axes]
    order: list[str] = []
    beside = [node]
    while free:
        mappings = [each for each in beside if isinstance(each, Mapping) and each.entries]
        keys = [key for each in mappings for key in each.entries][:_ENOUGH]
        if not keys:
            break
        order.append(max(free, key=lambda name: sum(_found(key, grid.axis(name)) is not None for key in keys)))
        free.remove(order[-1])
        beside = [child for each in mappings for child in each.entries.values()]
    return tuple(order)


def read_values(
    node: Node, order: Sequence[str], selection: Selection, grid: Grid, findings: Findings
) -> dict[int, NDArray[np.float64]]:
    """Arrays over the axes that are not time, by date; cells that are not named are NaN.

    ``order`` names the dimension of each level of nested keys.  Dates are given only when it holds the time axis;
    otherwise all values are filed under date -1.
    """
    out: dict[int, NDArray[np.float64]] = {}
    shape = tuple(len(axis) for axis in grid.axes)
    names = [axis.name for axis in grid.axes]

    def is_first(position: int, key: str, place: Place, named: dict[int, str]) -> bool:
        """Whether no key beside this one means the same under another name: which of two values would hold?"""
        other = named.setdefault(position, key)
        if other != key:
            findings.add(place, f"{key}, which is {other} above", "each once", "keep one of the two")
        return other == key

    def visit(node: Node, level: int, time: int, chosen: Selection) -> None:
        if not isinstance(node, Mapping):
            if time not in out:
                out[time] = np.full(shape, np.nan)
            number = read_number(node, grid, findings)
            put(out[time], chosen, number)
            return
        if level >= len(order) or not node.entries:
            _add_no_keys(node, order, grid, findings)
            return
        name = order[level]
        first: dict[int, str] = {}
        for key, child in node.entries.items():
            place = node.key_places[key]
            if name == grid.time:
                try:
                    date = time_index(key, name)
                except ValueError as error:
                    findings.add(place, f"{key!r}", str(error))
                    continue
                if is_first(date, key, place, first):
                    visit(child, level + 1, date, chosen)
                continue
            position = _found(key, grid.axis(name))
            if position is None:
                _unknown_label(key, place, grid.axis(name), findings, grid.axes)
                continue
            if not is_first(position, key, place, first):
                continue
            i = names.index(name)
            allowed = chosen[i]
            if isinstance(allowed, np.ndarray) and position not in allowed:
                expected = f"{a(name)} that the selection of this entry names"
                findings.add(place, key, expected, "widen the selection")
                continue
            visit(child, level + 1, time, (*chosen[:i], position, *chosen[i + 1 :]))

    visit(node, 0, -1, selection)
    _check_all_given(node, selection, out, grid, findings)
    return out


def _add_no_keys(node: Mapping, order: Sequence[str], grid: Grid, findings: Findings) -> None:
    """The fault of keys where a value is due, or of a mapping that holds none."""
    names = ", ".join(axis.name for axis in grid.axes)
    if not node.entries:
        findings.add(
            node.place, "a mapping that names nothing", f"a value, or values by {names}" if names else "a value"
        )
    elif not grid.axes:
        findings.add(node.place, "keys", "one value: it is the same everywhere", "write the value alone")
    else:
        hint = "see `by`" if len(order) < len(grid.axes) else "leave the inner keys out"
        findings.add(node.place, "keys under a value", f"keys by {', '.join(order)} only", hint)


def _check_all_given(
    node: Node, selection: Selection, found: dict[int, NDArray[np.float64]], grid: Grid, findings: Findings
) -> None:
    """Every label selected by name has a value somewhere."""
    if not found:
        return
    given = np.any([~np.isnan(values) for values in found.values()], axis=0)
    for i, (axis, chosen) in enumerate(zip(grid.axes, selection, strict=True)):
        if not isinstance(chosen, np.ndarray):
            continue
        others = tuple(k for k in range(len(grid.axes)) if k != i)
        lacking = [axis.labels[k] for k in chosen if not given.any(axis=others)[k]]
        if lacking and isinstance(node, Mapping):
            expected = f"a value for every {axis.name} selected"
            findings.add(node.place, f"no value for {', '.join(lacking)}", expected, "narrow the selection")
