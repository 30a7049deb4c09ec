"""The three identities of the funds where money moves: between provinces, between funds, and as loans."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulate import contracts as c
from simulate.contracts import Cells
from simulate.funds import keep_books
from simulate.funds.accounts import INJURY, N_FUNDS, POOL, SIDES, WORK_INJURY, FundFlows
from simulate.funds.identities import check
from simulate.parameters import ParameterSet

MOVING = (
    "occupational_injury.model=ilo_fund", "occupational_injury.ilo_markup=0.01", "funds.injury_borrowing=true",
    "portability.transfer_take_up=1", "portability.conversion_pooled_share=0.5", "subsidies.care_credit=both",
)  # fmt: skip


@pytest.fixture(scope="module")
def cells(alone: Callable[..., Cells]) -> Cells:
    """Baseline with everything that makes money move."""
    return alone(sets=MOVING)


@pytest.fixture(scope="module")
def flows(cells: Cells, law_of: Callable[..., ParameterSet]) -> FundFlows:
    """Its books; the replicates are the groups."""
    return keep_books(np.moveaxis(cells.place, -1, 0), law_of(sets=MOVING))


def test_money_moves(cells: Cells, flows: FundFlows) -> None:
    """Otherwise the identities would say nothing."""
    for measure in (c.POOL_TRANSFER_IN, c.ACCOUNT_TRANSFER_IN, c.POOL_TO_RESIDENT, c.GOVERNMENT_TO_POOL):
        assert cells.place[..., measure].sum() > 0.0
    assert flows.entries[INJURY, "loan_received"].sum() > 0.0
    assert flows.entries[INJURY, "loan_repaid"].sum() > 0.0
    assert flows.entries[POOL, "national_pooling_paid"].sum() > 0.0


def test_the_books_add_up_in_every_group(flows: FundFlows) -> None:
    """``keep_books`` checks the first replicate alone; here each group is asked."""
    for group in range(c.N_GROUPS):
        part = slice(group, group + 1)
        check(
            FundFlows(
                {name: entry[part] for name, entry in flows.entries.items()},
                {fund: booked[part] for fund, booked in flows.booked.items()},
                flows.opening[:, part], flows.closing[:, part],
            )
        )  # fmt: skip


def test_every_fund_closes_at_opening_plus_in_less_out(flows: FundFlows) -> None:
    """Computed again from the sides, summed over groups, by fund, year and province."""
    for fund in range(N_FUNDS):
        sides = {side: flows.side(fund, side).sum(axis=0) for side in SIDES}
        change = sides["revenue"] + sides["transfer_in"] + sides["reconciliation"]
        change = change - sides["expenditure"] - sides["transfer_out"]
        opening, closing = flows.opening[fund].sum(axis=0), flows.closing[fund].sum(axis=0)
        largest = np.max([np.abs(each) for each in (opening, closing, *sides.values())])
        assert_allclose(opening + change, closing, rtol=0.0, atol=1e-9 * largest)
        assert_allclose(closing[:-1], opening[1:], rtol=0.0, atol=1e-9 * largest)


def test_what_leaves_a_province_arrives_in_another_to_the_last_unit(cells: Cells) -> None:
    """By group, year and sex: booked in the same step, so that not a hundred-thousandth of a yuan is lost."""
    by_group = cells.place.sum(axis=2)
    for out, come in ((c.POOL_TRANSFER_OUT, c.POOL_TRANSFER_IN), (c.ACCOUNT_TRANSFER_OUT, c.ACCOUNT_TRANSFER_IN)):
        assert_allclose(by_group[..., come], by_group[..., out], rtol=1e-12)


def test_loans_are_returned_the_year_after_where_they_were_given(flows: FundFlows) -> None:
    given, received = flows.entries[WORK_INJURY, "loan_granted"], flows.entries[INJURY, "loan_received"]
    returned, repaid = flows.entries[WORK_INJURY, "loan_returned"], flows.entries[INJURY, "loan_repaid"]
    assert np.array_equal(given, received)
    assert np.array_equal(returned, repaid)
    assert np.array_equal(given[:, :-1], returned[:, 1:])
    assert (flows.closing[WORK_INJURY][given > 0.0] >= -1e-3).all()  # nothing is lent that is not there


def test_all_funds_together_keep_what_comes_in(flows: FundFlows) -> None:
    """Over all funds and provinces transfers cancel: only contributions, interest and payments change the sum."""
    funds = range(flows.closing.shape[1])
    total = {side: sum(flows.side(fund, side).sum(axis=(0, 2)) for fund in funds) for side in SIDES}
    assert_allclose(total["transfer_in"], total["transfer_out"], rtol=1e-9)
    change = (flows.closing - flows.opening).sum(axis=(0, 1, 3))
    expected = total["revenue"] - total["expenditure"] + total["reconciliation"]
    assert_allclose(change, expected, rtol=0.0, atol=1e-9 * np.abs(flows.closing).sum(axis=(0, 1, 3)).max())
