"""Parameters of the floor under old-age income, packed for the kernels."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import BELOW_DIBAO, FLOOR_RECIPIENTS, FLOOR_TOP_UP, Codes, Reals
from simulate.parameters import Labels, ParameterSet, pack
from simulate.schemes.concern import OLD, yearly, Reading
from simulate.schemes.social_floor.rules import KINDS

LABELS: Final[Labels] = {"kind": KINDS}  # by which enumeration each is numbered


class SocialFloorParameters(NamedTuple):
    """Year axes start in 1950."""

    kind: Codes  # (year,) see rules.old_age_income
    start_age: Reals  # (year,) years
    dibao_take_up: Reals  # (year, hukou_type) of the old under the line, share drawing Dibao
    universal_flat_amount: Reals  # (year,) share of the urban Dibao line
    linked_minimum_share: Reals  # (year,) of the urban Dibao line, for the months of a whole minimum
    linked_minimum_months: Reals  # (year,) months paid for a whole minimum
    linked_minimum_most: Reals  # (year,) times the whole minimum, for longer careers
    mixed_flat_share: Reals  # (year,) of the urban Dibao line
    mixed_kept_share: Reals  # (year,) of the contributory pension


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "kind": yearly(OLD),
    "start_age": yearly(OLD),
    "dibao_take_up": yearly(OLD),
    "universal_flat_amount": yearly(OLD),
    "linked_minimum_share": yearly(OLD),
    "linked_minimum_months": yearly(OLD),
    "linked_minimum_most": yearly(OLD),
    "mixed_flat_share": yearly(OLD),
    "mixed_kept_share": yearly(OLD),
}
BOOKS: Final = (BELOW_DIBAO, FLOOR_RECIPIENTS, FLOOR_TOP_UP)


def build(parameters: ParameterSet) -> SocialFloorParameters:
    """Pack the room's parameters."""
    return pack(parameters, "social_floor", SocialFloorParameters, LABELS)
