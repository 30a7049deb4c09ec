"""Dated entries into full arrays: each value holds until the next, is interpolated, or grows with wages or prices."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulate.errors import Findings
from simulate.parameters.spec import Reals, Spec

REAL_WAGE_GROWTH: Final = "economy.real_wage_growth"
INFLATION: Final = "economy.inflation"
GROWTH_SOURCES: Final = (REAL_WAGE_GROWTH, INFLATION)


class Growth:
    """Indices of wages and prices, by year from 1950; growth takes effect each January.

    prices[y] = prices[y-1] * (1 + inflation[y]);
    wages[y] = wages[y-1] * (1 + inflation[y]) * (1 + real_wage_growth[y]).
    """

    def __init__(self, values: Mapping[str, NDArray[np.float64]]) -> None:
        self._index: dict[str, Reals] = {}
        if INFLATION in values:
            prices = _index_of(values[INFLATION])
            self._index["prices"] = prices
            if REAL_WAGE_GROWTH in values:
                self._index["wages"] = prices * _index_of(values[REAL_WAGE_GROWTH])

    def index(self, projection: str | None, time: str | None) -> Reals | None:
        """The index on a time axis; None for values that hold."""
        if projection is None or projection == "hold" or time is None:
            return None
        yearly = self._index[projection]
        return np.repeat(yearly, 12) if time == "month" else yearly

    def knows(self, projection: str | None) -> bool:
        """Whether the growth needed by a projection has been resolved."""
        return projection in (None, "hold") or projection in self._index


def _index_of(rates: NDArray[np.float64]) -> Reals:
    steps = 1.0 + rates
    steps[0] = 1.0
    return np.asarray(np.cumprod(steps))


def resolve(spec: Spec, as_of: date, growth: Growth, findings: Findings) -> Reals:
    """Values of a parameter on its full axes, float64, as the law was known on ``as_of``.

    Before the first entry its value holds.  After the last, money grows with its projection and the rest holds.  An
    entry with ``to`` lies over the others for its dates only.
    """
    entries = spec.known(as_of)
    lasting = sorted((a for e in entries if e.stop is None for a in e.anchors), key=lambda anchor: anchor.start)
    sparse = np.full((max(spec.n_times, 1), *spec.shape), np.nan)
    for anchor in lasting:
        row = sparse[anchor.start, ...]
        np.copyto(row, anchor.values, where=~np.isnan(anchor.values))
    known = ~np.isnan(sparse)
    missing = ~known.any(axis=0)
    if missing.any():
        findings.add(spec.place, f"no value of {spec.name} {_where(spec, missing)}".rstrip() + f" known on {as_of}",
                     "a value for every place, without `to`", "add an entry known earlier")  # fmt: skip
        return np.zeros((spec.n_times, *spec.shape) if spec.time else spec.shape)
    if spec.time is None:
        return np.asarray(sparse[0])
    if not growth.knows(spec.projection):
        findings.add(spec.place, f"{spec.name} grows with {spec.projection}", f"the parameters {INFLATION} and "
                     f"{REAL_WAGE_GROWTH}", "add them to the law book")  # fmt: skip
        return np.zeros((spec.n_times, *spec.shape))
    values = _interpolated(sparse, known) if spec.is_interpolated else _held(sparse, known)
    values = _projected(values, known, growth.index(spec.projection, spec.time))
    for entry in entries:
        if entry.stop is not None:
            _lay_over(values, entry.anchors[0].start, entry.stop, entry.anchors[0].values)
    return values


def _where(spec: Spec, missing: NDArray[np.bool_]) -> str:
    if not spec.axes:
        return ""
    cells = np.argwhere(missing)[:3]
    shown = ["/".join(axis.labels[i] for axis, i in zip(spec.axes, cell, strict=True)) for cell in cells]
    return f"for {', '.join(shown)}" + (" and more" if missing.sum() > 3 else "")


def _held(sparse: Reals, known: NDArray[np.bool_]) -> Reals:
    """Each cell keeps its last known value; before the first, the first."""
    times = np.arange(len(sparse)).reshape(-1, *[1] * (sparse.ndim - 1))
    source = np.maximum.accumulate(np.where(known, times, -1), axis=0)
    source = np.where(source < 0, known.argmax(axis=0), source)
    return np.asarray(np.take_along_axis(sparse, source, axis=0))


def _interpolated(sparse: Reals, known: NDArray[np.bool_]) -> Reals:
    """Linear between known dates of each cell; the first and last values hold outside them."""
    times = np.arange(len(sparse), dtype=np.float64)
    flat, given = sparse.reshape(len(sparse), -1), known.reshape(len(sparse), -1)
    out = np.empty_like(flat)
    for cell in range(flat.shape[1]):
        rows = given[:, cell]
        out[:, cell] = np.interp(times, times[rows], flat[rows, cell])
    return out.reshape(sparse.shape)


def _projected(values: Reals, known: NDArray[np.bool_], index: Reals | None) -> Reals:
    """Values after each cell's last known date grow with the index: v(t) = v(last) * index(t) / index(last)."""
    if index is None:
        return values
    last = len(known) - 1 - known[::-1].argmax(axis=0)
    times = np.arange(len(known)).reshape(-1, *[1] * (values.ndim - 1))
    factor = index.reshape(times.shape) / index[last]
    return np.where(times > last, values * factor, values)


def _lay_over(values: Reals, start: int, stop: int, cells: Reals) -> None:
    for time in range(start, stop):
        np.copyto(values[time, ...], cells, where=~np.isnan(cells))
