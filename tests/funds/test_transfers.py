"""Money between provinces: worked examples and sums of zero."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.funds.transfers import borrowing, by_need, central_adjustment, national_pooling, split


def test_central_adjustment_by_hand():
    """Two provinces, 100 and 50 workers at 10 and 6 yuan, a rate of 10 %: 100 + 30 paid, shared by pensioners 1 : 3."""
    wage = np.array([[10.0, 6.0]])
    paid, received = central_adjustment(wage, np.array([[[100.0, 50.0]]]), np.array([[[10.0, 30.0]]]), np.array([0.1]))
    np.testing.assert_allclose(paid[0, 0], [100, 30])
    np.testing.assert_allclose(received[0, 0], [130 / 4, 130 * 3 / 4])


def test_central_adjustment_without_pensioners_moves_nothing():
    paid, received = central_adjustment(np.ones((1, 2)), np.ones((1, 1, 2)), np.zeros((1, 1, 2)), np.array([0.1]))
    assert not paid.any()
    assert not received.any()


def test_pooling_by_hand():
    paid, received = national_pooling(np.array([[60.0, 40.0, -20.0, -30.0]]), 1.0)
    np.testing.assert_allclose(paid[0], [30, 20, 0, 0])
    np.testing.assert_allclose(received[0], [0, 0, 20, 30])


def test_pooling_goes_as_far_as_the_surpluses():
    paid, received = national_pooling(np.array([[10.0, -20.0, -60.0]]), 1.0)
    np.testing.assert_allclose(paid[0], [10, 0, 0])
    np.testing.assert_allclose(received[0], [0, 2.5, 7.5])


@given(st.lists(st.floats(-1e13, 1e13), min_size=2, max_size=31), st.floats(0, 1))
def test_pooling_sums_to_zero_and_never_overdraws(net, share):
    row = np.array([net])
    paid, received = national_pooling(row, share)
    assert paid.sum() == pytest.approx(received.sum(), rel=1e-12)
    assert (paid <= np.maximum(row, 0) * (1 + 1e-12)).all()
    assert (received <= np.maximum(-row, 0) * (1 + 1e-12)).all()


def test_need_by_hand():
    """Half of 40 goes to deficits of 10 and 20 in proportion, the rest by expenditure of 1, 1 and 2."""
    got = by_need(np.array([40.0]), np.array([[-10.0, -20.0, 50.0]]), 0.5, np.array([[1.0, 1.0, 2.0]]))
    np.testing.assert_allclose(got[0], [20 / 3 + 5, 40 / 3 + 5, 10])


def test_need_goes_as_far_as_the_deficits():
    got = by_need(np.array([40.0]), np.array([[-2.0, -6.0, 50.0]]), 0.5, np.array([[1.0, 1.0, 2.0]]))
    np.testing.assert_allclose(got[0], [2 + 8, 6 + 8, 16])


@given(st.lists(st.floats(-1e13, 1e13), min_size=2, max_size=31), st.floats(0, 1e13), st.floats(0, 1))
def test_a_subsidy_by_need_is_all_given_and_helps_whoever_misses_more(net, amount, share):
    row, key = np.array([net]), np.ones((1, len(net)))
    got = by_need(np.array([amount]), row, share, key)[0]
    assert got.sum() == pytest.approx(amount, rel=1e-9)
    order = np.argsort(row[0])
    assert (np.diff(got[order]) <= 1e-9 * (amount + 1.0)).all()


def test_split_in_proportion_and_equally_without_a_key():
    np.testing.assert_allclose(split(np.array([12.0]), np.array([[1.0, 3.0]])), [[3, 9]])
    np.testing.assert_allclose(split(np.array([12.0]), np.array([[0.0, 0.0]])), [[6, 6]])


def test_borrowing_goes_as_far_as_the_lender():
    """Shortfalls of 5, 5 and none; the lenders hold 9, 2 and 4."""
    loan = borrowing(np.array([[-5.0, -5.0, 3.0]]), np.array([[9.0, 2.0, 4.0]]), 1.0)
    np.testing.assert_allclose(loan, [[5, 2, 0]])
    assert not borrowing(np.array([[-5.0]]), np.array([[9.0]]), 0.0).any()
    assert not borrowing(np.array([[-5.0]]), np.array([[-9.0]]), 1.0).any()
