"""What a line of the certificate found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulate.contracts import Cells


@dataclass(frozen=True)
class Found:
    """The figure of a line, and what is wrong; ``holds`` is None of what cannot be tried here."""

    figure: str
    faults: tuple[str, ...] = ()
    is_tried: bool = True

    @property
    def holds(self) -> bool | None:
        """Whether the line holds."""
        return not self.faults if self.is_tried else None


@dataclass(frozen=True)
class Line:
    """One line of the certificate."""

    key: str
    what: str
    found: Found
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """The line as plain values."""
        return {
            "key": self.key, "what": self.what, "holds": self.found.holds, "figure": self.found.figure,
            "faults": list(self.found.faults), "seconds": round(self.seconds, 1),
        }  # fmt: skip


def differing(ways: dict[str, list[Cells]], expected: list[Cells]) -> Found:
    """Ways of living that gave other bits than expected."""
    faults = [
        f"{way}: scenario {position} has other bits"
        for way, cells in ways.items()
        for position, (one, other) in enumerate(zip(cells, expected, strict=True))
        if any(a.tobytes() != b.tobytes() for a, b in zip(one, other, strict=True))
    ]
    return Found(f"{len(ways)} ways, {len(expected)} scenarios", tuple(faults))
