"""The points of a design: on the unit cube as ``scipy.stats.qmc`` and SALib draw them, then in values of the axes."""

from __future__ import annotations

import itertools

import numpy as np

from simulate.contracts import Reals
from simulate.sweeps.design import GRID, HYPERCUBE, MORRIS, SOBOL, SOBOL_INDICES, Design

MORRIS_LEVELS = 4  # of a trajectory, as Morris proposes
Point = tuple[str, ...]  # the value of each axis, as it would be written


def points(design: Design) -> list[Point]:
    """Every point, in a fixed order; one without values where a design has no axes."""
    if design.kind == GRID:
        return list(itertools.product(*(axis.values for axis in design.axes)))
    return [
        tuple(axis.at(share) for axis, share in zip(design.axes, row, strict=True)) for row in cube(design).tolist()
    ]


def cube(design: Design) -> Reals:
    """(point, axis) shares of the way through each axis."""
    from scipy.stats import qmc

    n_axes = len(design.axes)
    if design.kind == HYPERCUBE:
        return np.asarray(qmc.LatinHypercube(n_axes, rng=design.draw_seed).random(design.points))
    if design.kind == SOBOL:
        return np.asarray(qmc.Sobol(n_axes, rng=design.draw_seed).random(design.points))
    if design.kind == SOBOL_INDICES:
        return _saltelli(qmc.Sobol(2 * n_axes, rng=design.draw_seed).random(design.points), n_axes)
    if design.kind == MORRIS:
        from SALib.sample import morris

        problem = unit_problem(n_axes)
        return np.asarray(morris.sample(problem, design.points, num_levels=MORRIS_LEVELS, seed=design.draw_seed))
    raise ValueError(design.kind)


def unit_problem(n_axes: int) -> dict[str, object]:
    """The unit cube as SALib describes it."""
    return {"num_vars": n_axes, "names": [str(i) for i in range(n_axes)], "bounds": [[0.0, 1.0]] * n_axes}


def _saltelli(pairs: Reals, n_axes: int) -> Reals:
    """Points for Sobol indices: A, B, and for each axis A with that axis of B (Saltelli and others 2010).

    ``pairs`` (point, 2 x axis) holds A beside B.
    """
    a, b = pairs[:, :n_axes], pairs[:, n_axes:]
    mixed = []
    for axis in range(n_axes):
        each = a.copy()
        each[:, axis] = b[:, axis]
        mixed.append(each)
    return np.concatenate([a, b, *mixed])
