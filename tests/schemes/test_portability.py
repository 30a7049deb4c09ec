"""Moves between provinces worked by hand on small arrays: what leaves arrives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import N_MONTHS, N_YEARS, month_index
from simulate.codes import PROVINCES
from simulate.contracts import (
    ACCOUNT_TRANSFER_IN,
    ACCOUNT_TRANSFER_OUT,
    CONTRIBUTORS_RESIDENT,
    DUAL_CONTRIBUTORS,
    PLACE_MEASURES,
    POOL_TRANSFER_IN,
    POOL_TRANSFER_OUT,
    RESIDENT_REFUNDS,
    WORKER_TO_RESIDENT,
)  # fmt: skip
from simulate.schemes.fold_lives import fold_transfers, gather_pool
from simulate.schemes.portability.params import PortabilityParameters
from simulate.schemes.portability.rules import (
    HUKOU_PLACE,
    LAST_PLACE,
    TEN_YEAR,
    benefit_place,
    last_full_province,
    pool_moves,
)  # fmt: skip
from simulate.schemes.portability.steps import count_dual, join_dual, move_months, refund_dual
from simulate.schemes.state import NEVER, PAID_AS_FLEXIBLE, UNPAID, new_state
from simulate.schemes.tables import MONEY_UNIT
from tests.schemes.one_worker import WorkersYear, a_person, a_year, in_year

HENAN, ZHEJIANG, FUJIAN, HEBEI = (PROVINCES.code(name) for name in ("henan", "zhejiang", "fujian", "hebei"))
BORN = month_index(1985)


def law(**changes: Any) -> PortabilityParameters:
    """The law in force, with other values where named."""
    o = PortabilityParameters(
        transfer_share=np.full(N_MONTHS, 0.12), transfer_start=np.array([month_index(2010)]),
        pool_from=np.array([month_index(1998)]), temporary_account_age=np.tile([600.0, 480.0], (N_YEARS, 1)),
        transfer_take_up=np.ones(N_YEARS),
        benefit_place_rule=np.full(N_MONTHS, TEN_YEAR, np.int16), benefit_place_months=np.full(N_MONTHS, 120.0),
        conversion_pooled_share=np.zeros(N_MONTHS), resident_years_count=np.zeros(N_MONTHS),
        dual_share=np.full(N_YEARS, 1.0), dual_refund=np.ones(N_MONTHS, np.int16),
    )  # fmt: skip
    return o._replace(**changes)


class Life:
    """One worker of Henan, year by year: contributions of 8 and 16 % of 5000 yuan, then moves and the fold."""

    def __init__(self, birth_month: int = BORN, **changes: Any) -> None:
        self.law = law(**changes)
        self.person = a_person(7, birth_month=birth_month, home=HENAN)
        self.state = new_state(1)
        self.rights = self.state.rights
        self.table = np.zeros((len(PROVINCES), 2, len(PLACE_MEASURES)), np.int64)

    def year(self, year: int, places: list[int]) -> Life:
        """A calendar year; ``places`` are its provinces of insurance in equal parts, none for no month paid."""
        insured = [places[m * len(places) // 12] for m in range(12)] if places else 0
        pay = PAID_AS_FLEXIBLE if places else UNPAID
        y = a_year(
            in_year(year),
            [self.person],
            self.state,
            contribution_base=5000.0,
            pay=pay,
            insured=insured,
            pays=bool(places),
        )
        if places:
            self.rights.insured_province[0] = places[-1]
            self.rights.account[0] += 4800.0
        for person, _, record, _, me in y:
            move_months(self.law, person, y.now, record, me.rights)
        share = pool_moves(int(y.months.gathered_month[0]), int(self.law.transfer_start[0]))
        return self.fold(share, int(y.months.gathered[0]), y.months.gathered_account[0])

    def gather(self, destination: int) -> Life:
        """An award in ``destination`` in a later year."""
        self.rights.relation_province[0] = destination
        return self.fold(1.0, destination, self.rights.account[0])

    def fold(self, pool_share: float, there: int, balance: float) -> Life:
        """Book the year's transfers for a hundred persons; what leaves must arrive."""
        self.table[:] = 0
        pool = self.rights.pool_by_province[0]
        before = pool.sum()
        if there != NEVER:
            fold_transfers(100.0, pool_share, there, balance, pool, 0, self.table)
        gather_pool(there, pool)
        assert self.rights.pool_by_province.sum() == pytest.approx(before)
        for out, come in ((POOL_TRANSFER_OUT, POOL_TRANSFER_IN), (ACCOUNT_TRANSFER_OUT, ACCOUNT_TRANSFER_IN)):
            assert self.table[..., out].sum() == self.table[..., come].sum()
        return self

    def left(self, place: int) -> tuple[float, float]:
        """Account and pooled money that left a province, yuan a person."""
        cell = self.table[place, 0] / (100.0 * MONEY_UNIT)
        return cell[ACCOUNT_TRANSFER_OUT], cell[POOL_TRANSFER_OUT]


