"""Cohort-component projection of China's population by single age, sex and year, 1990-2080.

N(a+1, y+1, s) = N(a, y, s) * survival(a, y, s)
N(0, y+1, s)   = births(y, s) * sum over a of schedule(a, y) * women(a, y)

Survival and births of the medium variant are the ratios found in the published figures (United Nations, World
Population Prospects 2024), which therefore come back exactly; variants act on these ratios after the base year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from simulate.clock import LAST_AGE, N_YEARS, year_index
from simulate.codes import WOMAN, Enumeration
from simulate.contracts import Reals
from simulate.parameters.numbered import Labels, numbered
from simulate.population.data import (
    DATA_YEARS,
    FIRST_DATA_YEAR,
    N_AGES,
    indicators,
    published_death_rates,
    published_population,
)

if TYPE_CHECKING:
    from simulate.parameters.parameter_set import ParameterSet

VARIANTS: Final = Enumeration("variant", ("low", "medium", "high"))  # of the United Nations, in the order of its tables
LOW = VARIANTS.code("low")
MEDIUM = VARIANTS.code("medium")
HIGH = VARIANTS.code("high")
VARIANTS.in_order("low", "medium", "high")
BASES: Final = Enumeration("base_population", ("un", "nbs"))
NBS = BASES.code("nbs")
LABELS: Final[Labels] = {"fertility_variant": VARIANTS, "longevity_variant": VARIANTS, "base_population": BASES}
BASE_YEAR: Final = 2024  # the last mid-year that all variants share
NBS_AGES: Final = (0, 16, 60, 65)  # first ages of the four groups published for the end of the base year
_BASE: Final = BASE_YEAR - FIRST_DATA_YEAR
_FERTILE_AGES: Final = (15, 50)  # from, to below


class Projection(NamedTuple):
    """Calendar years from ``clock.FIRST_YEAR`` (zero before 1990); ages 0-100, 100 is 100 and over."""

    population: Reals  # (year, age, sex) persons at 1 July
    deaths: Reals  # (year, age, sex) deaths in the calendar year
    death_rate: Reals  # (year, age, sex) deaths a person-year


class _Rates(NamedTuple):
    """What carries one mid-year population to the next, from the base year on."""

    survival: Reals  # (step, age, sex) persons a year later over persons now; ages 99 and 100 feed the open group
    births: Reals  # (step, sex) persons aged 0 a year later over women weighted with the schedule
    schedule: Reals  # (step, age) share of the year's births to women of each age


def _scalar(parameters: ParameterSet, name: str) -> float:
    return float(numbered(parameters[name], LABELS).reshape(-1)[0])


def _schedule(spread: float) -> Reals:
    """Births by the woman's age: a normal curve about the published mean age, cut at 15 and 50; (step, age)."""
    mean_age = indicators().childbearing_age[_BASE:]
    centre = (mean_age[:-1] + mean_age[1:]) / 2
    age = np.arange(N_AGES)
    # a woman aged a in completed years on 1 July is a + 1 on average in the middle of the year that follows
    curve = np.exp(-0.5 * ((age + 1 - centre[:, None]) / spread) ** 2)
    curve *= (age >= _FERTILE_AGES[0]) & (age < _FERTILE_AGES[1])
    return np.asarray(curve / curve.sum(1, keepdims=True), dtype=np.float64)


def _medium_rates(spread: float) -> _Rates:
    """Ratios of the published population of successive years."""
    now, later = published_population()[_BASE:-1], published_population()[_BASE + 1 :]
    survival = np.empty_like(now)
    survival[:, : LAST_AGE - 1] = later[:, 1:LAST_AGE] / now[:, : LAST_AGE - 1]
    survival[:, LAST_AGE - 1 :] = (later[:, LAST_AGE] / now[:, LAST_AGE - 1 :].sum(1))[:, None]
    schedule = _schedule(spread)
    women = (schedule * now[:, :, WOMAN]).sum(1)
    return _Rates(survival, later[:, 0] / women[:, None], schedule)


def _fertility_ratio(variant: int) -> Reals:
    """Total fertility of the variant over the medium, mean of the two calendar years of a step; (step,)."""
    fertility = indicators().fertility[:, _BASE:]
    two_years = fertility[:, :-1] + fertility[:, 1:]
    return np.asarray(two_years[variant] / two_years[MEDIUM], dtype=np.float64)


def _mortality_factor(variant: int, gap: float) -> Reals:
    """Death rates over the medium's: exp(gap * years since the base year), up for short lives; (year from 1990,)."""
    years = np.maximum(DATA_YEARS - BASE_YEAR, 0)
    return np.asarray(np.exp((MEDIUM - variant) * gap * years), dtype=np.float64)


