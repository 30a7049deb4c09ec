"""Judges a direction: reads the national number that a key such as ``contributors.employee_pension`` stands for.

A key is an output of registry.yaml, then labels of its dimensions.  Where an output is also given for the nation, by
form or by occupation, the first of these that has the labels is read.
"""

from __future__ import annotations

import numpy as np

from simulate.contracts import N_GROUPS, Cells, Reals
from simulate.funds import keep_books
from simulate.indicators import COORDINATES, Output, outputs
from simulate.indicators.adequacy import adequacy
from simulate.indicators.branches import branches
from simulate.indicators.coverage import coverage
from simulate.indicators.errors import replicate_cells, standard_error
from simulate.indicators.finance import finance
from simulate.indicators.injury import injury
from simulate.parameters import ParameterSet

AGE_AT_CLAIMING = 63  # cohorts are judged by the year in which they reach it
SIGNS = {"up": 1, "down": -1, "same": 0}
Years = tuple[int, int]
Indicators = dict[str, Reals]


def estimates(cells: Cells, ps: ParameterSet, n_groups: int = 2) -> Indicators:
    """All indicators of a scenario as ``indicators.compute`` gives them, of ``n_groups`` groups of workers: of two, too
    few for sampling errors, in a small part of the time.  Keeps the books of the funds on the way."""
    group = np.arange(N_GROUPS) * n_groups // N_GROUPS
    parts = range(n_groups)
    sums = replicate_cells(Cells(*(np.stack([table[group == i].sum(axis=0) for i in parts]) for table in cells)))
    flows = keep_books(sums.place, ps)
    return {
        **coverage(sums), **adequacy(sums), **finance(sums, flows, ps), **injury(sums, flows),
        **branches(sums, ps),
    }  # fmt: skip


def find(key: str) -> tuple[Output, dict[str, str]]:
    """The output of a key and the label chosen of each dimension; raises KeyError if there is none."""
    name, *labels = key.split(".")
    for candidate in (f"{name}_national", f"{name}_by_form", f"{name}_by_occupation", name):
        output = outputs().get(candidate)
        if output is None:
            continue
        chosen = {dim: label for label in labels for dim in output.dims if label in COORDINATES[dim]}
        if len(chosen) == len(labels):
            return output, chosen
    raise KeyError(f"{key} is not an output of registry.yaml with labels of its dimensions")


def read(key: str, indicators: Indicators, years: Years) -> Reals:
    """(cell, replicate) the estimates a key stands for: its cells of the years, and of the cohorts claiming then."""
    output, chosen = find(key)
    values = np.moveaxis(indicators[output.name], 0, -1)
    for axis, dim in reversed(list(enumerate(output.dims))):
        if dim in chosen:
            wanted = [COORDINATES[dim].index(chosen[dim])]
        elif dim in ("year", "cohort"):
            shift = AGE_AT_CLAIMING if dim == "cohort" else 0
            wanted = [i for i, when in enumerate(COORDINATES[dim]) if years[0] <= int(str(when)) + shift <= years[1]]
        else:
            continue
        values = values.take(wanted, axis=axis)
    return values.reshape(-1, values.shape[-1])


def paired(key: str, base: Indicators, other: Indicators, years: Years) -> tuple[float, float]:
    """Mean over the cells known on both sides of what the other has more than the base, and its paired error."""
    before, after = read(key, base, years), read(key, other, years)
    known = (np.isfinite(before) & np.isfinite(after)).all(axis=1)
    if not known.any():
        raise ValueError(f"{key} is known in no year from {years[0]} to {years[1]}")
    gain = (after[known] - before[known]).mean(axis=0)
    return float(gain[0]), float(standard_error(gain))


def difference(key: str, base: Indicators, other: Indicators, years: Years) -> float:
    """Mean over the cells known on both sides of what the other has more than the base."""
    return paired(key, base, other, years)[0]