def test_first_relation_opens_where_the_first_month_is_paid() -> None:
    life = Life().year(2015, [ZHEJIANG])
    assert life.rights.relation_province[0] == ZHEJIANG
    assert not life.table.any()
    assert life.rights.pool_by_province[0, ZHEJIANG] == pytest.approx(7200.0)  # 12 x 5000 x 12 %


def test_a_move_asked_for_takes_the_balance_and_twelve_percent() -> None:
    life = Life().year(2015, [HENAN]).year(2016, [ZHEJIANG])
    assert life.left(HENAN) == pytest.approx((4800.0, 7200.0))  # half of 9600, as half of the pool lies; 12 % of 60000
    assert life.rights.relation_province[0] == ZHEJIANG
    assert life.rights.pool_by_province[0, ZHEJIANG] == pytest.approx(14400.0)


def test_a_move_not_asked_for_leaves_the_money_until_the_award() -> None:
    life = Life(transfer_take_up=np.zeros(N_YEARS)).year(2015, [HENAN]).year(2016, [ZHEJIANG]).year(2017, [FUJIAN])
    assert not life.table.any()
    assert life.rights.relation_province[0] == FUJIAN
    life.gather(HENAN)
    assert life.left(HENAN) == (0.0, 0.0)
    assert life.left(ZHEJIANG) == life.left(FUJIAN) == pytest.approx((4800.0, 7200.0))


def test_each_move_within_a_year_is_followed() -> None:
    life = Life().year(2015, [HENAN]).year(2016, [HENAN, ZHEJIANG])
    assert life.rights.relation_province[0] == ZHEJIANG
    assert life.left(HENAN) == pytest.approx((7200.0, 10800.0))  # 18 of 24 months: of the account of 9600, and 12 %
    life.year(2017, [ZHEJIANG, FUJIAN, ZHEJIANG])
    assert life.rights.relation_province[0] == ZHEJIANG
    assert (life.rights.left_month[0, [ZHEJIANG, FUJIAN]] == [month_index(2017, 5), month_index(2017, 9)]).all()
    assert life.left(FUJIAN) == pytest.approx((1600.0, 2400.0))  # 4 of 36 months
    assert life.left(ZHEJIANG) == (0.0, 0.0)


def test_a_second_move_takes_along_what_came_with_the_first() -> None:
    life = Life().year(2015, [HENAN]).year(2016, [ZHEJIANG]).year(2017, [FUJIAN])
    assert life.left(ZHEJIANG) == pytest.approx((9600.0, 14400.0))
    assert life.left(HENAN) == (0.0, 0.0)


def test_before_2010_relations_move_without_pooled_money() -> None:
    life = Life().year(2008, [HENAN]).year(2009, [ZHEJIANG])
    assert life.left(HENAN) == pytest.approx((4800.0, 0.0))


def test_bases_before_1998_do_not_count() -> None:
    life = Life().year(1997, [HENAN]).year(1998, [HENAN])
    assert life.rights.pool_by_province.sum() == pytest.approx(7200.0)


def test_from_fifty_a_temporary_account_keeps_the_relation_where_it_is() -> None:
    life = Life(birth_month=month_index(1966)).year(2015, [HENAN]).year(2016, [ZHEJIANG])
    assert life.rights.relation_province[0] == HENAN  # 50 in 2016-01
    assert not life.table.any()
    life.gather(HENAN)
    assert life.left(ZHEJIANG) == pytest.approx((4800.0, 7200.0))


