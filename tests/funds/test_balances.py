"""Books and balances: hand-worked examples, the record, and the identities."""

from __future__ import annotations

import numpy as np
import pytest
import sample_cells

from simulate import contracts
from simulate.clock import FIRST_REPORT_YEAR
from simulate.funds import keep_books, official_record
from simulate.funds.accounts import ACCOUNTS, INJURY, POOL, RESIDENT, WORK_INJURY

LAST_ON_RECORD = 2023 - FIRST_REPORT_YEAR


def place_of(**amounts: float) -> np.ndarray:
    """(measure, replicate, year, province, sex): each measure the same every year, all of it Beijing's men."""
    place = np.zeros((len(contracts.PLACE_MEASURES), 1, contracts.N_REPORT_YEARS, 31, 2))
    for name, amount in amounts.items():
        place[contracts.PLACE_MEASURES.index(name), ..., 0, 0] = amount
    moved = np.moveaxis(place, 0, -1)
    sample_cells.book_contributions(moved)
    return place


def quiet(ps, **changes):
    """Parameters without record, subsidy, interest or transfers, then changes."""
    nothing = dict.fromkeys(
        ["reconciled", "fiscal_subsidy", "fiscal_subsidy_share", "reserve_return", "resident_reserve_return",
         "injury_reserve_return", "official_work_injury_balance", "injury_borrowing",
         "central_adjustment_rate", "national_pooling", "official_balance", "official_resident_balance",
         "personal_account_opening"], 0.0,
    )  # fmt: skip
    return ps.with_values(**{**nothing, **changes}).without(
        *(f"{room}.official_balance" for room in ("employee_medical", "resident_medical", "unemployment"))
    )


def test_pool_by_hand(ps):
    place = place_of(employer_to_pool=160.0, worker_to_accounts=80.0, account_interest=5.0, basic_pension=100.0,
                     death_grants=10.0, account_pension=20.0, account_refunds=7.0, account_to_resident=3.0)  # fmt: skip
    flows = keep_books(place, quiet(ps))
    assert flows.closing[POOL, 0, 0, 0] == pytest.approx(160 - 100 - 10 - 5)
    assert flows.closing[ACCOUNTS, 0, 0, 0] == pytest.approx(80 + 5 - 20 - 7 - 3)
    assert flows.closing[RESIDENT, 0, 0, 0] == pytest.approx(3)
    assert flows.closing[POOL, 0, 9, 0] == pytest.approx(10 * 45)


def test_interest_and_subsidy_by_hand(ps):
    place = place_of(employer_to_pool=100.0, basic_pension=50.0)
    flows = keep_books(place, quiet(ps, reserve_return=0.1, fiscal_subsidy_share=0.2))
    net = 100 - 50 + 0.2 * 50
    assert flows.closing[POOL, 0, 0, 0] == pytest.approx(net)
    assert flows.entries[POOL, "interest"][0, 1, 0] == pytest.approx(0.1 * net)
    assert flows.closing[POOL, 0, 1, 0] == pytest.approx(net * 1.1 + net)
    assert flows.paid_by(POOL, "government")[0, 0, 0] == pytest.approx(10)


def test_a_subsidy_goes_where_the_pensions_are_not_paid_for(ps):
    """Beijing pays 100 for 50 of contributions, Tianjin 100 for 200: half of 40 goes to Beijing, half by weight 0.4."""
    place = place_of(employer_to_pool=50.0, basic_pension=100.0)
    for name, amount in (("employer_to_pool", 200.0), ("basic_pension", 100.0)):
        place[contracts.PLACE_MEASURES.index(name), ..., 1, 0] = amount
    sample_cells.book_contributions(np.moveaxis(place, 0, -1))
    flows = keep_books(place, quiet(ps, fiscal_subsidy_share=0.2, fiscal_subsidy_need_share=0.5))
    np.testing.assert_allclose(flows.entries[POOL, "fiscal_subsidy"][0, 0, :2], [20 + 10, 10])


def test_no_interest_on_a_deficit_unless_charged(ps):
    place = place_of(employer_to_pool=50.0, basic_pension=100.0)
    free = keep_books(place, quiet(ps, reserve_return=0.1))
    charged = keep_books(place, quiet(ps, reserve_return=0.1, interest_on_deficit=1))
    assert free.closing[POOL, 0, 1, 0] == pytest.approx(-100)
    assert charged.closing[POOL, 0, 1, 0] == pytest.approx(-50 * 1.1 - 50)


