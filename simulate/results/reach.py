"""How far a date of a fund reaches over what is fitted and assumed, where a run has no draws of its own.

A single year would be false precision: ``calibration/reach.yaml`` holds how much earlier and later nine draws in ten
of the baseline put each date than its own run did, and a run without draws shows its dates with as much to either side.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from simulate.clock import FIRST_PROJECTION_YEAR
from simulate.results.uncertainty import WIDTH, Range

FILE: Final = Path(__file__).resolve().parents[2] / "calibration" / "reach.yaml"


@cache
def reach(output: str) -> tuple[float, float]:
    """Years earlier and later, of draws alone."""
    entry = yaml.safe_load(FILE.read_text(encoding="utf-8"))["dates"][output]
    return float(entry["earlier"]), float(entry["later"])


def ends(output: str, value: float, error: float, drawn: Range | None = None) -> tuple[float, float]:
    """Both ends of a date: of the run's own draws, or as far as draws of the baseline reach, with the sampling error.

    The upper end is NaN where it is beyond what the draws or the horizon know.  A date that lies ahead does not reach
    back into the years on record, which had none.
    """
    if drawn is not None:
        low, high = drawn.low, drawn.high
    else:
        own = 0.0 if math.isnan(error) else WIDTH * error
        earlier, later = reach(output)
        low, high = value - math.hypot(earlier, own), value + math.hypot(later, own)
    return (max(low, FIRST_PROJECTION_YEAR) if value >= FIRST_PROJECTION_YEAR else low), high


def stated(low: float, high: float, horizon: int) -> str:
    """``2046-2061``; ``2060-2075+`` where the end lies beyond the horizon."""
    last = f"{horizon}+" if math.isnan(high) or high >= horizon + 1 else f"{int(high)}"
    first = f"{horizon}+" if math.isnan(low) else f"{int(low)}"
    return first if first == last else f"{first}-{last}"
