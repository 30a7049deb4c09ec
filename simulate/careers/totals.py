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

_RECORD: Final = {  # the persons of each form on record
    FARM: "farm_workers", EMPLOYEE: "employee_workers", PUBLIC_EMPLOYEE: "public_workers",
    PLATFORM_EMPLOYEE: "platform_employee_workers", PLATFORM_FLEXIBLE: "platform_flexible_workers",
    OTHER_FLEXIBLE: "flexible_workers", UNEMPLOYED: "unemployed_workers",
}  # fmt: skip
ACTIVE: Final = tuple(_RECORD)
_AT: Final = {form: position for position, form in enumerate(ACTIVE)}
NONFARM: Final = tuple(_AT[form] for form in ACTIVE if form not in (FARM, UNEMPLOYED))  # where in ACTIVE
LAST_RECORD_YEAR: Final = 2025
FIRST_PROJECTED_YEAR: Final = 1990  # the projection begins; earlier people are the survivors to this year
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
    """Bring a form to the persons wanted out of the form ``source``, moving at most a share ``_MOST`` of either."""
    to, source = _AT[to], _AT[source]
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
    recorded = np.stack([values(parameters, name)[index] for name in _RECORD.values()], axis=1)
    platform, other = _AT[PLATFORM_FLEXIBLE], _AT[OTHER_FLEXIBLE]
    recorded[:, other] = np.maximum(recorded[:, other] - recorded[:, platform], 0.0)  # recorded with platforms
    forms = recorded * scale * trend
    flexible = forms[:, platform] + forms[:, other]
    growth, platform_growth, unemployment = (
        np.where(is_recorded, 1.0, values(parameters, name)[index]) for name in _FACTORS
    )
    _move(forms, OTHER_FLEXIBLE, forms[:, other] + (growth - 1) * flexible, EMPLOYEE)
    _move(forms, PLATFORM_FLEXIBLE, forms[:, platform] * platform_growth, OTHER_FLEXIBLE)
    _move(forms, PLATFORM_EMPLOYEE, forms[:, _AT[PLATFORM_EMPLOYEE]] * platform_growth, EMPLOYEE)
    _move(forms, UNEMPLOYED, forms[:, _AT[UNEMPLOYED]] * unemployment, EMPLOYEE)
    rural_scale = np.where(years > LAST_RECORD_YEAR, _growth(rural_persons, index), scale[:, 0])
    nonfarm = values(parameters, "rural_nonfarm_workers") * values(parameters, "rural_nonfarm_trend")
    nonfarm = nonfarm[index] * rural_scale
    return FormTotals(forms, _rural_labour(parameters, index, forms, nonfarm), nonfarm)


def _rural_labour(parameters: ParameterSet, index: Counts, forms: Reals, nonfarm: Reals) -> Reals:
    """Rural hukou persons in the labour force: on farms, outside them, unemployed; (year,)."""
    unemployed = values(parameters, "unemployed_rural_share")[index]
    farm = scalar(parameters, "farm_rural_share") * forms[:, _AT[FARM]]
    return np.asarray(farm + nonfarm + unemployed * forms[:, _AT[UNEMPLOYED]])
