"""Of whom each packed field of a law is read, as its scheme says, and so whom a difference between laws concerns."""

from __future__ import annotations

from typing import Final

from simulate.schemes.no_longer_read import ahead_of
from simulate.schemes.concern import EVERYONE, OLD, Needs, Reading, needs_of, yearly
from simulate.schemes.law import Law
from simulate.schemes.registry import SCHEMES

# Wages and lines of poverty are read of everybody, last year's wages too.
ECONOMY_READ_BY: Final = {
    "wage": yearly(EVERYONE, remembered_by=EVERYONE), "national_wage": yearly(EVERYONE), "dibao_urban": yearly(OLD),
    "dibao_rural": yearly(OLD), "intraprovincial": yearly(EVERYONE),
}  # fmt: skip
READ_BY: Final[dict[str, dict[str, Reading]]] = {
    "economy": ECONOMY_READ_BY, **{each.name: each.read_by for each in SCHEMES},
}  # fmt: skip
_BESIDE: Final = frozenset(each.name for each in SCHEMES if each.books)


def needs(laws: list[Law]) -> Needs:
    """Of whom each law may be read otherwise than the first, by year and province."""
    has_weight = any(bool(law.enrolment.medical_weight.any()) for law in laws)
    return needs_of(laws, READ_BY, _BESIDE, has_weight, ahead_of(laws))
