"""How many persons each stratum of working age holds: the projection times the make-up of birth cohorts."""

from __future__ import annotations

import numpy as np

from simulate.careers.tables import AGES
from simulate.careers.totals import FIRST_PROJECTED_YEAR
from simulate.clock import FIRST_YEAR, LAST_AGE, N_YEARS
from simulate.codes import HUKOU_TYPES, RURAL, URBAN
from simulate.contracts import FIRST_COHORT, Reals
from simulate.population.synthesis import SynthesisShares

_ADULTS_OF_CENSUS = slice(1954 - FIRST_COHORT, 2005 - FIRST_COHORT)  # birth cohorts aged 16 to 66 in 2020


def held_back(population: Reals) -> Reals:
    """Persons aged 16 to 66 by year and sex, (year, age, sex); before 1990 the survivors to 1990 of each cohort."""
    first = FIRST_PROJECTED_YEAR - FIRST_YEAR
    out = np.array(population[:, AGES[0] : AGES[-1] + 1])
    for year in range(first):
        ages = np.minimum(AGES + first - year, LAST_AGE)
        out[year] = population[first, ages] * (AGES + first - year < LAST_AGE)[:, None]
    return out


def by_hukou_type(rural: Reals, urban: Reals) -> Reals:
    """Numbers of those with rural and with urban hukou, (..., hukou_type), where their codes stand."""
    both = np.empty((*rural.shape, len(HUKOU_TYPES)))
    both[..., RURAL], both[..., URBAN] = rural, urban
    return both


def stratum_persons(population: Reals, urban_share: Reals, education_share: Reals, first_cohort: int) -> Reals:
    """Persons (year, age 16-66, sex, hukou_type, education) from the projection and the make-up of birth cohorts.

    ``population`` (year, age 0-100, sex); ``urban_share`` (cohort, sex) with urban hukou; ``education_share`` (cohort,
    sex, hukou_type, education) adding to 1; cohorts from ``first_cohort``, those outside are as the nearest.
    """
    persons = held_back(population)
    cohort = FIRST_YEAR + np.arange(N_YEARS)[:, None] - AGES[None, :] - first_cohort
    cohort = np.clip(cohort, 0, len(urban_share) - 1)
    hukou = by_hukou_type(1 - urban_share, urban_share)[cohort]  # (year, age, sex, hukou)
    return np.asarray((persons[..., None] * hukou)[..., None] * education_share[cohort])


def strata(population: Reals, shares: SynthesisShares) -> Reals:
    """:func:`stratum_persons` with the make-up that the synthetic workers of the population room have."""
    weight = np.diff(shares.province, axis=1, prepend=0.0)
    urban = (shares.urban * weight).sum(1)[:, None] * np.ones(population.shape[-1])
    education = np.diff(shares.education, axis=-1, prepend=0.0, append=1.0)
    return stratum_persons(population, urban, education, FIRST_COHORT)


def rural_by_province(shares: SynthesisShares) -> Reals:
    """Relative number of rural-hukou people of each province in the cohorts that were 16 to 66 in 2020, (province,)."""
    weight = np.diff(shares.province, axis=1, prepend=0.0)[_ADULTS_OF_CENSUS]
    return np.asarray((weight * (1 - shares.urban[_ADULTS_OF_CENSUS])).mean(0))
