"""What draws say about one number: its range, what drives its variance, and which assumptions move it.

A number is taken as linear in the shares of the axes, y = a + sum of b_i x_i, by least squares over the draws: an axis
then gives b_i² / 12 of the variance, and what is left is due to several at once, or to curvature.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from simulate.contracts import Reals
from simulate.results.uncertainty import LEVEL, PARTS, SAMPLING, TOGETHER, WIDTH

SPARE: Final = 6  # draws beyond one an axis, without which nothing is distinguished
MOVES: Final = 0.1  # of a number, from which an assumption is named
SURE: Final = 2.0  # standard errors
UNLIMITED: Final = (-np.inf, np.inf)


class Effects(NamedTuple):
    """Change of a number over the whole of each axis, and its standard error, (axis,)."""

    change: Reals
    error: Reals
    left: float  # variance that is left


def quantiles(values: Reals, error: Reals, is_date: bool, limits: tuple[float, float] = UNLIMITED) -> Reals:
    """(3, ...) low, median and high of (draw, ...) values, widened by the sampling error, none beyond ``limits``.

    A date that a draw never reaches counts as later than all others; NaN where the quantile is such a date.
    """
    levels = [0.5 - LEVEL / 2.0, 0.5, 0.5 + LEVEL / 2.0]
    known = np.where(np.isnan(values), np.inf, values) if is_date else values
    with np.errstate(invalid="ignore"):
        found = np.asarray(np.quantile(known, levels, axis=0, method="inverted_cdf" if is_date else "linear"))
        own = WIDTH * np.nan_to_num(error)
        low = found[1] - np.hypot(found[1] - found[0], own)
        high = found[1] + np.hypot(found[2] - found[1], own)
    low, high = (np.clip(each, *limits) for each in (low, high))
    low = np.where(np.isfinite(found[1]), low, found[0])
    return np.where(np.isfinite(stacked := np.stack([low, found[1], high])), stacked, np.nan)


def effects(shares: Reals, values: Reals) -> Effects | None:
    """Linear effects of (draw, axis) shares on (draw,) values; None of too few draws, or of values not all known."""
    n, n_axes = shares.shape
    if n < n_axes + SPARE or not np.isfinite(values).all():
        return None
    design = np.column_stack([np.ones(n), shares])
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ values
    left = float(((values - design @ coefficients) ** 2).sum() / (n - n_axes - 1))
    return Effects(coefficients[1:], np.sqrt(left * np.diag(inverse)[1:]), left)


def split(found: Effects, parts: Sequence[str], sampling_error: float) -> dict[str, float]:
    """Parts of the variance by cause, which add up to one; empty where nothing varies."""
    of_axis = np.maximum(found.change**2 - found.error**2, 0.0) / 12.0
    variance = {part: float(of_axis[[each == part for each in parts]].sum()) for part in PARTS}
    variance |= {TOGETHER: found.left, SAMPLING: float(np.nan_to_num(sampling_error)) ** 2}
    whole = sum(variance.values())
    return {name: value / whole for name, value in variance.items()} if whole > 0.0 else {}


def movers(found: Effects, size: float) -> list[int]:
    """Axes that move a number of this size by more than a tenth, the strongest first."""
    is_large = (np.abs(found.change) > MOVES * abs(size)) & (np.abs(found.change) > SURE * found.error)
    return [int(each) for each in np.argsort(-np.abs(found.change)) if is_large[each]]
