"""Money that moves and money paid on death, to the month: for each of the twelve, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from simulate.clock import month_index, year_index
from simulate.codes import EMPLOYEE, OTHER_FLEXIBLE, PLATFORM_FLEXIBLE
from simulate.contracts import DEATH_GRANTS, POOL_TRANSFER_OUT
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU
from simulate.schemes.law import Law
from simulate.schemes.platform_copayment.rules import ORDER_LEVY
from simulate.schemes.subsidies.rules import DEFERRALS
from tests.schemes.by_month import HENAN, MONTHS, SHANGHAI, live
from tests.schemes.packed_law import constant

BASE = 3000.0  # yuan, every month and place
INCOME = 4000.0  # a head and month, yuan
OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(certain: Law) -> Law:
    e, o = certain.employee_pension, certain.portability
    return certain._replace(
        employee_pension=e._replace(
            base_floor=constant(e.base_floor, BASE),
            flexible_base_floor=constant(e.flexible_base_floor, BASE),
            income_per_head=constant(e.income_per_head, INCOME),
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
    """Deaths in the middle of 2025, paying from a month of 2005 on: 人社部发〔2021〕18号 art. 2, 4.

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


@OFTEN
@pytest.mark.parametrize("way", [INSURED_BY_EMPLOYER, EMPLOYEE_SCHEME_AT_HUKOU])
def test_own_payments_cap_the_grant_by_those_made_before(law: Law, month: int, way: int) -> None:
    """人社部发〔2021〕18号 art. 5: who first paid in a month of 2024 and dies in the middle of it; 8 % of each base."""
    ways = {way: range(month_index(2024) + month, month_index(2030))}
    form = EMPLOYEE if way == INSURED_BY_EMPLOYER else OTHER_FLEXIBLE
    lived = live(law, month_index(1980), ways, form, 2026, death_rate=0.01)
    by_july = max(6 - month, 0)
    assert lived.of(2024, DEATH_GRANTS) == pytest.approx(0.01 * min(0.08 * BASE * by_july, 5 * INCOME), abs=1e-3)
    by_july = 12 - month + 6
    assert lived.of(2025, DEATH_GRANTS) == pytest.approx(0.01 * min(0.08 * BASE * by_july, 5 * INCOME), abs=1e-3)


@OFTEN
def test_what_is_bought_in_one_sum_counts_from_its_month(law: Law, month: int) -> None:
    """Twelve months before the age, sixty after it, the rest at once in a month of 2027, the year of death."""
    buys = month_index(2027) + month
    age = buys - 60
    ways = {INSURED_BY_EMPLOYER: range(month_index(2009), month_index(2010))}
    lived = live(law, age - 720, ways, until=2028, death_rate=0.01)
    rights = lived.after(2027).rights
    assert (rights.stop_month, rights.paid_months) == (buys, 180.0)
    survivors = 9 if month < 6 else 6  # fifteen years; or five full ones, by the middle of the year
    assert lived.of(2027, DEATH_GRANTS) == pytest.approx(0.01 * INCOME * (2 + survivors), rel=1e-7)


@OFTEN
def test_months_deferred_count_from_the_month_in_which_they_are_paid(law: Law, month: int) -> None:
    """Four years paid, some months of 2020 deferred and paid in December 2021; a death in the middle of that year."""
    s, p = law.subsidies, law.enrolment
    deferral = constant(s.deferral, DEFERRALS.code("none"))
    deferral.setflags(write=True)
    deferral[year_index(2020)] = DEFERRALS.code("next_year")
    deferral.setflags(write=s.deferral.flags.writeable)
    deferring = law._replace(
        enrolment=p._replace(affordable_share=constant(p.affordable_share, 0.4)),
        subsidies=s._replace(deferral=deferral, deferral_take_up=constant(s.deferral_take_up, 1.0)),
    )
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2017), month_index(2025))}
    poor = range(month_index(2020) + month, month_index(2021))
    lived = live(deferring, month_index(1980), ways, OTHER_FLEXIBLE, 2023, poor=poor, death_rate=0.01)
    assert lived.after(2021).rights.paid_months == 60
    by_july = 36 + month + 6
    assert lived.of(2021, DEATH_GRANTS) == pytest.approx(0.01 * min(0.08 * BASE * by_july, 5 * INCOME), rel=1e-7)
    assert lived.of(2022, DEATH_GRANTS) == pytest.approx(0.01 * INCOME * (2 + 6), rel=1e-7)


@pytest.mark.parametrize("ratio", [0.1, 0.25, 0.5, 1.0, 1.5])
def test_a_levy_below_the_floor_buys_fewer_months_on_the_same_base(law: Law, ratio: float) -> None:
    """A month counts in the proportion of its levy to the floor's: once, not in the index of what counts again."""
    c, e = law.platform_copayment, law.employee_pension
    rate = 0.2 * ratio * BASE / law.economy.wage[year_index(2030), HENAN]
    levied = law._replace(
        platform_copayment=c._replace(
            rule=constant(c.rule, ORDER_LEVY), income_share_of_orders=constant(c.income_share_of_orders, 1.0),
            order_levy_rate=constant(c.order_levy_rate, rate), binds=constant(c.binds, 1),
        ),
        employee_pension=e._replace(flexible_rate=constant(e.flexible_rate, 0.2)),
    )  # fmt: skip
    of_2030 = {PLATFORM_FLEXIBLE: range(month_index(2030), month_index(2031))}
    rights = live(levied, month_index(1990), {}, forms_of=of_2030, until=2032).after(2031).rights
    assert rights.paid_months == pytest.approx(12 * min(ratio, 1.0), rel=1e-6)
    assert rights.bases.sum() / rights.paid_months == pytest.approx(max(ratio, 1.0) * BASE, rel=1e-6)
