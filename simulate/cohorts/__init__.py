"""The sample, lived: birth cohorts drawn once and lived under all laws, whole or in shares, on any threads."""

from simulate.cohorts.live import REFERENCE_AGE, live, simulate_cells
from simulate.cohorts.lived import WHOLE, Lived, Share, all_cells, cells_of, spending_order
from simulate.cohorts.options import RunOptions, check_options

__all__ = [
    "REFERENCE_AGE", "WHOLE", "Lived", "RunOptions", "Share", "all_cells", "cells_of", "check_options", "live",
    "simulate_cells", "spending_order",
]  # fmt: skip