def _variant_rates(medium: _Rates, fertility: int, factor: Reals) -> _Rates:
    """Births scaled with fertility; survival times exp(-(factor - 1) * mean death rate of the year of life)."""
    deaths = published_death_rates()[_BASE:]
    of_the_step = deaths[:-1].copy()
    of_the_step[:, :LAST_AGE] = (deaths[:-1, :LAST_AGE] + deaths[1:, 1:]) / 2
    excess = (factor[_BASE:-1] + factor[_BASE + 1 :]) / 2 - 1
    return medium._replace(
        survival=medium.survival * np.exp(-excess[:, None, None] * of_the_step),
        births=medium.births * _fertility_ratio(fertility)[:, None],
    )


def _step(now: Reals, rates: _Rates, step: int) -> Reals:
    """The population (age, sex) one year later."""
    alive = now * rates.survival[step]
    later = np.empty_like(now)
    later[1:] = alive[:-1]
    later[LAST_AGE] += alive[LAST_AGE]
    later[0] = rates.births[step] * (rates.schedule[step] * now[:, WOMAN]).sum()
    return later


def _end_of_base_year(base: Reals, rates: _Rates) -> Reals:
    """Population at the end of the base year in the four groups of ``NBS_AGES``: mean of the mid-years around."""
    by_age = ((base + _step(base, rates, 0)) / 2).sum(1)
    return np.asarray(np.add.reduceat(by_age, NBS_AGES), dtype=np.float64)


def national_statistics_factors(counts: Reals, rates: _Rates) -> Reals:
    """Factor of each birth cohort's persons, by age at mid base year, so that end-of-year age groups meet ``counts``.

    One factor for each group; as the step is linear, four equations in four unknowns.  (age,)
    """
    base = published_population()[_BASE]
    group = np.searchsorted(NBS_AGES, np.arange(N_AGES), side="right") - 1
    parts = [_end_of_base_year(base * (group == each)[:, None], rates) for each in range(len(NBS_AGES))]
    return np.asarray(np.linalg.solve(np.array(parts).T, counts)[group], dtype=np.float64)


def _cohort_factors(by_age: Reals) -> Reals:
    """Factors by age in the base year as (year from 1990 to the base year, age): each cohort keeps its own."""
    years = DATA_YEARS[: _BASE + 1]
    age_in_base_year = np.arange(N_AGES)[None, :] + (BASE_YEAR - years)[:, None]
    return np.asarray(by_age[np.minimum(age_in_base_year, LAST_AGE)], dtype=np.float64)


def _assemble(history: Reals, rates: _Rates, factor: Reals) -> Projection:
    """History to the base year, then the steps; laid on the years of the clock."""
    zeros = np.zeros((N_YEARS, N_AGES, 2))
    first, base = year_index(FIRST_DATA_YEAR), year_index(BASE_YEAR)
    population, death_rate = zeros.copy(), zeros.copy()
    population[first : base + 1] = history
    for step in range(len(rates.births)):
        population[base + step + 1] = _step(population[base + step], rates, step)
    death_rate[first:] = published_death_rates() * factor[:, None, None]
    return Projection(population, population * death_rate, death_rate)


def project(parameters: ParameterSet) -> Projection:
    """The projection under ``population.fertility_variant``, ``longevity_variant`` and ``base_population``."""
    medium = _medium_rates(_scalar(parameters, "population.childbearing_spread"))
    factor = _mortality_factor(
        int(_scalar(parameters, "population.longevity_variant")), _scalar(parameters, "population.longevity_gap")
    )
    rates = _variant_rates(medium, int(_scalar(parameters, "population.fertility_variant")), factor)
    history = published_population()[: _BASE + 1]
    if int(_scalar(parameters, "population.base_population")) == NBS:
        counts = np.asarray(parameters["population.nbs_population"].values, dtype=np.float64)
        history = history * _cohort_factors(national_statistics_factors(counts, medium))[:, :, None]
    return _assemble(history, rates, factor)


def reference_projection() -> Projection:
    """The United Nations' medium variant as published; workers are allotted by it in every scenario."""
    population = np.zeros((N_YEARS, N_AGES, 2))
    death_rate = np.zeros((N_YEARS, N_AGES, 2))
    population[year_index(FIRST_DATA_YEAR) :] = published_population()
    death_rate[year_index(FIRST_DATA_YEAR) :] = published_death_rates()
    return Projection(population, population * death_rate, death_rate)
