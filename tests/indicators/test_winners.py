"""Winners and losers: shares, means and quantiles of tables made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from simulate import contracts
from simulate.contracts import CHANGE_BINS_A_SIDE, CHANGE_GAINED, CHANGE_LOST, CHANGE_ROWS, N_GROUPS
from simulate.indicators import outputs, standard_error
from simulate.indicators.errors import replicates
from simulate.indicators.winners import change_quantiles, winners

MIDDLE = CHANGE_BINS_A_SIDE
RIDERS = CHANGE_ROWS.index("delivery_rider")


def table(**columns):
    """One life, riders: persons by column of the change, the same in every group of workers."""
    changes = np.zeros((N_GROUPS, len(CHANGE_ROWS), contracts.N_CHANGE_COLUMNS))
    for name, persons in columns.items():
        changes[:, RIDERS, int(name[1:])] = persons
    return changes


def test_shares_and_means_by_hand():
    """Of 100 riders a group 30 gain 60 months in all, 20 lose 10 months in all, 50 see no change."""
    changes = table(_44=10, _46=20, _10=20, _24=50, _49=60, _50=10)
    assert (CHANGE_GAINED, CHANGE_LOST, MIDDLE) == (49, 50, 24)
    named = {name: values[0, RIDERS] for name, values in winners(replicates(changes)).items()}
    assert named["winners_share"] == pytest.approx(0.3)
    assert named["losers_share"] == pytest.approx(0.2)
    assert named["unchanged_share"] == pytest.approx(0.5)
    assert named["mean_gain"] == pytest.approx(2.0)
    assert named["mean_loss"] == pytest.approx(0.5)
    assert named["change_mean"] == pytest.approx(0.5)


def test_lives_nobody_leads_and_the_first_scenario_are_nan():
    named = winners(replicates(table(_30=1, _49=1)))
    nobody = CHANGE_ROWS.index("online_store")
    for name, values in named.items():
        assert np.isnan(values[:, nobody]).all(), name
    assert np.isnan(named["mean_loss"][:, RIDERS]).all()
    for values in winners(replicates(np.zeros_like(table()))).values():
        assert np.isnan(values).all()


def test_quantiles_of_rises_and_falls():
    """Bins of a factor 10^0.2: the first rise is 0.01 to 0.0158 months, the sixth 0.1 to 0.158."""
    bins = np.zeros(contracts.N_CHANGE_BINS)
    bins[MIDDLE + 6] = 100
    assert change_quantiles(bins, (0.5,))[0] == pytest.approx(0.1 * 10**0.1)
    bins[:] = 0
    bins[MIDDLE - 6] = 100
    low, middle, high = change_quantiles(bins, (0.05, 0.5, 0.95))
    assert middle == pytest.approx(-0.1 * 10**0.1)
    assert low == pytest.approx(-0.1 * 10**0.19)
    assert high == pytest.approx(-0.1 * 10**0.01)
    bins[:] = 0
    bins[MIDDLE - 1], bins[MIDDLE], bins[MIDDLE + 1] = 20, 60, 20
    quantiles = change_quantiles(bins, (0.1, 0.25, 0.5, 0.75, 0.9))
    np.testing.assert_allclose(quantiles, [-0.01 * 10**0.1, 0, 0, 0, 0.01 * 10**0.1])


def test_quantiles_agree_with_the_changes_they_were_binned_from():
    """Ten thousand log-normal rises, binned by the definition of the bins, to 5 %: far less than a bin."""
    rises = np.sort(np.random.default_rng(5).lognormal(1.0, 0.8, 10_000))
    bins = np.zeros(contracts.N_CHANGE_BINS)
    edges = 0.01 * 10 ** (0.2 * np.arange(CHANGE_BINS_A_SIDE + 1))
    bins[MIDDLE + 1 :] = np.histogram(rises, edges)[0]
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    np.testing.assert_allclose(change_quantiles(bins, levels), np.quantile(rises, levels), rtol=0.05)


def test_errors_come_from_the_groups():
    """Group g has g winners of 100: the error of the share is that of a mean of 16 such numbers."""
    changes = table(_30=0)
    for group in range(N_GROUPS):
        changes[group, RIDERS, [30, MIDDLE]] = group, 100 - group
    error = standard_error(winners(replicates(changes))["winners_share"])[RIDERS]
    assert error == pytest.approx(np.arange(N_GROUPS).std(ddof=1) / 100 / N_GROUPS**0.5)


def test_all_are_told_as_changes():
    named = winners(replicates(table(_30=1)))
    assert {name for name, output in outputs().items() if output.is_change} == named.keys()
    for name in named:
        assert "first scenario" in outputs()[name].meaning or "winners_share" in outputs()[name].meaning
