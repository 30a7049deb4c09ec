"""Parameters of resident medical insurance: its funds are kept by the head, so that no step of a year reads them."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Reals
from simulate.parameters import ParameterSet, pack
from simulate.schemes.concern import EVERYONE, Reading, timeless


class ResidentMedicalParameters(NamedTuple):
    """Scalars have shape (1,)."""

    waiting_fixed: Reals  # (1,) months
    waiting_least: Reals  # (1,) months


READ_BY: Final[dict[str, Reading]] = {"waiting_fixed": timeless(EVERYONE), "waiting_least": timeless(EVERYONE)}


def build(parameters: ParameterSet) -> ResidentMedicalParameters:
    """Pack the scheme's parameters."""
    return pack(parameters, "resident_medical", ResidentMedicalParameters)