@pytest.mark.parametrize("spread", [0.5, 1.0, 5.0])
def test_the_nation_earns_the_same_however_its_money_lies(ps, spread):
    """Provinces stand further apart in a small sample than in a large one: no cause to earn more."""
    rng = np.random.default_rng(5)
    even = np.zeros((len(contracts.PLACE_MEASURES), 1, contracts.N_REPORT_YEARS, 31, 2))
    even[contracts.PLACE_MEASURES.index("employer_to_pool"), ..., 0] = 100.0
    even[contracts.PLACE_MEASURES.index("basic_pension"), ..., 0] = 90.0
    sample_cells.book_contributions(np.moveaxis(even, 0, -1))
    apart = even.copy()
    noise = np.exp(spread * rng.normal(size=31))
    apart[contracts.PLACE_MEASURES.index("basic_pension"), ..., 0] *= noise / noise.mean()
    of = [keep_books(place, quiet(ps, reserve_return=0.05)) for place in (even, apart)]
    assert (of[1].closing[POOL, 0, 0] < 0).any()
    earned = [each.entries[POOL, "interest"].sum(axis=-1) for each in of]
    np.testing.assert_allclose(earned[1], earned[0], rtol=1e-9)


def test_resident_fund_by_hand(ps):
    place = place_of(worker_to_resident=30.0, government_to_resident=10.0, resident_flat_pension=200.0,
                     resident_account_pension=15.0, resident_account_pension_from_government=2.0,
                     resident_inheritance=1.0)  # fmt: skip
    flows = keep_books(place, quiet(ps))
    assert flows.closing[RESIDENT, 0, 0, 0] == pytest.approx(30 + 10 - 15 - 1)
    assert flows.paid_by(RESIDENT, "government")[0, 0, 0] == pytest.approx(10 + 200 + 2)


def test_government_pays_into_pool_and_accounts(ps):
    """12 % and 8 % of a base of 1,000 paid by government, beside a refund of 30 by the resident fund."""
    place = place_of(government_to_pool=120.0, government_to_accounts=80.0, worker_to_resident=100.0,
                     resident_refunds=30.0)  # fmt: skip
    flows = keep_books(place, quiet(ps))
    assert flows.paid_by(POOL, "government")[0, 0, 0] == pytest.approx(120)
    assert flows.paid_by(ACCOUNTS, "government")[0, 0, 0] == pytest.approx(80)
    assert flows.closing[RESIDENT, 0, 0, 0] == pytest.approx(100 - 30)


def test_rights_that_move_with_a_worker(ps):
    """12 % of bases and the account leave Beijing for Tianjin: nothing is lost between them."""
    flows = keep_books(place_of(pool_transfer_out=12.0, account_transfer_out=8.0), quiet(ps))
    assert flows.closing[POOL, 0, 0, :2] == pytest.approx([-12, 12])
    assert flows.closing[ACCOUNTS, 0, 0, :2] == pytest.approx([-8, 8])
    assert flows.closing.sum() == pytest.approx(0)


def test_injury_funds_by_hand(ps):
    place = place_of(employer_to_work_injury=100.0, work_injury_benefits=70.0, platform_to_injury=40.0,
                     worker_to_injury=6.0, government_to_injury=4.0, injury_medical=10.0, injury_disability=15.0,
                     injury_death=5.0)  # fmt: skip
    flows = keep_books(place, quiet(ps, injury_reserve_return=0.1))
    assert flows.closing[WORK_INJURY, 0, :2, 0] == pytest.approx([30, 63])
    assert flows.closing[INJURY, 0, :2, 0] == pytest.approx([20, 42])
    assert [flows.paid_by(INJURY, payer)[0, 0, 0] for payer in ("platform", "worker", "government")] == [40, 6, 4]


