"""A contribution goes to account and pool by one rule, whoever pays it and however late: by hand."""

from __future__ import annotations

import pytest

from simulate.schemes.crediting import interest, next_balance
from simulate.schemes.employee_pension.rules import ACCOUNT_ONLY, FLEXIBLE_SCHEMES, flexible_month
from simulate.schemes.subsidies.rules import care_contribution, deferred_contribution
from simulate.schemes.unemployment.rules import is_refunded

POOLED = FLEXIBLE_SCHEMES.code("pooled")


def test_a_shared_month_is_divided_alike_in_account_and_pool() -> None:
    """5,000 at 20 %, of it 8 points to the account; the platform bears 300 of the 1,000, the government 100."""
    paid = flexible_month(5000.0, 0.2, 0.08, POOLED, 300.0, 100.0, False)
    assert paid[:6] == pytest.approx((360.0, 240.0, 180.0, 120.0, 60.0, 40.0))
    assert not paid.is_account_only


def test_under_accounts_alone_all_goes_to_the_account_but_what_is_credited() -> None:
    paid = flexible_month(5000.0, 0.2, 0.08, ACCOUNT_ONLY, 0.0, 0.0, False)
    assert paid[:6] == pytest.approx((0.0, 1000.0, 0.0, 0.0, 0.0, 0.0))
    assert paid.is_account_only
    credited = flexible_month(5000.0, 0.2, 0.08, ACCOUNT_ONLY, 0.0, 500.0, True)
    assert credited[:6] == pytest.approx((0.0, 0.0, 0.0, 0.0, 300.0, 200.0))
    assert not credited.is_account_only


@pytest.mark.parametrize(
    "paid", [care_contribution(4000.0, 0.2, 0.3, 0.5), deferred_contribution(3.0, 4000.0, 0.2, 0.3)]
)
def test_no_account_is_given_more_than_is_paid(paid: tuple[float, float]) -> None:
    """Where a reform credits accounts with more than flexible workers pay, the pool was left with less than nothing."""
    to_account, to_pool = paid
    assert to_account > 0.0
    assert to_pool == pytest.approx(0.0)


@pytest.mark.parametrize(("months", "earned"), [(12.0, 300.0), (5.0, 125.0), (0.0, 0.0)])
def test_interest_is_what_a_balance_grows_by(months: float, earned: float) -> None:
    """10,000 at 3 % a year."""
    assert interest(10_000.0, 0.03, months) == pytest.approx(earned)
    assert next_balance(10_000.0, 0.03, 800.0, months) == pytest.approx(10_800.0 + earned)


@pytest.mark.parametrize(("months", "refunded"), [(-1.0, False), (0.0, True), (11.0, True), (12.0, False)])
def test_a_pension_contribution_is_paid_back_in_the_last_year_before_the_age(months: float, refunded: bool) -> None:
    assert is_refunded(1, months) == refunded
    assert not is_refunded(0, months)
