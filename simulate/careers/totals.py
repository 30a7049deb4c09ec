"""How many persons each employment form holds in a year: the record to 2025, then shares of the population."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate.careers.tables import scalar, values
from simulate.clock import FIRST_YEAR
from simulate.codes import (
    EMPLOYEE,
    FARM,
    OTHER_FLEXIBLE,
    PLATFORM_EMPLOYEE,
    PLATFORM_FLEXIBLE,
    PUBLIC_EMPLOYEE,
    UNEMPLOYED,
)
from simulate.contracts import Counts, Reals
from simulate.parameters.parameter_set import ParameterSet

ACTIVE: Final = (FARM, EMPLOYEE, PUBLIC_EMPLOYEE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, OTHER_FLEXIBLE, UNEMPLOYED)
NONFARM: Final = (1, 2, 3, 4, 5)  # positions in ACTIVE of paid work outside agriculture
LAST_RECORD_YEAR: Final = 2025
FIRST_PROJECTED_YEAR: Final = 1990  # the projection begins; earlier people are the survivors to this year
_RECORD: Final = ("farm_workers", "employee_workers", "public_workers", "platform_employee_workers",
                  "platform_flexible_workers", "flexible_workers", "unemployed_workers")  # fmt: skip
_FACTORS: Final = ("flexible_growth", "platform_growth", "unemployment_factor")
_MOST: Final = 0.8  # of the workers of a form whom a factor may move to another


class FormTotals(NamedTuple):
    """Persons aged 16 to 66 by year, in the order of ``ACTIVE``."""

    forms: Reals  # (year, 7) persons
    rural: Reals  # (year,) persons in the labour force with rural hukou
    rural_nonfarm: Reals  # (year,) persons with rural hukou in paid work outside agriculture


def _population_scale(parameters: ParameterSet, years: Counts, persons: Reals) -> Reals:
    """Factor on recorded totals: before 1990 survivors over people then; after 2025 the growth of the population.

    ``persons`` (N_YEARS,) is the population aged 16 to 66 of the projection (held back before 1990).
    """
    index = years - FIRST_YEAR
    recorded = values(parameters, "population_16_66")[index]
    scale = np.where(years < FIRST_PROJECTED_YEAR, persons[index] / recorded, 1.0)
    return np.asarray(np.where(years > LAST_RECORD_YEAR, _growth(persons, index), scale))


def _growth(persons: Reals, index: Counts) -> Reals:
    return np.asarray(persons[index] / persons[LAST_RECORD_YEAR - FIRST_YEAR])


def _move(forms: Reals, to: int, wanted: Reals, source: int) -> None:
    """Bring position ``to`` to the persons wanted out of ``source``, moving at most a share ``_MOST`` of either."""
    moved = np.clip(wanted - forms[:, to], -_MOST * forms[:, to], _MOST * forms[:, source])
    forms[:, to] += moved
    forms[:, source] -= moved


def form_totals(
    parameters: ParameterSet, years: Counts, is_recorded: NDArray[np.bool_], persons: Reals, rural_persons: Reals
) -> FormTotals:
    """Totals by form for some years, after the levers; without them where ``is_recorded`` (year,).

    A factor on platform work takes from other flexible work (platform employees: from contract employees), one on
    flexible work or unemployment from contract employees, so that the labour force is unchanged.  ``persons`` and
    ``rural_persons`` (N_YEARS,) are aged 16 to 66; rural-hukou work outside agriculture follows the latter after 2025.
    """
    index = years - FIRST_YEAR
    scale = _population_scale(parameters, years, persons)[:, None]
    trend = values(parameters, "future_trend")[index][:, list(ACTIVE)]
    recorded = np.stack([values(parameters, name)[index] for name in _RECORD], axis=1)
    recorded[:, 5] = np.maximum(recorded[:, 5] - recorded[:, 4], 0.0)  # flexible workers are recorded with platforms
    forms = recorded * scale * trend
    flexible = forms[:, 4] + forms[:, 5]
    growth, platform_growth, unemployment = (
        np.where(is_recorded, 1.0, values(parameters, name)[index]) for name in _FACTORS
    )
    _move(forms, 5, forms[:, 5] + (growth - 1) * flexible, 1)
    _move(forms, 4, forms[:, 4] * platform_growth, 5)
    _move(forms, 3, forms[:, 3] * platform_growth, 1)
    _move(forms, 6, forms[:, 6] * unemployment, 1)
    rural_scale = np.where(years > LAST_RECORD_YEAR, _growth(rural_persons, index), scale[:, 0])
    nonfarm = values(parameters, "rural_nonfarm_workers") * values(parameters, "rural_nonfarm_trend")
    nonfarm = nonfarm[index] * rural_scale
    return FormTotals(forms, _rural_labour(parameters, index, forms, nonfarm), nonfarm)


def _rural_labour(parameters: ParameterSet, index: Counts, forms: Reals, nonfarm: Reals) -> Reals:
    """Rural hukou persons in the labour force: on farms, outside them, unemployed; (year,)."""
    unemployed = values(parameters, "unemployed_rural_share")[index]
    return np.asarray(scalar(parameters, "farm_rural_share") * forms[:, 0] + nonfarm + unemployed * forms[:, 6])
