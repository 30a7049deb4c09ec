"""What a parameter is, as written: its names, unit, axes, bounds, projection and dated values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.parameters.axes import TIME_AXES, Axis
from simulate.parameters.strict_yaml import Place
from simulate.parameters.units import Unit

Reals = NDArray[np.float64]

KINDS: Final = ("law", "statistic", "assumption", "behaviour")
PROJECTIONS: Final = ("wages", "prices", "hold")
DIRECTIONS: Final = ("up", "down", "same")


@dataclass(frozen=True)
class Anchor:
    """Values known from one date on; cells that the entry does not name are NaN."""

    start: int  # position on the time axis; 0 for a parameter without time
    values: Reals  # shape of the axes that are not time


@dataclass(frozen=True)
class Entry:
    """One item of ``values``: what it says, from when, on whose authority."""

    anchors: tuple[Anchor, ...]
    stop: int | None  # the first date at which it no longer holds
    enacted: date | None  # known from this day on; None: always known
    source: str
    assumption: str
    range: tuple[float, float] | None
    place: Place
    chinese: str = ""  # the source or the assumption in Chinese


@dataclass(frozen=True)
class Condition:
    """A setting of another parameter without which a lever changes no number."""

    parameter: str
    settings: tuple[str, ...]  # see ``conditions``
    place: Place


@dataclass(frozen=True)
class Spec:
    """One parameter of the law book."""

    name: str  # room.key
    english: str
    chinese: str
    kind: str
    unit: Unit
    time: str | None  # "month", "year" or None
    axes: tuple[Axis, ...]  # the axes that are not time
    bounds: tuple[float, float]
    options: tuple[str, ...]
    projection: str | None  # of money, after its last entry
    holds: bool
    is_interpolated: bool
    moves: dict[str, str]
    is_lever: bool
    entries: tuple[Entry, ...]
    place: Place
    acts_where: tuple[Condition, ...] = ()
    is_whole: bool = False  # whole numbers only
    acts_from: int | None = None  # of a lever without dates: calendar year before which it changes nothing; None: 1950

    @property
    def dims(self) -> tuple[str, ...]:
        """Names of all axes, time first."""
        return ((self.time,) if self.time else ()) + tuple(axis.name for axis in self.axes)

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes that are not time."""
        return tuple(len(axis) for axis in self.axes)

    @property
    def n_times(self) -> int:
        """Length of the time axis; 0 without one."""
        return TIME_AXES[self.time] if self.time else 0

    @property
    def first_day(self) -> date:
        """The first day on which every place has a value, of what was enacted by then; ``date.max`` without one."""
        days = {entry.enacted or date.min for entry in self.entries}
        return next((day for day in sorted(days) if self._is_whole_on(day)), date.max)

    def _is_whole_on(self, day: date) -> bool:
        anchors = [anchor for entry in self.known(day) if entry.stop is None for anchor in entry.anchors]
        return bool(anchors) and not np.isnan([anchor.values for anchor in anchors]).all(axis=0).any()

    def known(self, as_of: date) -> list[Entry]:
        """The entries known on a date: law enacted later is not; everything else always is."""
        if self.kind != "law":
            return list(self.entries)
        return [entry for entry in self.entries if entry.enacted is None or entry.enacted <= as_of]
