"""All who pay a scheme in a year participate in it: payers never exceed participants, in any year, of either sex.

By province they may in a year of buying in, which ends the membership of those who paid before.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulate import contracts as c
from simulate.cohorts import RunOptions, simulate_cells
from simulate.contracts import Cells
from simulate.parameters import ParameterSet


@pytest.fixture(scope="module")
def cells(law_of: Callable[..., ParameterSet]) -> Cells:
    return simulate_cells([law_of()], RunOptions(workers=4_000, seed=5))[0]


@pytest.mark.parametrize("axes", [(0, 2, 3), (0, 2)], ids=["nation", "sex"])
def test_who_pays_the_resident_scheme_is_in_it(cells: Cells, axes: tuple[int, ...]) -> None:
    sums = cells.place.sum(axis=axes)
    payers, participants = sums[..., c.CONTRIBUTORS_RESIDENT], sums[..., c.INSURED_RESIDENT]
    assert participants.sum() > 0.0
    assert (payers <= participants + 1e-6).all()
