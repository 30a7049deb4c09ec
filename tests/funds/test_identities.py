"""Books spoilt on purpose: the identity broken is said with fund, province and year."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from simulate import contracts
from simulate.funds import IdentityBroken, keep_books
from simulate.funds.accounts import POOL, RESIDENT
from simulate.funds.identities import ROUNDING, check
from simulate.schemes.tables import MONEY_UNIT


@pytest.fixture(scope="module")
def place(cells):
    return np.moveaxis(cells.place.sum(axis=0)[None], -1, 0)


def test_random_books_add_up(place, ps):
    check(keep_books(place, ps))


def test_money_lost_on_the_way_to_the_fund(place, ps):
    spoilt = place.copy()
    spoilt[contracts.RECEIVED_POOL, 0, 5, 3] *= 1 + 1e-8
    with pytest.raises(IdentityBroken, match=r"paid in .*employee_pool, shanxi, year 2015"):
        keep_books(spoilt, ps)


def test_rounding_is_forgiven(place, ps):
    spoilt = place.copy()
    spoilt[contracts.RECEIVED_POOL] *= 1 + 1e-12
    keep_books(spoilt, ps)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("closing", "opening + in - out = closing; fund resident_pension, beijing, year 2012"),
        ("opening", "opening + in - out = closing; fund resident_pension, beijing, year 2012"),
    ],
)
def test_balances_that_do_not_follow(place, ps, where, message):
    flows = keep_books(place, ps)
    spoilt = getattr(flows, where).copy()
    spoilt[RESIDENT, 0, 2, 0] *= 1.001
    with pytest.raises(IdentityBroken, match=re.escape(message)):
        check(dataclasses.replace(flows, **{where: spoilt}))


def test_a_year_opens_where_the_last_closed(place, ps):
    flows = keep_books(place, ps)
    opening, closing = flows.opening.copy(), flows.closing.copy()
    opening[POOL, 0, 7:, 1] += 1e9
    closing[POOL, 0, 7:, 1] += 1e9
    with pytest.raises(IdentityBroken, match=r"closing = opening .*employee_pool, tianjin, year 2017"):
        check(dataclasses.replace(flows, opening=opening, closing=closing))


@pytest.mark.parametrize("name", ["central_adjustment_received", "national_pooling_received"])
def test_a_transfer_that_arrives_larger(place, ps, name):
    """The closing balance is corrected too, so that only the third identity can see it."""
    flows = keep_books(place, ps)
    year = 9 if name.startswith("central") else 20
    entries = dict(flows.entries)
    entries[POOL, name] = entries[POOL, name].copy()
    entries[POOL, name][0, year, 0] += 1e9
    opening, closing = flows.opening.copy(), flows.closing.copy()
    closing[POOL, 0, year:, 0] += 1e9
    opening[POOL, 0, year + 1 :, 0] += 1e9
    with pytest.raises(IdentityBroken, match=rf"{name}; fund employee_pool, nation, year {2010 + year}"):
        check(dataclasses.replace(flows, entries=entries, opening=opening, closing=closing))


def test_nan_is_never_right(place, ps):
    spoilt = place.copy()
    spoilt[contracts.BASIC_PENSION, 0, 30, 4, 1] = np.nan
    with pytest.raises(IdentityBroken):
        keep_books(spoilt, ps)


def one_province(**amounts: float) -> np.ndarray:
    """(measure, replicate, year, province, sex) of a small fund: a few thousand yuan a year in one province."""
    place = np.zeros((len(contracts.PLACE_MEASURES), 1, contracts.N_REPORT_YEARS, 31, 2))
    for name, amount in amounts.items():
        place[contracts.PLACE_MEASURES.index(name), ..., 0, 0] = amount
    return place


@pytest.mark.parametrize("units", [1, 2, 400])
def test_a_few_units_of_the_fixed_point_are_forgiven_however_small_the_fund(ps, units):
    """5,277 yuan paid by many workers, each rounded to a unit on its way in and once more where it is booked."""
    keep_books(one_province(worker_to_pool=5277.0, received_pool=5277.0 + units / MONEY_UNIT), ps)


def test_a_yuan_is_never_forgiven_in_a_small_fund(ps):
    with pytest.raises(IdentityBroken, match="paid in by payers"):
        keep_books(one_province(worker_to_pool=5277.0, received_pool=5278.0), ps)


def test_the_rounding_forgiven_is_in_units_of_the_sums():
    assert pytest.approx(100_000 / 2 / MONEY_UNIT) == ROUNDING