def test_age_is_that_of_the_first_month_of_the_stay() -> None:
    mid_year = month_index(1966, 6)  # 50 in June 2016; the stay begins in January, or in July
    assert Life(mid_year).year(2015, [HENAN]).year(2016, [ZHEJIANG]).rights.relation_province[0] == ZHEJIANG
    assert Life(mid_year).year(2015, [HENAN]).year(2016, [HENAN, ZHEJIANG]).rights.relation_province[0] == HENAN


def test_home_is_open_at_any_age() -> None:
    life = Life(birth_month=month_index(1960)).year(2015, [ZHEJIANG]).year(2016, [HENAN])
    assert life.rights.relation_province[0] == HENAN


def test_where_the_last_place_pays_no_temporary_account_is_opened() -> None:
    always = np.full(N_MONTHS, LAST_PLACE, np.int16)
    life = Life(month_index(1960), benefit_place_rule=always).year(2015, [HENAN]).year(2016, [ZHEJIANG])
    assert life.rights.relation_province[0] == ZHEJIANG


@pytest.mark.parametrize("last", [120, 60])
def test_article_six_goes_back_to_the_last_place_with_ten_years(last: int) -> None:
    """Eleven years in Fujian, ten and a half in Zhejiang, then a place without ten years: Zhejiang, not the fullest."""
    life = Life(month_index(1990))
    for year, place in enumerate([FUJIAN] * 11 + [ZHEJIANG] * (10 if last == 120 else 5) + [HEBEI]):
        life.rights.months_by_province[0, place] += 12.0
        life.year(2010 + year, [place])
    assert life.rights.relation_province[0] == HEBEI
    back = last_full_province(life.rights.left_month[0], life.rights.months_by_province[0], 120.0)
    assert back == (ZHEJIANG if last == 120 else FUJIAN)
    assert benefit_place(TEN_YEAR, HENAN, HEBEI, HEBEI, 12.0, back, 120.0) == back
    assert benefit_place(TEN_YEAR, HENAN, HEBEI, HEBEI, 12.0, NEVER, 120.0) == HENAN
    assert benefit_place(HUKOU_PLACE, HENAN, HEBEI, HEBEI, 12.0, back, 120.0) == HENAN
    assert benefit_place(LAST_PLACE, HENAN, HENAN, FUJIAN, 0.0, back, 120.0) == FUJIAN


def dual(pay_months: int, share: float = 1.0) -> WorkersYear:
    """One member of the resident scheme since last year who pays the employee scheme for some months of 2020."""
    o = law(dual_share=np.full(N_YEARS, share))
    y = a_year(in_year(2020), [a_person(7)], pay=UNPAID)
    residents = y.state.residents
    residents.last_year, residents.years, residents.account = y.now.year - 1, 3.0, 900.0
    y.months.pay[0, :pay_months] = PAID_AS_FLEXIBLE
    for person, _, record, ledger, me in y:
        join_dual(o, person, y.now, record, me)
        if record.joins:
            ledger[WORKER_TO_RESIDENT], ledger[CONTRIBUTORS_RESIDENT] = 600.0, 1.0
            me.residents.years += 1.0
            me.residents.account += 600.0
        count_dual(record, ledger, me.residents)
        refund_dual(o, y.now.january + 11, ledger, me.residents)
    return y


def test_months_paid_twice_go_back() -> None:
    y = dual(4)
    row, residents = y.ledger[0], y.state.residents
    assert (row[DUAL_CONTRIBUTORS], row[RESIDENT_REFUNDS]) == (1.0, pytest.approx(200.0))  # 600 x 4 / 12
    assert residents.years[0] == pytest.approx(3.0 + 8.0 / 12.0)
    assert residents.account[0] == pytest.approx(900.0 + 600.0 - 200.0)
    assert residents.dual_paid[0] == 0.0


@pytest.mark.parametrize(("months", "share"), [(0, 1.0), (4, 0.0)])
def test_who_pays_one_scheme_is_owed_nothing(months: int, share: float) -> None:
    y = dual(months, share)
    row, residents, joins = y.ledger[0], y.state.residents, y.months.joins
    assert (row[DUAL_CONTRIBUTORS], row[RESIDENT_REFUNDS], joins[0], residents.years[0]) == (0.0, 0.0, 0, 3.0)
