"""Careers: tables prepared once a run, cut to a birth cohort, and the lives of a batch drawn from them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulate.careers.kernels import draw_earnings, draw_forms, draw_migration
from simulate.careers.migration import MOST_MIGRANT, MigrantShares, migrant_share, od_matrix
from simulate.careers.profiles import EarningsTables, earnings_tables
from simulate.careers.tables import N_AGES
from simulate.careers.strata import stratum_persons
from simulate.careers.targets import FormShares, form_shares
from simulate.careers.turnover import ExitHazards, OccupationShares, exit_hazards, occupation_shares
from simulate.clock import CAREER_FIRST_AGE, CAREER_LAST_AGE, FIRST_YEAR, LAST_REPORT_YEAR, N_YEARS
from simulate.codes import SEXES
from simulate.contracts import FIRST_COHORT, Careers, Counts, Reals, Singles, Workers
from simulate.engine.draws import WORKER_TRAITS, words
from simulate.engine.jit import rule
from simulate.parameters import ParameterSet
from simulate.population.demography import Projection
from simulate.population.synthesis import SynthesisShares


class CohortTables(NamedTuple):
    """What the kernels read for one birth cohort; ages count from 16, rows from ``first_year``."""

    first_year: int  # calendar year of the first row: the year of turning 16, not before 1950
    n_years: int
    shares: Reals  # (age, sex, hukou_type, education, form)
    hazard: Reals  # (age, sex, form)
    occupation_share: Reals  # (platform form, sex, education, occupation)
    occupation_hazard: Reals  # (occupation,)
    hazard_factor: Reals  # (sex, age)
    away_share: Reals  # (age, province, sex, hukou_type)
    churn: Reals  # (age,) a year
    settling: float
    destinations: Reals  # (origin, destination) cumulative
    profile: Singles  # (age, sex, education)
    hukou_effect: Singles  # (hukou_type,)
    form_effect: Singles  # (year from first_year, form)
    occupation_effect: Singles  # (occupation,)
    persistence: Singles  # (autocorrelation, innovation sd, stationary sd, sd of the worker's level)
    transitory_sd: Singles  # (form,)


@dataclass(frozen=True)
class CareerTables:
    """All tables of careers under one set of parameters."""

    forms: FormShares
    hazards: ExitHazards
    occupations: OccupationShares
    migrants: MigrantShares
    destinations: Reals  # (origin, destination) cumulative
    earnings: EarningsTables

    @property
    def intraprovincial(self) -> Reals:
        """(year,) share away from home among rural-hukou non-farm workers in their province."""
        return self.migrants.intraprovincial.astype(np.float64)

    def of_cohort(self, birth_year: int) -> CohortTables:
        """The tables along the life of a birth cohort."""
        first_year = max(birth_year + CAREER_FIRST_AGE, FIRST_YEAR)
        last_year = min(birth_year + CAREER_LAST_AGE, LAST_REPORT_YEAR)
        life = np.clip(birth_year + CAREER_FIRST_AGE + np.arange(N_AGES), FIRST_YEAR, FIRST_YEAR + N_YEARS - 1)
        hazards, migrants, earnings = self.hazards, self.migrants, self.earnings
        mobility = hazards.mobility[life - FIRST_YEAR].astype(np.float64)
        rows = slice(first_year - FIRST_YEAR, last_year - FIRST_YEAR + 1)
        return CohortTables(
            first_year=first_year, n_years=last_year - first_year + 1,
            shares=self._shares_along(life.astype(np.float64)),
            hazard=hazards.form * mobility[:, None, None],
            occupation_share=self.occupations.shares.astype(np.float64),
            occupation_hazard=hazards.occupation.astype(np.float64),
            hazard_factor=np.outer(hazards.sex_factor, hazards.age_factor * mobility),
            away_share=_away_along(migrants, life - FIRST_YEAR),
            churn=migrants.churn.astype(np.float64), settling=migrants.settling,
            destinations=self.destinations,
            profile=earnings.age_profile, hukou_effect=earnings.hukou_effect,
            form_effect=np.ascontiguousarray(earnings.form_effect[rows]),
            occupation_effect=earnings.occupation_effect,
            persistence=_persistence(earnings), transitory_sd=earnings.transitory_sd,
        )  # fmt: skip

    def _shares_along(self, life: Reals) -> Reals:
        """(age, sex, hukou_type, education, form) in the calendar years of a life."""
        anchors = self.forms.anchor_years.astype(np.float64)
        right = np.clip(np.searchsorted(anchors, life), 1, len(anchors) - 1)
        weight = np.clip((life - anchors[right - 1]) / (anchors[right] - anchors[right - 1]), 0.0, 1.0)
        age = np.arange(N_AGES)
        before, after = self.forms.shares[right - 1, age], self.forms.shares[right, age]
        weight = weight[:, None, None, None, None]
        return np.ascontiguousarray(before * (1.0 - weight) + after * weight, dtype=np.float64)


def _persistence(earnings: EarningsTables) -> Singles:
    innovation = np.sqrt(1.0 - earnings.persistent_rho**2) * earnings.persistent_sd
    return np.array([earnings.persistent_rho, innovation, earnings.persistent_sd, earnings.fixed_sd], np.float32)


def _away_along(migrants: MigrantShares, years: Counts) -> Reals:
    """(age, province, sex, hukou_type) share outside the hukou province in the years of a life."""
    share = np.einsum("ap,as,h->apsh", migrants.level[years], migrants.age, migrants.hukou_type)
    return np.ascontiguousarray(np.minimum(share, MOST_MIGRANT), dtype=np.float64)


def careers_digest(parameters: ParameterSet) -> str:
    """Digest of what careers depend on: scenarios with equal digests share their lives."""
    digest = hashlib.sha256()
    for name in sorted(parameters):
        if name.startswith(("careers.", "population.")):
            digest.update(parameters[name].digest.encode())
    return digest.hexdigest()


def prepare_careers(parameters: ParameterSet, projection: Projection, make_up: SynthesisShares) -> CareerTables:
    """Target shares, hazards, migration and earnings tables, from the parameters and the population."""
    education = np.diff(make_up.education, axis=-1, prepend=0.0, append=1.0)  # (cohort, sex, hukou_type, education)
    province = np.diff(make_up.province, prepend=0.0)
    urban = np.repeat((make_up.urban @ province)[:, None], len(SEXES), axis=1)
    persons = stratum_persons(projection.population, urban, education, FIRST_COHORT)
    forms = form_shares(parameters, persons)
    occupations = occupation_shares(parameters, persons, forms)
    cumulative = np.cumsum(od_matrix(parameters), axis=1)
    cumulative[:, -1] = 1.0
    rural = province * (1.0 - make_up.urban.mean(axis=0))
    return CareerTables(
        forms=forms, hazards=exit_hazards(parameters), occupations=occupations,
        migrants=migrant_share(parameters, persons, forms, rural), destinations=np.ascontiguousarray(cumulative),
        earnings=earnings_tables(parameters, persons, forms, occupations),
    )  # fmt: skip


@rule
def _second_trait(worker, seed, trait):
    """Uniform numbers of the third word of the workers' traits (worker,)."""
    for lane in range(len(worker)):
        _, _, w2, _ = words(worker[lane], 0, WORKER_TRAITS, seed)
        trait[lane] = (w2 + 0.5) / 2.0**32


