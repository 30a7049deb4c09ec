"""The tables of careers cut to a birth cohort: what the kernels read, one row a calendar year of its working life."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.careers.migration import MOST_MIGRANT, MigrantShares
from simulate.careers.profiles import EarningsTables
from simulate.careers.targets import N_FORMS, FormShares
from simulate.careers.turnover import ExitHazards, OccupationShares
from simulate.clock import CAREER_FIRST_AGE, CAREER_LAST_AGE, FIRST_YEAR, LAST_REPORT_YEAR
from simulate.codes import PLATFORM_FLEXIBLE
from simulate.contracts import Counts, Reals, Singles

HOME, AWAY = range(2)  # where a worker is when migration is drawn
AS_EMPLOYEE, AS_FLEXIBLE, CHURNING = range(3)  # how a platform's occupation is found; CHURNING: flexible, in the year
_MOST_HAZARD: Final = 0.999  # a month
_MARGIN: Final = 1e-9  # of a chance, far above what rounding does to it


class Years(NamedTuple):
    """Calendar years in which a cohort is of working age and the clock runs, and its ages in them."""

    calendar: Counts  # (year,)
    age: Counts  # (year,) since 16


class CohortForms(NamedTuple):
    """Chances of employment forms; cumulative ones end with their total, which need not be 1."""

    leaving: Reals  # (year, sex, hukou_type, education, form) of leaving in January, as shares fall; at first 1
    entering: Reals  # (year, sex, hukou_type, education, form) cumulative, where to then
    following: Reals  # (year, sex, hukou_type, education, form) cumulative, after a form left within the year
    log_staying: Reals  # (year, sex, spell) logarithm of the chance to stay another month; see ``form_kernels.spell``
    staying_all_year: Reals  # (year, sex, spell) chance to stay twelve months, a hair below
    occupation: Reals  # (how acquired, sex, education, occupation) cumulative


class CohortMigration(NamedTuple):
    """Chances of living outside the hukou province."""

    change: Reals  # (year, HOME or AWAY, sex, hukou_type, province) of leaving home or returning to it
    settling: float  # a year, of taking the hukou of the province of work
    destinations: Reals  # (origin, destination) cumulative


class CohortEarnings(NamedTuple):
    """Parts of log pay and the spread of its shocks."""

    profile: Singles  # (year, sex, education) by age
    hukou_effect: Singles  # (hukou_type,)
    form_effect: Singles  # (year, form)
    occupation_effect: Singles  # (occupation,)
    autocorrelation: np.float32  # a month, of what persists
    innovation_sd: np.float32  # a month
    persistent_sd: np.float32  # of the stationary distribution
    own_level_sd: np.float32  # of a worker's own level, held for life
    transitory_sd: Singles  # (form,)


def years_of(birth_year: int) -> Years:
    """The years from turning 16 to the last of working age, as far as the clock runs."""
    first = max(birth_year + CAREER_FIRST_AGE, FIRST_YEAR)
    last = min(birth_year + CAREER_LAST_AGE, LAST_REPORT_YEAR)
    calendar = np.arange(first, last + 1)
    return Years(calendar, calendar - birth_year - CAREER_FIRST_AGE)


def shares_along(forms: FormShares, years: Years) -> Reals:
    """Target shares of each stratum, (year, sex, hukou_type, education, form), linear between the anchors."""
    anchors = forms.anchor_years.astype(np.float64)
    right = np.clip(np.searchsorted(anchors, years.calendar), 1, len(anchors) - 1)
    weight = np.clip((years.calendar - anchors[right - 1]) / (anchors[right] - anchors[right - 1]), 0.0, 1.0)
    weight = weight[:, None, None, None, None]
    before, after = forms.shares[right - 1, years.age], forms.shares[right, years.age]
    return np.asarray(before * (1.0 - weight) + after * weight)


def away_along(migrants: MigrantShares, years: Years) -> Reals:
    """Target share outside the hukou province, (year, sex, hukou_type, province)."""
    level, age = migrants.level[years.calendar - FIRST_YEAR], migrants.age[years.age]
    share = level[:, None, None, :] * age[:, :, None, None] * migrants.hukou_type[:, None]
    return np.asarray(np.minimum(share, MOST_MIGRANT), dtype=np.float64)


def cohort_forms(forms: FormShares, hazards: ExitHazards, occupations: OccupationShares, years: Years) -> CohortForms:
    """Chances that keep every stratum on its target shares.

    In January a worker of a form that shrinks leaves it with probability (before - now) / before, for a growing form
    in proportion to its growth: a population at the old shares is then at the new ones.  A form left within the year
    is followed by form g with probability proportional to share_g x hazard_g, which keeps the shares where they are.
    """
    shares = shares_along(forms, years)
    leaving, entering = _january(shares)
    mobility = hazards.mobility[years.calendar - FIRST_YEAR].astype(np.float64)[:, None, None]
    by_form = hazards.form[years.age, :, :N_FORMS] * mobility  # (year, sex, form)
    factor = hazards.sex_factor * (hazards.age_factor[years.age, None] * mobility[:, :, 0])  # (year, sex)
    by_occupation = factor[..., None] * hazards.occupation.astype(np.float64)
    by_way, platform_hazard = _occupations(hazards, occupations)
    outflow = shares * by_form[:, :, None, None, :]
    outflow[..., PLATFORM_FLEXIBLE] = shares[..., PLATFORM_FLEXIBLE] * (
        factor[:, :, None, None] * platform_hazard[:, None, :]
    )
    log_staying = np.log1p(-np.minimum(np.concatenate([by_form, by_occupation], axis=-1), _MOST_HAZARD))
    return CohortForms(
        leaving, entering, np.cumsum(outflow, axis=-1),
        log_staying, np.exp(12.0 * log_staying) * (1.0 - _MARGIN), by_way,
    )  # fmt: skip


def _january(shares: Reals) -> tuple[Reals, Reals]:
    """Chance to leave each form in January, and cumulative weights of where to; all enter in the first year."""
    fall = np.zeros_like(shares)
    fall[1:] = shares[:-1] - shares[1:]
    leaving = np.ones_like(shares)
    np.divide(np.maximum(fall[1:], 0.0), shares[:-1], out=leaving[1:], where=shares[:-1] > 0.0)
    entering = np.cumsum(np.maximum(-fall, 0.0), axis=-1)
    nothing_grows = entering[..., -1] <= 0.0  # as in the first year
    entering[nothing_grows] = np.cumsum(shares[nothing_grows], axis=-1)
    return leaving, entering


def _occupations(hazards: ExitHazards, occupations: OccupationShares) -> tuple[Reals, Reals]:
    """Occupations by how they are acquired, cumulative; mean hazard of platform flexible workers (sex, education)."""
    as_employee, as_flexible = occupations.shares.astype(np.float64)
    churning = as_flexible * hazards.occupation.astype(np.float64)
    by_way = np.ascontiguousarray(np.cumsum(np.stack([as_employee, as_flexible, churning]), axis=-1))
    return by_way, by_way[CHURNING, ..., -1] / by_way[AS_FLEXIBLE, ..., -1]


def cohort_migration(migrants: MigrantShares, destinations: Reals, years: Years) -> CohortMigration:
    """Chances that keep the share away on its target, while ``churn`` of those away are replaced every year."""
    away = away_along(migrants, years)
    churn = migrants.churn[years.age[1:]].astype(np.float64)[:, None, None, None]
    before, now = away[:-1], away[1:]
    change = np.empty((len(away), 2, *away.shape[1:]))
    change[0, HOME], change[0, AWAY] = away[0], 0.0
    more = np.maximum(now - before, 0.0) + churn * np.minimum(now, before)
    change[1:, HOME] = more / np.maximum(1.0 - before, 1e-9)
    change[1:, AWAY] = 1.0 - (1.0 - churn) * np.minimum(1.0, now / np.maximum(before, 1e-12))
    return CohortMigration(change, migrants.settling, destinations)


def cohort_earnings(earnings: EarningsTables, years: Years) -> CohortEarnings:
    """Parts of log pay in the years of the cohort."""
    innovation = np.sqrt(1.0 - earnings.persistent_rho**2) * earnings.persistent_sd
    return CohortEarnings(
        profile=earnings.age_profile[years.age], hukou_effect=earnings.hukou_effect,
        form_effect=earnings.form_effect[years.calendar - FIRST_YEAR], occupation_effect=earnings.occupation_effect,
        autocorrelation=np.float32(earnings.persistent_rho), innovation_sd=np.float32(innovation),
        persistent_sd=np.float32(earnings.persistent_sd), own_level_sd=np.float32(earnings.fixed_sd),
        transitory_sd=earnings.transitory_sd,
    )  # fmt: skip
