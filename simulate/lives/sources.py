"""The article of law behind a number: the entry of the law book in force on a date and in a place."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from simulate.clock import FIRST_YEAR, format_month
from simulate.language import speech
from simulate.lives.laws import Ground
from simulate.parameters.changes import Change
from simulate.parameters.spec import Entry, Spec


class Citation(NamedTuple):
    """Where a value comes from."""

    parameter: str  # room.key, or "rule scheme.name"
    text: str  # document and article, or why it is assumed
    is_assumed: bool
    place: str = ""  # of a rule, its file and line

    def __str__(self) -> str:
        return f"{self.text} [{', '.join(filter(None, (self.parameter, self.place)))}]"


def cite_rules(*rules: Callable[..., Any]) -> tuple[Citation, ...]:
    """Rules the lives call, each by its name, with the formula and the article it says of itself."""
    found = []
    for rule in rules:
        doc = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")[0]
        scheme = rule.__module__.removeprefix("simulate.schemes.").partition(".")[0]
        found.append(Citation(f"rule {scheme}.{rule.__name__}", " ".join(doc.split()), False, _place(rule)))
    return tuple(found)


@cache
def _place(rule: Callable[..., Any]) -> str:
    """File and line of a rule, as ``levers`` names them."""
    lines, first = inspect.getsourcelines(inspect.unwrap(rule))
    decorators = next((number for number, line in enumerate(lines) if line.startswith("def ")), 0)
    return f"{rule.__module__.replace('.', '/')}.py:{first + decorators}"


class InForce(NamedTuple):
    """Parameters as they hold in a month: where each value comes from, and the value itself."""

    law: tuple[Citation, ...]
    values: tuple[bytes, ...]  # two months have the same if the law says the same in both

    def beside(self, other: InForce) -> InForce:
        """Both."""
        return InForce((*self.law, *other.law), (*self.values, *other.values))


def in_force(ground: Ground, month: int, names: Sequence[str], **cell: int) -> InForce:
    """Sources and values of parameters in a month and in a cell: ``province``, ``occupation``, ``hukou_type``."""
    values = []
    for name in names:
        spec, found = ground.book.specs[name], ground.composed.parameters[name].values
        row = found if spec.time is None else found[_time(spec, month)]
        values.append(np.asarray(_of_cell(spec, row, cell)).tobytes())
    return InForce(tuple(cite(ground, name, month, **cell) for name in names), tuple(values))


def cite(
    ground: Ground, parameter: str, month: int | None = None, province: int | None = None, **cell: int
) -> Citation:
    """Source of a parameter in a month (counted from 1950-01) and cell; a change by the scenario comes first.

    ``cell`` names positions on further axes; an axis that is not named is taken whole.
    """
    spec = ground.book.specs[parameter]
    if province is not None:
        cell = {"province": province, **cell}
    changed = _changed(ground, parameter, month, cell)
    if changed:
        return Citation(parameter, changed, False)
    entry = _in_force(ground, spec, month, cell)
    if entry is None:
        return Citation(parameter, "no entry in force", True)
    if entry.chinese and speech.language() == "zh":
        return Citation(parameter, entry.chinese, not entry.source)
    if entry.source:
        return Citation(parameter, " ".join(entry.source.split()), False)
    return Citation(parameter, "assumption: " + " ".join(entry.assumption.split()), True)


def _time(spec: Spec, month: int | None) -> int:
    if spec.time is None or month is None:
        return 0
    return max(month if spec.time == "month" else month // 12, 0)


def _of_cell(spec: Spec, values: np.ndarray, cell: Mapping[str, int]) -> np.ndarray:
    """The part of values without time that a cell names."""
    return np.asarray(values[tuple(cell.get(axis.name, slice(None)) for axis in spec.axes)])


def _in_force(ground: Ground, spec: Spec, month: int | None, cell: Mapping[str, int]) -> Entry | None:
    """The last entry known that names the cell and whose latest date is not after the month."""
    time, found, latest = _time(spec, month), None, -1
    for entry in spec.known(ground.composed.as_of):
        if entry.stop is not None and time >= entry.stop:
            continue
        for anchor in entry.anchors:
            if latest <= anchor.start <= time and np.any(~np.isnan(_of_cell(spec, anchor.values, cell))):
                found, latest = entry, anchor.start
    if found is None:
        known = spec.known(ground.composed.as_of)
        return known[0] if known else None
    return found


def _changed(ground: Ground, parameter: str, month: int | None, cell: Mapping[str, int]) -> str:
    """The last change by the scenario that lies over the cell on that date, where its value differs from the law's."""
    changes = [each for each in ground.composed.applied if each.lever == parameter and each.binds]
    if not changes:
        return ""
    spec = ground.book.specs[parameter]
    law, _ = ground.book.resolve(ground.composed.as_of)
    before, after = law[parameter].values, ground.composed.parameters[parameter].values
    time = _time(spec, month)
    if spec.time is not None and month is not None:
        before, after = _of_cell(spec, before[time], cell), _of_cell(spec, after[time], cell)
    if np.array_equal(before, after):
        return ""
    over = [each for each in changes if each.change is None or _lies_over(each.change, time, cell)]
    change = (over or changes)[-1]
    return f"{change.origin}: {change.old} -> {change.new}, {change.dates}"


def _lies_over(change: Change, time: int, cell: Mapping[str, int]) -> bool:
    is_dated = change.spec.time is None or change.start <= time < change.stop
    return is_dated and bool(np.any(_of_cell(change.spec, change.mask, cell)))


def when(month: int) -> str:
    """``YYYY-MM`` of a month, also before 1950."""
    if month >= 0:
        return format_month(month)
    return f"{FIRST_YEAR + month // 12:04d}-{month % 12 + 1:02d}"
