"""Winners and losers: how lives change from the first scenario to another, by who they are; the same lives in both."""

from __future__ import annotations

import numpy as np

from simulate.contracts import (
    CHANGE_BINS_A_SIDE,
    CHANGE_FACTOR,
    CHANGE_GAINED,
    CHANGE_LOST,
    CHANGE_SMALLEST,
    N_CHANGE_BINS,
    Reals,
)
from simulate.indicators.adequacy import QUANTILES, places_in_bins
from simulate.indicators.coverage import Named
from simulate.indicators.errors import ratio


def winners(changes: Reals) -> Named:
    """Shares of winners and losers, and the size of changes in months of the mean wage.

    ``changes`` (replicate, life, column of contracts.CHANGE_*), persons alive at 60 and their sums of months.  All is
    NaN for the first scenario, which is compared with nothing, and for lives that nobody leads.
    """
    bins = changes[..., :N_CHANGE_BINS]
    losers, unchanged = bins[..., :CHANGE_BINS_A_SIDE].sum(axis=-1), bins[..., CHANGE_BINS_A_SIDE]
    gainers = bins[..., CHANGE_BINS_A_SIDE + 1 :].sum(axis=-1)
    persons = losers + unchanged + gainers
    gained, lost = changes[..., CHANGE_GAINED], changes[..., CHANGE_LOST]
    return {
        "winners_share": ratio(gainers, persons),
        "losers_share": ratio(losers, persons),
        "unchanged_share": ratio(unchanged, persons),
        "mean_gain": ratio(gained, gainers),
        "mean_loss": ratio(lost, losers),
        "change_mean": ratio(gained - lost, persons),
        "change_quantile": change_quantiles(bins),
    }


def change_quantiles(bins: Reals, levels: tuple[float, ...] = QUANTILES) -> Reals:
    """Quantiles of the change in months of the mean wage, (..., bin) -> (..., quantile).

    Inside a bin changes are taken to be spread evenly in the logarithm of their size: after the k-th bin from the
    middle a rise has reached SMALLEST x FACTOR^k, before it a fall still has that size.  NaN where nobody is.
    """
    found, inside = places_in_bins(bins, levels)
    steps = found + inside - CHANGE_BINS_A_SIDE
    rise = CHANGE_SMALLEST * CHANGE_FACTOR ** np.maximum(steps - 1.0, 0.0)
    fall = -CHANGE_SMALLEST * CHANGE_FACTOR ** np.maximum(-steps, 0.0)
    side = np.where(np.isnan(found), np.nan, np.sign(found - CHANGE_BINS_A_SIDE))
    return np.asarray(np.select([side > 0, side < 0, side == 0], [rise, fall, 0.0], np.nan))
