"""Relative earnings: logarithms against the reference wage of the province of work."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.careers.tables import by_age, every_year, scalar, values
from simulate.careers.targets import N_FORMS, SURVEY_YEAR, FormShares
from simulate.careers.turnover import OccupationShares
from simulate.clock import FIRST_YEAR, N_YEARS
from simulate.codes import FORMS, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE
from simulate.contracts import Codes, Reals, Singles
from simulate.parameters.parameter_set import ParameterSet

NO_EARNINGS: Final = -30.0  # log earnings of a form that earns nothing; its exponential is nil in float32


class EarningsTables(NamedTuple):
    """log(earnings / reference wage) = age_profile + hukou_effect + form_effect + occupation_effect (of platform
    workers) + fixed + persistent + transitory, where fixed ~ N(0, fixed_sd), persistent_t = rho * persistent_(t-1)
    + sqrt(1 - rho^2) * persistent_sd * N(0, 1), transitory ~ N(0, transitory_sd of the form)."""

    age_profile: Singles  # (age 16-66, sex, education)
    hukou_effect: Singles  # (hukou_type,)
    form_effect: Singles  # (year, form), less half of the variance, so that means are as stated
    occupation_effect: Singles  # (occupation,)
    earns: Codes  # (form,) 1 where the form earns
    fixed_sd: float
    persistent_rho: float  # a month
    persistent_sd: float  # of the stationary distribution
    transitory_sd: Singles  # (form,)


def _profile(parameters: ParameterSet) -> Reals:
    """Log earnings by age, sex and education."""
    by_education = by_age(parameters, "earnings_age_profile").T
    return np.asarray(by_education[:, None, :] + values(parameters, "earnings_sex_effect")[:, None])


def _form_means(level: Reals, persons: Reals, forms: FormShares) -> Reals:
    """Mean over the workers of each form of exp(profile + hukou effect), (year, form); 1 where a form is empty."""
    people = persons[forms.anchor_years - FIRST_YEAR]
    flat = forms.shares.reshape(len(people), -1, N_FORMS).astype(np.float64)
    weight = people.reshape(len(people), 1, -1)
    workers = weight @ flat
    pay = (weight * level.reshape(-1)) @ flat
    means = np.divide(pay, workers, out=np.ones_like(pay), where=workers > 1e-6)[:, 0]
    return every_year(forms.anchor_years, means)


def _occupation_effect(
    parameters: ParameterSet, level: Reals, persons: Reals, forms: FormShares, occupations: OccupationShares
) -> Reals:
    """log(stated mean of the occupation / mean profile of its workers against their form's), (occupation,)."""
    platform = forms.surveyed[..., [PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE]].astype(np.float64)
    workers = persons[SURVEY_YEAR - FIRST_YEAR][..., None] * platform  # (age, sex, hukou, education, platform form)
    pay = workers * level[..., None]
    pay /= pay.sum((0, 1, 2, 3)) / workers.sum((0, 1, 2, 3))
    numbers, sums = (np.einsum("ashef,fseo->o", each, occupations.shares) for each in (workers, pay))
    stated = values(parameters, "occupation_relative_earnings")
    return np.asarray(np.log(stated * numbers / sums))


def earnings_tables(
    parameters: ParameterSet, persons: Reals, forms: FormShares, occupations: OccupationShares
) -> EarningsTables:
    """Tables of relative earnings.

    In every year each form has the mean stated for it over its workers, whatever their age and schooling:
    form_effect = log(stated / mean of exp(profile)) - (fixed_sd^2 + persistent_sd^2 + transitory_sd^2) / 2.
    Platform forms multiply it by the occupation's relative earnings.  ``persons`` and ``forms`` as in ``targets``.
    """
    profile, hukou = _profile(parameters), values(parameters, "earnings_hukou_effect")
    level = np.exp(profile[:, :, None, :] + hukou[:, None])  # (age, sex, hukou, education)
    means = _form_means(level, persons, forms)
    fixed, persistent = scalar(parameters, "earnings_fixed_sd"), scalar(parameters, "earnings_persistent_sd")
    transitory = values(parameters, "earnings_transitory_sd")
    occupation = _occupation_effect(parameters, level, persons, forms, occupations)
    stated = values(parameters, "form_relative_earnings")[:N_FORMS]
    earns = stated > 0
    variance = fixed**2 + persistent**2 + transitory[:N_FORMS] ** 2
    effect = np.full((N_YEARS, len(FORMS)), NO_EARNINGS)
    effect[:, :N_FORMS][:, earns] = (np.log(np.where(earns, stated, 1.0) / means) - variance / 2)[:, earns]
    return EarningsTables(
        profile.astype(np.float32), hukou.astype(np.float32), effect.astype(np.float32),
        occupation.astype(np.float32), np.append(earns, False).astype(np.int16), fixed,
        scalar(parameters, "earnings_persistence"), persistent, transitory.astype(np.float32),
    )  # fmt: skip
