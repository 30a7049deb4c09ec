"""Sampling errors by deleting a group: replicates of the sums, the error of an estimate, and of a paired difference.

Workers are split into ``contracts.N_GROUPS`` groups.  Every array of estimates has a leading axis ``replicate``: first
the estimate from all groups, then one estimate for each group left out.  An estimate is a function of such arrays, so
that the error of any ratio, quantile or year of exhaustion follows without further simulation.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate import contracts
from simulate.contracts import Cells, Reals

_YEARS_AT_ONCE: Final = 8


class Replicates(NamedTuple):
    """The sums of ``contracts.Cells`` with measures first and replicates second."""

    place: Reals  # (measure, replicate, year, province, sex)
    both: Reals  # (measure, replicate, year, province) of both sexes
    kind: Reals  # (measure, replicate, year, sex, kind)
    cohort: Reals  # (measure, replicate, cohort, sex)
    awards: Reals  # (replicate, year, scheme, bin)
    changes: Reals  # (replicate, life, column)


def replicates(groups: Reals, out: Reals | None = None) -> Reals:
    """(group, ...) -> (1 + group, ...): the total, then the totals without each group times G / (G - 1).

    A total without a group is the sum of the groups before and after it, never a subtraction, so that a cell filled by
    one group alone is exactly zero without it.
    """
    n_groups = len(groups)
    if out is None:
        out = np.empty((n_groups + 1, *groups.shape[1:]))
    after = np.zeros(groups.shape[1:])
    for group in range(n_groups - 1, -1, -1):
        out[group + 1] = after
        after += groups[group]
    before = np.zeros(groups.shape[1:])
    scale = n_groups / (n_groups - 1)
    for group in range(n_groups):
        out[group + 1] += before
        out[group + 1] *= scale
        before += groups[group]
    out[0] = before
    return out


def _measures_first(groups: Reals) -> Reals:
    """(group, year, ..., measure) -> (measure, replicate, year, ...), each measure contiguous.

    Some years at a time, so that little memory is needed on the way: memory not used before is dear.
    """
    out = np.empty((groups.shape[-1], len(groups) + 1, *groups.shape[1:-1]))
    for start in range(0, groups.shape[1], _YEARS_AT_ONCE):
        years = slice(start, start + _YEARS_AT_ONCE)
        first = np.ascontiguousarray(np.moveaxis(groups[:, years], -1, 1))  # (group, measure, year, ...)
        replicates(first, np.swapaxes(out[:, :, years], 0, 1))
    return out


def _whole_lives(cohort: Reals) -> Reals:
    """The sums of cohorts whose claims all fall between the first population year and the horizon; none of others.

    Of younger ones only the early claims are seen, of older ones only the late.
    """
    born = np.arange(contracts.FIRST_COHORT, contracts.LAST_COHORT + 1)
    is_whole = (born >= contracts.FIRST_WHOLE_COHORT) & (born <= contracts.LAST_WHOLE_COHORT)
    return np.asarray(np.where(is_whole[:, None, None], cohort, 0.0))


def replicate_cells(cells: Cells) -> Replicates:
    """Replicates of all sums of one scenario."""
    place = _measures_first(cells.place)
    return Replicates(
        place=place,
        both=place[..., 0] + place[..., 1],
        kind=_measures_first(cells.kind),
        cohort=_measures_first(_whole_lives(cells.cohort)),
        awards=replicates(cells.awards),
        changes=replicates(cells.changes),
    )


def standard_error(estimates: Reals) -> Reals:
    """Delete-a-group jackknife, (1 + G, ...) -> (...): sqrt((G - 1) / G x sum of (theta_g - mean)^2).

    NaN where the estimate is, or where it hangs on a single group of workers and cannot be judged.
    """
    left_out = estimates[1:]
    n_groups = len(left_out)
    spread = left_out - left_out.mean(axis=0)
    error = np.sqrt((n_groups - 1) / n_groups * np.einsum("g...,g...->...", spread, spread))
    return np.where(np.isnan(estimates[0]), np.nan, error)


def ratio(numerator: Reals, denominator: Reals) -> Reals:
    """numerator / denominator, NaN where the denominator is not positive."""
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    result = np.full(shape, np.nan)
    np.divide(numerator, denominator, out=result, where=np.broadcast_to(denominator > 0, shape))
    return result
