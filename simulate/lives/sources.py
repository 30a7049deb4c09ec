"""The article of law behind a number: the entry of the law book in force on a date and in a place."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from simulate.clock import FIRST_YEAR, format_month
from simulate.language import speech
from simulate.lives.laws import Ground
from simulate.parameters.spec import Entry, Spec


class Citation(NamedTuple):
    """Where a value comes from."""

    parameter: str  # room.key, or "rule scheme.name"
    text: str  # document and article, or why it is assumed
    is_assumed: bool

    def __str__(self) -> str:
        return f"{self.text} [{self.parameter}]"


def cite_rules(*rules: Callable[..., Any]) -> tuple[Citation, ...]:
    """Rules the lives call, each by its name, with the formula and the article it says of itself."""
    found = []
    for rule in rules:
        doc = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")[0]
        scheme = rule.__module__.removeprefix("simulate.schemes.").partition(".")[0]
        found.append(Citation(f"rule {scheme}.{rule.__name__}", " ".join(doc.split()), False))
    return tuple(found)


def cite(ground: Ground, parameter: str, month: int | None = None, province: int | None = None) -> Citation:
    """Source of a parameter in a month (counted from 1950-01) and province; a change by the scenario comes first."""
    spec = ground.book.specs[parameter]
    changed = _changed(ground, parameter, month, province)
    if changed:
        return Citation(parameter, changed, False)
    entry = _in_force(ground, spec, month, province)
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


def _in_force(ground: Ground, spec: Spec, month: int | None, province: int | None) -> Entry | None:
    """The last entry known that names the cell and whose latest date is not after the month."""
    time, found, latest = _time(spec, month), None, -1
    for entry in spec.known(ground.composed.as_of):
        if entry.stop is not None and time >= entry.stop:
            continue
        for anchor in entry.anchors:
            if latest <= anchor.start <= time and _names(spec, anchor.values, province):
                found, latest = entry, anchor.start
    if found is None:
        known = spec.known(ground.composed.as_of)
        return known[0] if known else None
    return found


def _names(spec: Spec, values: np.ndarray, province: int | None) -> bool:
    names = [axis.name for axis in spec.axes]
    if province is not None and "province" in names:
        values = np.take(values, province, axis=names.index("province"))
    return bool(np.any(~np.isnan(values)))


def _changed(ground: Ground, parameter: str, month: int | None, province: int | None) -> str:
    """What the scenario changed of a parameter, where its value differs from the law's on that date."""
    changes = [each for each in ground.composed.applied if each.lever == parameter and each.binds]
    if not changes:
        return ""
    spec = ground.book.specs[parameter]
    law, _ = ground.book.resolve(ground.composed.as_of)
    before, after = law[parameter].values, ground.composed.parameters[parameter].values
    if spec.time is not None and month is not None:
        before, after = before[_time(spec, month)], after[_time(spec, month)]
        names = [axis.name for axis in spec.axes]
        if province is not None and "province" in names:
            axis = names.index("province")
            before, after = np.take(before, province, axis=axis), np.take(after, province, axis=axis)
    if np.array_equal(before, after):
        return ""
    change = changes[-1]
    return f"{change.origin}: {change.old} -> {change.new}, {change.dates}"


def when(month: int) -> str:
    """``YYYY-MM`` of a month, also before 1950."""
    if month >= 0:
        return format_month(month)
    return f"{FIRST_YEAR + month // 12:04d}-{month % 12 + 1:02d}"
