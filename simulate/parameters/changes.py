"""Changes that a scenario lays on the law: a lever, a new value, from when, where, at once or phased in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.parameters.spec import Reals, Spec
from simulate.parameters.strict_yaml import Place

OPERATIONS: Final = ("value", "multiply", "add")
DEFAULT_FROM: Final = {"month": "2027-01", "year": "2027"}  # the first January after the day of the baseline's law
AS_BEFORE, HIDDEN, BEYOND, NOT_IN_FORCE = "as before", "hidden", "after the horizon", "not in force"  # affect nobody


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

    def repeated_by(self, other: Change) -> bool:
        """Whether the other begins on the same date and touches the very same cells of the same lever."""
        return self.spec.name == other.spec.name and self.start == other.start and np.array_equal(self.mask, other.mask)


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
    binds: bool  # False: it changes no number
    place: Place
    idle: str = AS_BEFORE  # of one that does not bind, in a word
    reason: str = "its values are those before it"  # of one that does not bind
    notices: tuple[str, ...] = ()  # what to tell of it, though it binds
    change: Change | None = field(default=None, repr=False, compare=False)  # as written: its dates and its cells

    def __str__(self) -> str:
        unit = "" if self.unit in ("code", "flag", "month") else f" {self.unit}"
        text = f"{self.lever}: {self.old} -> {self.new}{unit}, {self.dates}" + (
            f", {self.places}" if self.places else ""
        )
        return text if self.binds else f"{text} ({self.idle})"

    @property
    def where(self) -> str:
        """``file:line:column``, or the option it was given by."""
        file, line, column = self.place
        return f"{file}:{line}:{column}" if line else file

    @property
    def warning(self) -> str:
        """What to tell the user of a change that affects nobody; nothing for one that does."""
        if self.binds:
            return ""
        return f"{self.where}: the change of {self.lever} ({self.dates}) affects nobody: {self.reason}"