def draw_batch(workers: Workers, tables: CohortTables, seed: int) -> Careers:
    """Draw the lives of a batch of workers of one birth cohort; equal for any batch they are drawn in."""
    n, n_years = len(workers.worker), tables.n_years
    first_age = tables.first_year - workers.birth_year - CAREER_FIRST_AGE
    first_month = (tables.first_year - FIRST_YEAR) * 12
    form = np.empty((12 * n_years, n), np.int16)
    work_province = np.empty((12 * n_years, n), np.int16)
    earnings = np.empty((12 * n_years, n), np.float32)
    occupation = np.empty((n_years, n), np.int16)
    hukou_province = np.empty((n_years, n), np.int16)
    stays_away = np.empty(n)
    draw_forms(
        workers.worker, workers.sex, workers.hukou_type, workers.education, tables.shares, tables.hazard,
        tables.occupation_share, tables.occupation_hazard, tables.hazard_factor, first_age, first_month, n_years, seed,
        form, occupation,
    )  # fmt: skip
    draw_migration(
        workers.worker, workers.sex, workers.hukou_type, workers.hukou_province, form, tables.away_share,
        tables.churn, tables.settling, tables.destinations, first_age, first_month, n_years, seed, work_province,
        hukou_province,
    )  # fmt: skip
    draw_earnings(
        workers.worker, workers.sex, workers.hukou_type, workers.education, form, occupation, tables.profile,
        tables.hukou_effect, tables.form_effect, tables.occupation_effect, tables.persistence,
        tables.transitory_sd, first_age, first_month, n_years, seed, earnings,
    )  # fmt: skip
    _second_trait(workers.worker, seed, stays_away)
    return Careers(tables.first_year, form, work_province, earnings, occupation, hukou_province, stays_away)
