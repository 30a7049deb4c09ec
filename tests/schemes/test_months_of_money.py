"""Money that moves and money paid on death, to the month: for each of the twelve, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from simulate.clock import month_index
from simulate.contracts import DEATH_GRANTS, POOL_TRANSFER_OUT
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.law import Law
from tests.schemes.by_month import HENAN, MONTHS, SHANGHAI, certain_law, live, without_window
from tests.schemes.packed_law import constant

BASE = 3000.0  # yuan, every month and place
INCOME = 4000.0  # a head and month, yuan
OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    whole = without_window(certain_law(parameters))
    e, o = whole.employee_pension, whole.portability
    return whole._replace(
        employee_pension=e._replace(
            base_floor=constant(e.base_floor, BASE), income_per_head=constant(e.income_per_head, INCOME)
        ),
        portability=o._replace(transfer_take_up=constant(o.transfer_take_up, 1.0)),
    )


@OFTEN
def test_a_transfer_takes_what_was_paid_up_to_the_move(law: Law, month: int) -> None:
    """国办发〔2009〕66号 art. 4: 12 % of the bases paid in Shanghai from 2010 to the month before the move."""
    move = month_index(2018) + month
    ways = {INSURED_BY_EMPLOYER: range(month_index(2010), month_index(2030))}
    lived = live(law, month_index(1980), ways, until=2021, places={SHANGHAI: range(month_index(2010), move)})
    moved = [lived.of(year, POOL_TRANSFER_OUT) for year in range(2010, 2021)]
    year = 2018 - 2010
    assert moved[year] == pytest.approx(0.12 * BASE * (96 + month), rel=1e-9)
    assert sum(moved) == moved[year]
    rights = lived.after(2018).rights
    assert rights.relation_province == HENAN
    assert rights.pool_by_province[HENAN] == pytest.approx(0.12 * BASE * 108)


@OFTEN
def test_who_left_before_the_move_was_asked_for_leaves_each_place_its_own(law: Law, month: int) -> None:
    """The same, but nobody asks for the money: each place keeps 12 % of what was paid there."""
    o: Any = law.portability
    unasked = law._replace(portability=o._replace(transfer_take_up=constant(o.transfer_take_up, 0.0)))
    move = month_index(2018) + month
    ways = {INSURED_BY_EMPLOYER: range(month_index(2010), month_index(2030))}
    lived = live(unasked, month_index(1980), ways, until=2020, places={SHANGHAI: range(month_index(2010), move)})
    pool = lived.after(2018).rights.pool_by_province
    assert pool[SHANGHAI] == pytest.approx(0.12 * BASE * (96 + month))
    assert pool[HENAN] == pytest.approx(0.12 * BASE * (12 - month))


@OFTEN
def test_payments_on_death_count_the_months_paid_by_then(law: Law, month: int) -> None:
    """Deaths in the middle of 2025, of who began to pay in a month of 2005 and pays on: 人社部发〔2021〕18号 art. 2, 4.

    Two months' income for the funeral; nine for fifteen years, one more for each year beyond, a part for a part.
    """
    begins = month_index(2005) + month
    ways = {INSURED_BY_EMPLOYER: range(begins, month_index(2030))}
    lived = live(law, month_index(1980), ways, until=2026, death_rate=0.01)
    years = (month_index(2025, 7) - begins) / 12
    assert lived.of(2025, DEATH_GRANTS) == pytest.approx(0.01 * INCOME * (2 + 9 + years - 15), rel=1e-7)


@OFTEN
def test_who_stops_paying_in_the_year_of_death_has_paid_so_far(law: Law, month: int) -> None:
    """The last month paid is the one of 2025; who dies in the middle of that year has not paid what comes after."""
    last = month_index(2025) + month
    ways = {INSURED_BY_EMPLOYER: range(month_index(2005), last + 1)}
    lived = live(law, month_index(1980), ways, until=2027, death_rate=0.01)
    by_then = 240 + min(month + 1, 6)
    assert lived.of(2025, DEATH_GRANTS) == pytest.approx(0.01 * INCOME * (2 + by_then / 12 - 6), rel=1e-7)
    paid = 240 + month + 1
    assert lived.of(2026, DEATH_GRANTS) == pytest.approx(0.01 * INCOME * (2 + paid / 12 - 6), rel=1e-7)
