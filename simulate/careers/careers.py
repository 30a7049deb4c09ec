"""Careers: tables prepared once a run, cut to a birth cohort, and the lives of a batch drawn from them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulate.careers.cohort import (
    CohortEarnings,
    CohortForms,
    CohortMigration,
    cohort_earnings,
    cohort_forms,
    cohort_migration,
    years_of,
)
from simulate.careers.earnings_kernels import draw_earnings
from simulate.careers.form_kernels import draw_forms
from simulate.careers.migration import MigrantShares, migrant_share, od_matrix
from simulate.careers.migration_kernels import draw_migration
from simulate.careers.profiles import EarningsTables, earnings_tables
from simulate.careers.strata import stratum_persons
from simulate.careers.targets import FormShares, form_shares
from simulate.careers.turnover import ExitHazards, OccupationShares, exit_hazards, occupation_shares
from simulate.clock import FIRST_YEAR
from simulate.codes import SEXES
from simulate.contracts import FIRST_COHORT, Careers, Reals, Workers
from simulate.engine.draws import WORKER_TRAITS, fill_words
from simulate.parameters import ParameterSet
from simulate.population.demography import Projection
from simulate.population.synthesis import SynthesisShares


class CohortTables(NamedTuple):
    """What careers of one birth cohort are drawn from, by calendar year from ``first_year``."""

    first_year: int  # of turning 16, not before the clock
    n_years: int
    forms: CohortForms
    migration: CohortMigration
    earnings: CohortEarnings


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
        years = years_of(birth_year)
        return CohortTables(
            first_year=int(years.calendar[0]),
            n_years=len(years.calendar),
            forms=cohort_forms(self.forms, self.hazards, self.occupations, years),
            migration=cohort_migration(self.migrants, self.destinations, years),
            earnings=cohort_earnings(self.earnings, years),
        )


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
    province = np.diff(make_up.province, axis=1, prepend=0.0)  # (cohort, province)
    urban = np.repeat((make_up.urban * province).sum(1)[:, None], len(SEXES), axis=1)
    persons = stratum_persons(projection.population, urban, education, FIRST_COHORT)
    forms = form_shares(parameters, persons)
    occupations = occupation_shares(parameters, persons, forms)
    cumulative = np.cumsum(od_matrix(parameters), axis=1)
    cumulative[:, -1] = 1.0
    rural = (province * (1.0 - make_up.urban)).mean(axis=0)
    return CareerTables(
        forms=forms, hazards=exit_hazards(parameters), occupations=occupations,
        migrants=migrant_share(parameters, persons, forms, rural), destinations=np.ascontiguousarray(cumulative),
        earnings=earnings_tables(parameters, persons, forms, occupations),
    )  # fmt: skip


def draw_batch(workers: Workers, tables: CohortTables, seed: int) -> Careers:
    """Draw the lives of a batch of workers of one birth cohort; equal for any batch they are drawn in."""
    n, n_years = len(workers.worker), tables.n_years
    first_month = 12 * (tables.first_year - FIRST_YEAR)
    form, work_province = np.empty((2, 12 * n_years, n), np.int16)
    occupation, hukou_province = np.empty((2, n_years, n), np.int16)
    earnings = np.empty((12 * n_years, n), np.float32)
    traits = np.empty((4, n), np.uint32)
    draw_forms(workers, tables.forms, first_month, seed, form, occupation)
    draw_migration(workers, tables.migration, first_month, seed, form, work_province, hukou_province)
    draw_earnings(workers, tables.earnings, first_month, seed, form, occupation, earnings)
    fill_words(workers.worker, 0, WORKER_TRAITS, seed, traits)
    stays_away = (traits[2] + 0.5) / 2.0**32
    return Careers(tables.first_year, form, work_province, earnings, occupation, hukou_province, stays_away)
