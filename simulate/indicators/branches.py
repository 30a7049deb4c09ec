"""The other branches: their members and recipients, and who is covered by what."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import codes, contracts
from simulate.contracts import KIND_ROWS, Reals
from simulate.funds import Parameters
from simulate.funds.heads import resident_members
from simulate.funds.rules import years_of
from simulate.indicators.coverage import Named
from simulate.indicators.errors import Replicates, ratio
from simulate.measures import MEASURES


def _shown() -> dict[str, int]:
    """Sums that are members or recipients of a branch; raises ValueError for one that is not a number of persons."""
    rows = [row for row in MEASURES if row.shown is not None]
    if any(row.unit != "persons" for row in rows):
        raise ValueError("only persons are shown as members of a branch")
    return {row.name: row.position for row in rows}


_OF_PENSIONS_AND_INJURY: Final = {"insured_injury": contracts.INSURED_INJURY, "insured_away": contracts.INSURED_AWAY}
_OF_BRANCHES: Final = _shown()
RESIDENT_MEDICAL: Final = "resident_medical"
OF_BRANCHES: Final = (*_OF_BRANCHES, RESIDENT_MEDICAL)
MEMBERSHIPS: Final = (*_OF_PENSIONS_AND_INJURY, *OF_BRANCHES)
BRANCHES: Final = ("employee_medical", "resident_medical", "unemployment")


def branches(sums: Replicates, ps: Parameters) -> Named:
    """All indicators of the branches beside the pensions, (replicate, label, year, ...)."""
    take_up = years_of(ps, "resident_medical.take_up")
    rows = (*_OF_PENSIONS_AND_INJURY.values(), *_OF_BRANCHES.values())
    members = np.stack([*(sums.both[row] for row in rows), resident_members(sums.both, take_up)], axis=1)
    kind, insurable = sums.kind, list(codes.INSURABLE)
    by_sex = _covered(kind[..., insurable].sum(axis=-1), take_up)
    named: Named = {
        "members": members,
        "members_national": np.asarray(members.sum(axis=-1)),
        "branch_coverage": by_sex,
    }
    for cut in ("form", "occupation", "hukou"):
        named[f"branch_coverage_by_{cut}"] = _covered(kind.sum(axis=-2)[..., KIND_ROWS[cut]], take_up)
    return named


def _covered(kind: Reals, take_up: Reals) -> Reals:
    """(measure, replicate, year, group) sums -> (replicate, branch, year, group) shares of the persons."""
    persons = kind[contracts.KIND_PERSONS]
    medical = ratio(kind[contracts.KIND_IN_MEDICAL], persons)
    unemployment = ratio(kind[contracts.KIND_IN_UNEMPLOYMENT], persons)
    return np.stack([medical, take_up[:, None] * (1.0 - medical), unemployment], axis=1)
