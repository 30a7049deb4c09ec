"""Members of the funds that take or spend so much a member."""

from __future__ import annotations

import numpy as np

from simulate import contracts
from simulate.contracts import Reals
from simulate.funds.rules import FundRules
from simulate.measures import PLACE_MEASURES, PerHead
from simulate.measures.branches import MEDICAL_RETIRED, MEDICAL_WORKING


def heads_of(entry: PerHead, sums: Reals, rules: FundRules) -> Reals:
    """Members an entry counts, (replicate, year, province); ``sums`` (measure, replicate, year, province)."""
    if entry.heads:
        return np.asarray(sum(sums[PLACE_MEASURES.index(name)] for name in entry.heads))
    return resident_members(sums, rules.resident_medical)


def resident_members(sums: Reals, take_up: Reals) -> Reals:
    """Members of resident medical insurance of 16 and over, (replicate, year, province), by residence.

    take-up x everyone not in the employee scheme (国发〔2016〕3号: all others).
    """
    outside = sums[contracts.PERSONS] - sums[MEDICAL_WORKING] - sums[MEDICAL_RETIRED]
    return np.asarray(take_up[:, None] * outside.clip(min=0.0))
