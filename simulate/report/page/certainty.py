"""How certain the numbers are and where they come from: sources of the law book, and the run's own record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from simulate.results.reader import Run
from simulate.results.words import Bilingual, listed

if TYPE_CHECKING:
    from simulate.parameters import LawBook


@dataclass(frozen=True)
class Room:
    """Values of one part of the model, and how many of them name a source."""

    name: Bilingual
    values: int
    sourced: int

    @property
    def percent(self) -> int:
        """Share with a source."""
        return round(100 * self.sourced / self.values) if self.values else 0


@cache
def law_book() -> LawBook | None:
    """The law book of this version of the model; nothing if it cannot be read."""
    from simulate.errors import ProblemsFound
    from simulate.parameters import LawBook

    try:
        return LawBook.load()
    except ProblemsFound:
        return None


def rooms(book: LawBook | None) -> list[Room]:
    """Rooms of the law book with their sources, the sum of all last."""
    from simulate.parameters.checks import shares_sourced

    if book is None:
        return []
    return [Room(listed("rooms", row.room), row.values, row.sourced) for row in shares_sourced(book)]


def libraries(run: Run) -> str:
    """Versions of the libraries that computed it."""
    versions = run.manifest.versions.items()
    return ", ".join(f"{name} {version}" for name, version in versions if name not in ("lingbao", "commit"))
