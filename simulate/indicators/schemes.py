"""Shares of a scheme's members who do not pay, and of its awards that are low."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate.contracts import AWARD_BIN_LOW, AWARD_BIN_WIDTH, PLACE_MEASURES, Reals
from simulate.indicators.coverage import Named, by_scheme
from simulate.indicators.errors import Replicates, ratio

_STANDARDS: Final = {"award_below_40": 0.4, "award_below_half": 0.5}  # of the national mean wage
SCHEME_SHARES: Final = ("not_paying", *_STANDARDS)


def schemes(sums: Replicates) -> Named:
    """Shares by scheme, (replicate, share_of_scheme, scheme, year)."""
    members, paying = (
        by_scheme(sums.both.__getitem__, PLACE_MEASURES, what).sum(axis=-1) for what in ("insured", "contributors")
    )
    low = [share_below(sums.awards, standard) for standard in _STANDARDS.values()]
    return {"scheme_share": np.stack([ratio(np.maximum(members - paying, 0.0), members), *low], axis=1)}


def share_below(awards: Reals, standard: float) -> Reals:
    """Share of awards below a part of the mean wage, (replicate, year, scheme, bin) -> (replicate, scheme, year).

    The bin in which the standard falls is taken to be spread evenly in the logarithm, as for the quantiles.
    """
    upto = (np.log(standard) - AWARD_BIN_LOW) / AWARD_BIN_WIDTH - np.arange(awards.shape[-1])
    below = (awards * np.clip(upto, 0.0, 1.0)).sum(axis=-1)
    return np.swapaxes(ratio(below, awards.sum(axis=-1)), 1, 2)
