"""Small helpers on the parameters of careers: ages between those written, years, names of forms."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate.clock import CAREER_FIRST_AGE, CAREER_LAST_AGE, FIRST_YEAR, N_YEARS
from simulate.contracts import Counts, Reals
from simulate.parameters.parameter_set import ParameterSet

AGES: Final = np.arange(CAREER_FIRST_AGE, CAREER_LAST_AGE + 1)
N_AGES: Final = len(AGES)


def values(parameters: ParameterSet, name: str) -> Reals:
    """Values of a parameter of this room, float64."""
    return np.asarray(parameters[f"careers.{name}"].values, dtype=np.float64)


def scalar(parameters: ParameterSet, name: str) -> float:
    """Value of a parameter of this room that has no axes."""
    return float(values(parameters, name).reshape(-1)[0])


def by_age(parameters: ParameterSet, name: str) -> Reals:
    """Values whose last axis is ``age``, linear between the ages written: (..., age 16-66)."""
    resolved = parameters[f"careers.{name}"]
    given = np.array([float(label) for label in resolved.coords["age"]])
    table = values(parameters, name).reshape(-1, len(given))
    rows = np.stack([np.interp(AGES, given, row) for row in table])
    return rows.reshape(*resolved.values.shape[:-1], N_AGES)


def every_year(anchor_years: Counts, known: Reals) -> Reals:
    """Values at anchor years carried linearly to every year of the clock along the first axis, (year, ...)."""
    years = np.arange(FIRST_YEAR, FIRST_YEAR + N_YEARS)
    right = np.clip(np.searchsorted(anchor_years, years), 1, len(anchor_years) - 1)
    start, stop = anchor_years[right - 1], anchor_years[right]
    weight = np.clip((years - start) / (stop - start), 0.0, 1.0).reshape(-1, *[1] * (known.ndim - 1))
    return np.asarray(known[right - 1] * (1 - weight) + known[right] * weight)
