"""Changes that a scenario lays on the law: a lever, a new value, from when, where, at once or phased in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.errors import Findings, did_you_mean
from simulate.parameters.axes import PLURALS, time_index, time_label
from simulate.parameters.cells import Grid, default_order, read_selection, read_values
from simulate.parameters.entry_reader import read_period
from simulate.parameters.fields import check_keys, one_of, text_of, words_of
from simulate.parameters.spec import PROJECTIONS, Reals, Spec
from simulate.parameters.strict_yaml import Mapping, Node, Place, Scalar
from simulate.parameters.timeline import Growth
from simulate.parameters.units import UNITS, to_short_text

OPERATIONS: Final = ("value", "multiply", "add")
CHANGE_KEYS: Final = {
    "lever", "from", "to", "phase_in", "where", "by", "projection", "note", *OPERATIONS, *PLURALS,
}  # fmt: skip
DEFAULT_FROM: Final = {"month": "2027-01", "year": "2027"}  # the first January after the day of the baseline's law


@dataclass(frozen=True)
class Change:
    """One change as written; ``operand`` is NaN in the cells it leaves alone."""

    spec: Spec
    operation: str  # value, multiply or add
    operand: Reals  # shape of the axes that are not time
    start: int
    stop: int  # the first date at which the change no longer holds
    until: int | None  # a phase-in is complete at this date
    projection: str | None  # how a changed amount of money grows
    origin: str
    place: Place

    @property
    def mask(self) -> NDArray[np.bool_]:
        """The cells that the change touches."""
        return ~np.isnan(self.operand)

    def overlaps(self, other: Change) -> bool:
        """Whether both touch the same lever in the same cell on the same date."""
        return (
            self.spec.name == other.spec.name
            and self.start < other.stop
            and other.start < self.stop
            and bool((self.mask & other.mask).any())
        )


@dataclass(frozen=True)
class AppliedChange:
    """What a change did, old to new, for printing and for the record of a result."""

    lever: str
    places: str
    dates: str
    old: str
    new: str
    unit: str
    origin: str
    binds: bool  # False: no value differs from before
    place: Place

    def __str__(self) -> str:
        unit = "" if self.unit in ("code", "flag", "month") else f" {self.unit}"
        text = f"{self.lever}: {self.old} -> {self.new}{unit}, {self.dates}" + (
            f", {self.places}" if self.places else ""
        )
        return text if self.binds else f"{text} (as before)"

    @property
    def warning(self) -> str:
        """What to tell the user of a change that binds on nobody; nothing for one that binds."""
        if self.binds:
            return ""
        file, line, column = self.place
        where = f"{file}:{line}:{column}" if line else file
        return f"{where}: the change of {self.lever} ({self.dates}) binds on nobody: its values are those before it"


def read_change(node: Node, specs: dict[str, Spec], findings: Findings, origin: str) -> Change | None:
    """One item of ``changes``; None when it has a fault."""
    n_before = len(findings.problems)
    if not isinstance(node, Mapping):
        findings.add(node.place, "a change without keys", "{lever: ..., value: ..., from: ...}")
        return None
    check_keys(node, CHANGE_KEYS, findings, "a change")
    spec = _read_lever(node, specs, findings)
    if spec is None:
        return None
    operation = _read_operation(node, spec, findings)
    start, stop, until = _read_dates(node, spec, findings)
    projection = one_of(node, "projection", PROJECTIONS, spec.projection or "hold", findings)
    if "projection" in node.entries and not spec.unit.is_money:
        findings.add(node.entries["projection"].place, f"projection of {spec.name}", "none, as it is not money")
    if operation is None or len(findings.problems) > n_before:
        return None
    operand = _read_operand(node, spec, operation, findings)
    if len(findings.problems) > n_before:
        return None
    return Change(spec, operation, operand, start, stop, until, projection if spec.unit.is_money else None, origin,
                  node.place)  # fmt: skip


def _read_lever(node: Mapping, specs: dict[str, Spec], findings: Findings) -> Spec | None:
    lever = text_of(node, "lever", findings)
    if not lever:
        if "lever" not in node.entries:
            findings.add(node.place, "a change without lever", "lever: room.name", "`levers` lists all of them")
        return None
    spec = specs.get(lever)
    place = node.entries["lever"].place
    if spec is None:
        names = [name for name, each in specs.items() if each.is_lever]
        hint = did_you_mean(lever, names) or "`levers` lists all of them"
        findings.add(place, f"the unknown lever {lever!r}", "a lever of the law book", hint)
        return None
    if not spec.is_lever:
        findings.add(place, f"{lever}, a {spec.kind} that is not a lever", "a lever", "`levers` lists all of them")
        return None
    return spec


def _read_operation(node: Mapping, spec: Spec, findings: Findings) -> str | None:
    given = [key for key in OPERATIONS if key in node.entries]
    if len(given) != 1:
        found = " and ".join(given) or "no value"
        findings.add(node.place, f"{found} for {spec.name}", "one of value, multiply, add")
        return None
    if given[0] != "value" and spec.unit.form != "number":
        findings.add(node.entries[given[0]].place, f"{given[0]} on a {spec.unit.name}", "value", "write the new value")
        return None
    return given[0]


def _read_dates(node: Mapping, spec: Spec, findings: Findings) -> tuple[int, int, int | None]:
    start, stop = read_period(node, spec.time, findings)
    phase = node.entries.get("phase_in")
    if spec.time is None:
        if phase is not None:
            findings.add(phase.place, f"phase_in of {spec.name}, which has no dates", "no phase_in", "remove it")
        return 0, 1, None
    first = time_index(DEFAULT_FROM[spec.time], spec.time) if start is None else start
    if start is None and stop is not None and stop <= first:
        found = f"to {text_of(node, 'to', findings)} without from"
        expected = f"a date after {DEFAULT_FROM[spec.time]}, from when a change holds by default"
        findings.add(node.entries["to"].place, found, expected, "write from")
    return first, spec.n_times if stop is None else stop, _read_phase(phase, spec, first, findings)


def _read_phase(phase: Node | None, spec: Spec, start: int, findings: Findings) -> int | None:
    if phase is None:
        return None
    if not isinstance(phase, Mapping) or "until" not in phase.entries:
        findings.add(phase.place, "phase_in without until", "phase_in: {until: YYYY-MM}")
        return None
    check_keys(phase, {"until"}, findings, "phase_in")
    if spec.unit.form != "number":
        findings.add(phase.place, f"phase_in of a {spec.unit.name}", "phase_in of numbers only", "give dated changes")
        return None
    until = phase.entries["until"]
    try:
        end = time_index(until.text if isinstance(until, Scalar) else "", spec.time or "year")
    except ValueError as error:
        findings.add(until.place, repr(until.text) if isinstance(until, Scalar) else "a list", str(error))
        return None
    if end <= start:
        findings.add(until.place, "a phase-in that ends at or before its start", "a later date", "swap the dates")
        return None
    return end


def _read_operand(node: Mapping, spec: Spec, operation: str, findings: Findings) -> Reals:
    unit, bounds = (spec.unit, spec.bounds) if operation == "value" else (UNITS["count"], (-np.inf, np.inf))
    grid = Grid(spec.time, spec.axes, unit, bounds, spec.options)
    selection = read_selection(node, grid, findings)
    value = node.entries[operation]
    by = words_of(node.entries.get("by"), findings)
    names = [axis.name for axis in spec.axes]
    for name in by:
        if name not in names:
            findings.add(node.entries["by"].place, f"by {name!r}", f"one of {', '.join(names) or 'nothing'}",
                         did_you_mean(name, names))  # fmt: skip
            return np.full(spec.shape, np.nan)
    values = read_values(value, by or default_order(value, grid), selection, grid, findings)
    if not values:
        findings.add(value.place, "no value", "a value or a mapping of values")
        return np.full(spec.shape, np.nan)
    return values[-1]


def apply_change(
    change: Change, values: NDArray[np.float64], growth: Growth, findings: Findings
) -> tuple[Reals, AppliedChange]:
    """Values after a change, and its record.

    ``value``: new(t) = operand, and for money operand * index(t) / index(from); ``multiply``: old * operand; ``add``:
    old + operand, growing likewise.  During a phase-in over n dates the k-th date has old + k / n * (new - old).
    """
    spec = change.spec
    old = np.array(values, dtype=np.float64)
    if spec.time is None:
        old = old[np.newaxis]
    times = np.arange(change.start, change.stop).reshape(-1, *[1] * len(spec.axes))
    rows = slice(change.start, change.stop)
    index = growth.index(change.projection, spec.time)
    grown = 1.0 if index is None else (index[rows] / index[change.start]).reshape(times.shape)
    before = old[rows]
    target = {
        "value": lambda: change.operand * grown + np.zeros_like(before),
        "multiply": lambda: before * change.operand,
        "add": lambda: before + change.operand * grown,
    }[change.operation]()
    if change.until is not None:
        share = np.clip((times - change.start + 1) / (change.until - change.start + 1), 0.0, 1.0)
        target = np.where(share < 1.0, before + share * (target - before), target)
    after = np.where(change.mask, target, before)
    binds = not np.array_equal(after, before)
    _check_bounds(change, after, findings)
    record = _record(change, before, after, binds)
    old[rows] = after
    return (old[0] if spec.time is None else old), record


def _check_bounds(change: Change, after: Reals, findings: Findings) -> None:
    low, high = change.spec.bounds
    outside = ~((after >= low) & (after <= high)) & change.mask
    if outside.any():
        found = f"{change.spec.name} at {after[outside][0]:.6g} after the change"
        findings.add(change.place, found, f"a value from {low:g} to {high:g} {change.spec.unit.name}", "change it less")


def _record(change: Change, before: Reals, after: Reals, binds: bool) -> AppliedChange:
    spec = change.spec
    row = min(change.until - change.start, len(after) - 1) if change.until is not None else 0
    return AppliedChange(
        lever=spec.name, places=_places(change), dates=_dates(change), unit=spec.unit.name, origin=change.origin,
        old=_summary(before[0][change.mask], spec), new=_summary(after[row][change.mask], spec), binds=binds,
        place=change.place,
    )  # fmt: skip


def _summary(values: NDArray[np.float64], spec: Spec) -> str:
    """One value, a range of numbers, or the distinct codes."""
    distinct = np.unique(values)
    texts = [to_short_text(value, spec.unit, spec.options) for value in distinct]
    if len(texts) == 1 or spec.unit.form in ("code", "flag"):
        return "/".join(texts)
    return f"{texts[0]}..{texts[-1]}" if texts else "nothing"


def _dates(change: Change) -> str:
    time = change.spec.time
    if time is None:
        return "at all times"
    text = f"from {time_label(change.start, time)}"
    if change.until is not None:
        text += f" phased in until {time_label(change.until, time)}"
    if change.stop < change.spec.n_times:
        text += f" to before {time_label(change.stop, time)}"
    return text


def _places(change: Change) -> str:
    """The labels that are touched, for each axis that is not touched whole."""
    parts = []
    for i, axis in enumerate(change.spec.axes):
        others = tuple(k for k in range(len(change.spec.axes)) if k != i)
        touched = change.mask.any(axis=others) if others else change.mask
        if touched.all():
            if axis.name == "province":
                parts.append("all provinces")
            continue
        labels = [axis.labels[k] for k in np.flatnonzero(touched)]
        parts.append(", ".join(labels[:6]) + (f" and {len(labels) - 6} more" if len(labels) > 6 else ""))
    return "; ".join(parts)
