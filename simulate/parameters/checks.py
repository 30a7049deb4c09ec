"""What ``check`` and ``levers`` tell of the law book: values at odds, dead levers, series that end, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from simulate.errors import Problem
from simulate.parameters.axes import time_index, time_label
from simulate.parameters.changes import NOT_IN_FORCE, AppliedChange
from simulate.parameters.conditions import in_words
from simulate.parameters.effects import LAST_YEAR_ON_RECORD
from simulate.parameters.lawbook import LawBook
from simulate.parameters.numbered import NO_LABELS, Labels, otherwise_named
from simulate.parameters.parameter_set import ParameterSet, Resolved
from simulate.parameters.readers import readers
from simulate.parameters.relations import broken
from simulate.parameters.sizes import too_large
from simulate.parameters.spec import KINDS, Entry, Spec
from simulate.parameters.units import to_short_text


def inconsistencies(book: LawBook, parameters: ParameterSet, applied: Sequence[AppliedChange] = ()) -> list[Problem]:
    """Relations the law keeps and these values break, and sums too large to be lived.

    The place is that of the last change that could have caused it.
    """
    causes = [(change.lever, change.place) for change in applied if change.binds or change.idle == NOT_IN_FORCE]
    return [*broken(book.relations, parameters, causes), *too_large(parameters, causes)]


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


def misnamed_labels(book: LawBook, rooms: Mapping[str, Labels]) -> list[Problem]:
    """Options, and labels of axes, that the rules name otherwise or not at all; ``rooms`` names those of each room."""
    return [
        problem
        for name, spec in book.specs.items()
        for problem in otherwise_named(spec, rooms.get(name.partition(".")[0], NO_LABELS))
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


def values_without_chinese(book: LawBook) -> list[Problem]:
    """Values whose source or assumption is not said in Chinese; of a user's scenario it is not asked."""
    return [
        Problem(*entry.place, f"a value of {spec.name} without zh", "zh: its source or assumption in Chinese", "add it")
        for spec in book.specs.values()
        for entry in spec.entries
        if not entry.chinese
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


def shares_by_kind(book: LawBook) -> dict[str, SourceShare]:
    """Kind (law, statistic, assumption, behaviour) -> how many of its values rest on a source, counted by date."""
    counts = {kind: [0, 0] for kind in KINDS}
    for spec in book.specs.values():
        for entry in spec.entries:
            counts[spec.kind][0] += len(entry.anchors) * bool(entry.source)
            counts[spec.kind][1] += len(entry.anchors)
    return {kind: SourceShare(kind, *each) for kind, each in counts.items()}


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
    dated: str  # what a change begins with, a month or a year; without dates, that it rewrites the record
    acts_where: str  # the settings of other levers without which it changes no number
    source: str  # of the newest value in that month
    source_zh: str  # the same in Chinese
    read_in: str  # each rule, as file:line (rule), and after it the lines that hand it the value
    acts_where_zh: str = ""  # the same as ``acts_where`` in Chinese, where it is asked for


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
        dated=spec.time or _undated(spec), acts_where=in_words(spec),
        source=says(entry), source_zh=says(entry, is_chinese=True), read_in=", ".join(places),
    )  # fmt: skip


def says(entry: Entry, is_chinese: bool = False) -> str:
    """The source of an entry, or why it is assumed; as written where there is no Chinese."""
    text = (entry.chinese if is_chinese else "") or entry.source or entry.assumption
    return text if entry.source else (f"假设：{text}" if is_chinese else f"assumption: {text}")


def _undated(spec: Spec) -> str:
    """What a lever without dates changes: the record too, unless it acts on later years only."""
    if spec.acts_from is not None and spec.acts_from > LAST_YEAR_ON_RECORD:
        return f"from {spec.acts_from}"
    return "no: rewrites the record" + (f" from {spec.acts_from}" if spec.acts_from else "")


def _in_force(spec: Spec, time: int) -> Entry:
    """The entry with the latest date up to ``time``, or the first one."""

    def latest(entry: Entry) -> int:
        return max((anchor.start for anchor in entry.anchors if anchor.start <= time), default=-1)

    return max(reversed(spec.entries), key=latest)
