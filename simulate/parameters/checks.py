"""What ``check`` and ``levers`` tell of the law book: values at odds, dead levers, series that end, missing ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulate.errors import Problem
from simulate.parameters.axes import time_index, time_label
from simulate.parameters.changes import AppliedChange
from simulate.parameters.lawbook import LawBook
from simulate.parameters.parameter_set import ParameterSet, Resolved
from simulate.parameters.readers import readers
from simulate.parameters.spec import Entry, Spec
from simulate.parameters.units import to_short_text

Check = Callable[[ParameterSet, Sequence[AppliedChange]], list[Problem]]

# A pair of parameters of the same axes: the first must never be above the second.
ORDERED_PAIRS: Final = (
    ("employee_pension.base_floor_ratio", "employee_pension.base_ceiling_ratio"),
    ("employee_pension.flexible_base_floor_ratio", "employee_pension.base_ceiling_ratio"),
)


def floors_under_ceilings(parameters: ParameterSet, applied: Sequence[AppliedChange]) -> list[Problem]:
    """A floor of the contribution base above its ceiling in some province and month; the first such date is named."""
    problems = []
    for low, high in ORDERED_PAIRS:
        if low not in parameters or high not in parameters:
            continue
        floor, ceiling = parameters[low], parameters[high]
        cell = _first_above(floor, ceiling)
        if cell is not None:
            found = (
                f"{low} {floor.values[cell]:g} above {high} {_aligned(ceiling, floor)[cell]:g}{_cell_text(floor, cell)}"
            )
            place = next((a.place for a in reversed(applied) if a.lever in (low, high)), floor.spec.place)
            problems.append(
                Problem(*place, found, "a floor at or below the ceiling", "lower the floor or raise the other")
            )
    return problems


def _aligned(values: Resolved, like: Resolved) -> np.ndarray:
    """Values broadcast on the axes of another parameter that has at least the same ones."""
    shape = [n if dim in values.dims else 1 for dim, n in zip(like.dims, like.values.shape, strict=True)]
    return np.broadcast_to(values.values.reshape(shape), like.values.shape)


def _first_above(low: Resolved, high: Resolved) -> tuple[int, ...] | None:
    cells = np.argwhere(low.values > _aligned(high, low))
    return tuple(int(i) for i in cells[0]) if len(cells) else None


def _cell_text(resolved: Resolved, cell: tuple[int, ...]) -> str:
    spec = resolved.spec
    texts = [axis.labels[i] for axis, i in zip(spec.axes, cell[1 if spec.time else 0 :], strict=True)]
    if spec.time:
        texts.append(time_label(cell[0], spec.time))
    return " in " + ", ".join(texts) if texts else ""


CHECKS: Final[tuple[Check, ...]] = (floors_under_ceilings,)


def inconsistencies(parameters: ParameterSet, applied: Sequence[AppliedChange] = ()) -> list[Problem]:
    """Values that contradict each other; a change that caused it is named as the place."""
    return [problem for check in CHECKS for problem in check(parameters, applied)]


def dead_levers(book: LawBook) -> list[Problem]:
    """Levers that no code reads: changing one would do nothing."""
    places = readers(book)
    return [
        Problem(
            *book.specs[name].place,
            f"the lever {name}, which nothing reads",
            "a kernel or front that reads it",
            "read it, or write lever: false",
        )
        for name in book.levers
        if not places.get(name)
    ]


def series_that_end(book: LawBook) -> list[Problem]:
    """Dated parameters, not money, whose last value is silently assumed to hold until 2080."""
    return [
        Problem(
            *spec.place,
            f"{spec.name}, which ends in {time_label(_last(spec), spec.time)}",
            "values to the horizon",
            "write hold: true if the last value holds",
        )
        for spec in book.specs.values()
        if spec.time and not spec.unit.is_money and not spec.holds and _last(spec) < spec.n_times - 1
    ]


def _last(spec: Spec) -> int:
    return max(anchor.start for entry in spec.entries for anchor in entry.anchors)


def assumptions_without_range(book: LawBook) -> list[Problem]:
    """Assumed numbers that do not say how uncertain they are."""
    return [
        Problem(*entry.place, f"an assumption of {spec.name} without range", "range: [lowest, highest]", "add it")
        for spec in book.specs.values()
        if spec.unit.form == "number" and spec.is_lever
        for entry in spec.entries
        if entry.assumption and not entry.source and entry.range is None
    ]


def levers_without_moves(book: LawBook) -> list[Problem]:
    """Levers that do not say which output they move, and so cannot be tested."""
    return [
        Problem(*book.specs[name].place, f"the lever {name} without moves", "moves: {output: up or down}", "add it")
        for name in book.levers
        if not set(book.specs[name].moves) - {"set"}
    ]


@dataclass(frozen=True)
class SourceShare:
    """How many values of a room rest on a source, the others being assumptions."""

    room: str
    sourced: int
    values: int

    @property
    def share(self) -> float:
        """Sourced values over all values."""
        return self.sourced / self.values if self.values else 1.0


def shares_sourced(book: LawBook) -> list[SourceShare]:
    """One row a room, then one for ``all``; an entry counts once for each date it gives."""
    rooms: dict[str, list[int]] = {}
    for spec in book.specs.values():
        counts = rooms.setdefault(spec.name.partition(".")[0], [0, 0])
        for entry in spec.entries:
            counts[0] += len(entry.anchors) * bool(entry.source)
            counts[1] += len(entry.anchors)
    rows = [SourceShare(room, *counts) for room, counts in sorted(rooms.items())]
    return [*rows, SourceShare("all", sum(row.sourced for row in rows), sum(row.values for row in rows))]


@dataclass(frozen=True)
class LeverRow:
    """One line of ``levers``."""

    lever: str
    english: str
    chinese: str
    kind: str
    value: str  # in the month asked for: one value, or a range over places
    unit: str
    bounds: str  # or the options of a code
    source: str  # of the newest value in that month
    read_in: str  # file:line of each place that reads it


NOW: Final = "2026-11"  # the month whose values are shown


def levers_table(parameters: ParameterSet, book: LawBook, month: str = NOW) -> list[LeverRow]:
    """Every lever: its value in a month, unit, bounds, source, and where it is read, by a search of the code."""
    places = readers(book)
    return [lever_row(parameters[name], book.specs[name], month, places.get(name, ())) for name in sorted(book.levers)]


def lever_row(resolved: Resolved, spec: Spec, month: str = NOW, places: Iterable[str] = ()) -> LeverRow:
    """One lever, read in ``places``."""
    date = {"month": month, "year": month[:4]}.get(spec.time or "")
    values = np.unique(resolved.at(**{spec.time: date}) if spec.time else resolved.values)
    shown = [to_short_text(float(value), spec.unit, spec.options) for value in values]
    low, high = spec.bounds
    entry = _in_force(spec, time_index(date, spec.time) if date and spec.time else 0)
    return LeverRow(
        lever=spec.name, english=spec.english, chinese=spec.chinese, kind=spec.kind,
        value=shown[0] if len(shown) == 1 else ("/".join(shown) if spec.options else f"{shown[0]}..{shown[-1]}"),
        unit=spec.unit.name, bounds="/".join(spec.options) or (f"{low:g}..{high:g}" if np.isfinite(low) else ""),
        source=entry.source or f"assumption: {entry.assumption}", read_in=", ".join(places),
    )  # fmt: skip


def _in_force(spec: Spec, time: int) -> Entry:
    """The entry with the latest date up to ``time``, or the first one."""

    def latest(entry: Entry) -> int:
        return max((anchor.start for anchor in entry.anchors if anchor.start <= time), default=-1)

    return max(reversed(spec.entries), key=latest)
