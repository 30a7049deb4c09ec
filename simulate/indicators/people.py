"""The people of the projection by age and sex: given by the scenario, the same for every sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import numpy as np

from simulate.clock import FIRST_REPORT_YEAR, LAST_AGE, LAST_REPORT_YEAR, year_index
from simulate.contracts import N_GROUPS
from simulate.funds import Parameters
from simulate.indicators.coverage import Named
from simulate.population.demography import project

if TYPE_CHECKING:
    from simulate.parameters import ParameterSet

STEP: Final = 5  # years of age
_FIRST: Final = tuple(range(0, LAST_AGE + 1, STEP))
AGE_GROUPS: Final = (*(f"{first}-{first + STEP - 1}" for first in _FIRST[:-1]), f"{LAST_AGE}+")


def people(ps: Parameters) -> Named:
    """Persons at 1 July by five years of age, (replicate, year, sex, age_group)."""
    years = slice(year_index(FIRST_REPORT_YEAR), year_index(LAST_REPORT_YEAR) + 1)
    by_group = np.add.reduceat(project(cast("ParameterSet", ps)).population[years], _FIRST, axis=1).swapaxes(1, 2)
    return {"persons_by_age": np.broadcast_to(by_group, (N_GROUPS + 1, *by_group.shape))}
