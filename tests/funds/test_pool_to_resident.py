"""Pooled money that goes with a worker into the resident scheme: it leaves one fund and arrives in the other."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulate import contracts
from simulate.funds import IdentityBroken, keep_books
from simulate.funds.accounts import POOL, RESIDENT
from simulate.funds.identities import check


@pytest.fixture(scope="module")
def flows(cells, ps):
    return keep_books(np.moveaxis(cells.place.sum(axis=0)[None], -1, 0), ps)


def test_what_the_pool_pays_the_resident_fund_receives_in_the_same_province(flows, cells):
    moved = cells.place.sum(axis=(0, 3))[..., contracts.POOL_TO_RESIDENT]
    np.testing.assert_allclose(flows.entries[POOL, "pool_to_resident"][0], moved)
    np.testing.assert_allclose(flows.entries[RESIDENT, "pool_to_resident"][0], moved)


@pytest.mark.parametrize(("fund", "name"), [(POOL, "pool_to_resident"), (RESIDENT, "pool_to_resident")])
def test_money_lost_on_the_way_is_told(flows, fund, name):
    entries = dict(flows.entries)
    entries[fund, name] = entries[fund, name].copy()
    entries[fund, name][0, 4, 2] *= 1.001
    with pytest.raises(IdentityBroken, match="hebei, year 2014"):
        check(dataclasses.replace(flows, entries=entries))


def test_a_transfer_booked_on_both_sides_is_still_compared(flows):
    """Both funds close with what they booked, but not the same amount: only the third identity can tell."""
    entries, closing = dict(flows.entries), flows.closing.copy()
    opening = flows.opening.copy()
    entries[RESIDENT, "pool_to_resident"] = entries[RESIDENT, "pool_to_resident"].copy()
    entries[RESIDENT, "pool_to_resident"][0, 65, 2] += 1e9
    closing[RESIDENT, 0, 65, 2] += 1e9
    with pytest.raises(IdentityBroken, match=r"pool_to_resident of employee_pool = .*hebei, year 2075"):
        check(dataclasses.replace(flows, entries=entries, opening=opening, closing=closing))
