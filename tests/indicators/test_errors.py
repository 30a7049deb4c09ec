"""The jackknife against formulas known in advance."""

from __future__ import annotations

import numpy as np
import pytest

from simulate import contracts
from simulate.contracts import N_GROUPS
from simulate.indicators.errors import ratio, replicate_cells, replicates, standard_error


def test_replicates_are_totals_without_a_group():
    groups = np.array([[1.0], [2.0], [6.0]])
    np.testing.assert_allclose(replicates(groups)[:, 0], [9, 1.5 * 8, 1.5 * 7, 1.5 * 3])


def test_a_cell_filled_by_one_group_is_exactly_zero_without_it():
    groups = np.zeros((N_GROUPS, 1))
    groups[3] = 0.1
    assert replicates(groups)[4, 0] == 0.0


def test_error_of_a_total_is_the_textbook_error():
    """For a sum the jackknife equals sqrt(G x variance between groups)."""
    groups = np.random.default_rng(0).normal(10, 2, (N_GROUPS, 50))
    expected = np.sqrt(N_GROUPS * groups.var(axis=0, ddof=1))
    np.testing.assert_allclose(standard_error(replicates(groups)), expected, rtol=1e-9)


def test_error_of_a_mean_covers():
    """Means of 16 groups of 25 normal draws: the error estimates 1 / sqrt(400)."""
    rng = np.random.default_rng(1)
    sums = rng.normal(0, 1, (N_GROUPS, 25, 2000)).sum(axis=1)
    error = standard_error(replicates(sums) / 400)
    assert error.mean() == pytest.approx(0.05, rel=0.03)


def test_error_of_a_ratio_agrees_with_linearisation():
    rng = np.random.default_rng(2)
    below = rng.normal(1000, 10, (N_GROUPS, 1))
    above = 0.3 * below + rng.normal(0, 5, (N_GROUPS, 1))
    estimate = ratio(replicates(above), replicates(below))
    residual = above - estimate[0] * below
    linear = np.sqrt(N_GROUPS * residual.var(axis=0, ddof=1)) / below.sum(axis=0)
    np.testing.assert_allclose(standard_error(estimate), linear, rtol=0.01)


def test_paired_error_is_below_that_of_independent_runs():
    rng = np.random.default_rng(3)
    base = rng.normal(100, 10, (N_GROUPS, 1))
    reform = base * 1.01
    paired = standard_error(replicates(reform) - replicates(base))
    assert paired[0] == pytest.approx(0.01 * standard_error(replicates(base))[0], rel=1e-6)


def test_ratio_is_nan_without_weight_and_never_warns():
    result = ratio(np.array([1.0, 0.0, 2.0]), np.array([0.0, 0.0, 4.0]))
    np.testing.assert_array_equal(result, [np.nan, np.nan, 0.5])


def test_an_estimate_that_hangs_on_one_group_has_no_error():
    groups = np.zeros((N_GROUPS, 1))
    groups[0] = 1.0
    estimate = ratio(replicates(groups), replicates(groups))
    assert estimate[0, 0] == 1.0
    assert np.isnan(standard_error(estimate)[0])


def test_replicates_of_cells_keep_totals(cells):
    sums = replicate_cells(cells)
    np.testing.assert_allclose(sums.place[7, 0], cells.place.sum(axis=0)[..., 7], rtol=1e-12)
    whole = slice(
        contracts.FIRST_WHOLE_COHORT - contracts.FIRST_COHORT, contracts.LAST_WHOLE_COHORT - contracts.FIRST_COHORT + 1
    )
    without_group = (cells.cohort.sum(axis=0) - cells.cohort[4])[..., 2] * 16 / 15
    np.testing.assert_allclose(sums.cohort[2, 5][whole], without_group[whole])


def test_cohorts_seen_in_part_count_nothing(cells):
    """Of a cohort born in 2013 the horizon shows only early claimants; of one born in 1944 only late ones."""
    sums = replicate_cells(cells)
    for born in (1944, 2013):
        assert (sums.cohort[:, :, born - contracts.FIRST_COHORT] == 0.0).all()
    assert (sums.cohort[:, 0, 1945 - contracts.FIRST_COHORT] > 0.0).all()


def test_kinds_have_a_total_and_a_replicate_for_each_group(cells):
    sums = replicate_cells(cells)
    assert sums.kind.shape[:2] == (cells.kind.shape[-1], N_GROUPS + 1)