def test_a_deficit_is_borrowed_and_returned_the_year_after(ps):
    """25 paid in and 40 out each year: 15 are lent, then 15 returned and 30 lent, the lender gaining 100 a year."""
    place = place_of(employer_to_work_injury=100.0, platform_to_injury=25.0, injury_medical=40.0)
    flows = keep_books(place, quiet(ps, injury_borrowing=1))
    assert flows.entries[INJURY, "loan_received"][0, :3, 0] == pytest.approx([15, 30, 45])
    assert flows.entries[WORK_INJURY, "loan_returned"][0, :3, 0] == pytest.approx([0, 15, 30])
    assert flows.closing[INJURY, 0, :3, 0] == pytest.approx([0, 0, 0])
    assert flows.closing[WORK_INJURY, 0, :3, 0] == pytest.approx([85, 170, 255])
    apart = keep_books(place, quiet(ps))
    assert apart.closing[INJURY, 0, :3, 0] == pytest.approx([-15, -30, -45])
    both = slice(WORK_INJURY, INJURY + 1)
    np.testing.assert_allclose(flows.closing[both].sum(axis=0), apart.closing[both].sum(axis=0))


def test_work_injury_record_is_that_of_the_employees_simulated(cells, ps):
    record = official_record(ps)
    assert record.work_injury_balance[LAST_ON_RECORD] == pytest.approx(0.75 * 1415e8)
    assert record.work_injury_revenue[2019 - FIRST_REPORT_YEAR] == pytest.approx((0.9 - 0.15 * 4 / 8) * 819e8)
    flows = keep_books(np.moveaxis(cells.place.sum(axis=0)[None], -1, 0), ps)
    national = flows.closing[WORK_INJURY, 0].sum(axis=-1)[: LAST_ON_RECORD + 1]
    np.testing.assert_allclose(national, record.work_injury_balance[: LAST_ON_RECORD + 1], rtol=1e-12)


def test_balance_is_the_record_until_the_record_ends(cells, ps):
    place = np.moveaxis(cells.place.sum(axis=0)[None], -1, 0)
    flows = keep_books(place, ps)
    record = official_record(ps)
    national = flows.closing.sum(axis=-1)[:, 0]
    on_record = slice(0, LAST_ON_RECORD + 1)
    np.testing.assert_allclose(
        (national[POOL] + national[ACCOUNTS])[on_record], record.employee_balance[on_record], rtol=1e-12
    )
    np.testing.assert_allclose(national[RESIDENT][on_record], record.resident_balance[on_record], rtol=1e-12)
    for fund in (POOL, RESIDENT):
        assert (flows.entries[fund, "reconciliation"][0, LAST_ON_RECORD + 1 :] == 0).all()
        assert (flows.entries[fund, "reconciliation"][0, LAST_ON_RECORD] != 0).all()


def test_official_record_is_the_enterprise_scheme(ps):
    record = official_record(ps)
    year = 2021 - FIRST_REPORT_YEAR
    public = 12 * 0.33 * 58.46e6 * 5626
    assert record.employee_expenditure[year] == pytest.approx(56481e8 - public)
    assert record.employee_balance[year] == pytest.approx(0.907 * 52574e8)
    change = record.employee_balance[year] - record.employee_balance[year - 1]
    gap_on_record = (52574 - 48317 - 60455 + 56481) * 1e8  # the record's own stocks and flows differ by this
    assert record.employee_revenue[year] - record.employee_expenditure[year] == pytest.approx(change - gap_on_record)
    assert np.isnan(record.employee_balance[LAST_ON_RECORD + 1 :]).all()
    assert not np.isnan(record.employee_revenue[: LAST_ON_RECORD + 1]).any()


def test_empty_nation_keeps_its_books(ps):
    place = place_of()
    flows = keep_books(place, ps)
    assert np.isfinite(flows.closing).all()


def test_doubling_all_money_doubles_the_balances(ps):
    rng = np.random.default_rng(5)
    place = rng.uniform(1.0, 2.0, (len(contracts.PLACE_MEASURES), 1, contracts.N_REPORT_YEARS, 31, 2))
    sample_cells.book_contributions(np.moveaxis(place, 0, -1))
    money = quiet(ps, fiscal_subsidy_share=0.16, reserve_return=0.03, national_pooling=1.0)
    once, twice = keep_books(place, money), keep_books(2 * place, money)
    np.testing.assert_allclose(twice.closing, 2 * once.closing, rtol=1e-12)
