"""An event of a life."""

from __future__ import annotations

from dataclasses import dataclass

from simulate.lives.sources import Citation


@dataclass(frozen=True)
class Event:
    """Something that happened in a month, how long it lasted, and the law behind it."""

    month: int
    until: int | None  # the first month after it; None for what happens at once
    kind: str  # work, insured, refused, sharing, settled
    what: str
    why: str = ""
    law: tuple[Citation, ...] = ()
