"""The axes of a parameter: time (month or year), the enumerations of ``codes`` and numbers such as ages and tiers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from simulate.clock import FIRST_YEAR, LAST_YEAR, N_MONTHS, N_YEARS, format_month, parse_month, year_index
from simulate.codes import ENUMERATIONS, PROVINCES

PLURALS: Final = {
    "provinces": "province", "occupations": "occupation", "sexes": "sex", "forms": "form", "categories": "category",
    "educations": "education", "hukou_types": "hukou_type", "tiers": "tier", "ages": "age", "payers": "payer",
}  # fmt: skip
TIME_AXES: Final = {"month": N_MONTHS, "year": N_YEARS}


@dataclass(frozen=True)
class Axis:
    """A labelled axis that is not time; ``positions`` finds a label's place."""

    name: str
    labels: tuple[str, ...]
    positions: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "positions", {label: i for i, label in enumerate(self.labels)})

    def __len__(self) -> int:
        return len(self.labels)


def enumerated(name: str) -> Axis | None:
    """The axis of an enumeration: ``province``, a name that ends in one (``hukou_province``), origin, destination."""
    if name in ("origin", "destination"):
        return Axis(name, PROVINCES.labels)
    for key, enumeration in ENUMERATIONS.items():
        if name == key or name.endswith("_" + key):
            return Axis(name, enumeration.labels)
    return None


def time_index(text: str, axis: str) -> int:
    """Position of a date on a time axis; raises ValueError saying how dates of this axis are written.

    Month axes take ``YYYY-MM``; year axes ``YYYY``, or ``YYYY-01`` for the same January.
    """
    if axis == "year":
        bare = text[:4] if len(text) == 7 and text.endswith("-01") else text
        if len(bare) == 4 and bare.isascii() and bare.isdigit() and FIRST_YEAR <= int(bare) <= LAST_YEAR:
            return year_index(int(bare))
        raise ValueError(f"a calendar year from {FIRST_YEAR} to {LAST_YEAR} (this parameter changes in January)")
    try:
        index = parse_month(text) if text.isascii() else -1
    except ValueError:
        index = -1
    if not 0 <= index < N_MONTHS:
        raise ValueError(f"a month from {FIRST_YEAR}-01 to {LAST_YEAR}-12, written YYYY-MM")
    return index


def time_label(index: int, axis: str) -> str:
    """The date of a position on a time axis."""
    return format_month(index) if axis == "month" else str(FIRST_YEAR + index)
