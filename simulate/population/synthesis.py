"""Synthetic workers: how many a cohort gets, who they are, and how many persons each stands for.

Within a birth cohort and sex the draw is systematic: hukou provinces get their share to one worker; hukou type is
drawn along the provinces, education along type and province, birth month along all three, each time one more worker
when one more is expected.  Places in the cohort are then given out by Weyl's sequence, so that any run of neighbours,
and therefore each replicate group, is a systematic sample of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from simulate.clock import (
    CAREER_FIRST_AGE,
    FIRST_REPORT_YEAR,
    FIRST_YEAR,
    LAST_AGE,
    LAST_REPORT_YEAR,
    N_YEARS,
    year_index,
)
from simulate.codes import SEXES
from simulate.contracts import FIRST_COHORT, N_COHORTS, N_GROUPS, Codes, Counts, Reals, Weights, Workers
from simulate.population.demography import Projection, reference_projection
from simulate.population.synthesis_kernels import GOLDEN, draw_people

if TYPE_CHECKING:
    from simulate.parameters.parameter_set import ParameterSet

N_SEXES: Final = len(SEXES)
N_CELLS: Final = N_COHORTS * N_SEXES
_GROUPS: Final = np.arange(N_GROUPS)
COHORTS: Final = np.arange(FIRST_COHORT, FIRST_COHORT + N_COHORTS)

_OLD_COHORTS: Final = (1955, 1985)  # those 60 and over in 2020, and those young enough to be anywhere
# Those who got a town job from the state, with its hukou, and those who grew up after that had ended.
_COHORTS_OF_PLANNED_ECONOMY: Final = (1955, 1990)
_COHORT_STEPS: Final = np.sqrt([2.0, 3.0, 5.0, 7.0, 11.0]) % 1.0  # from one cohort and sex to the next


class SynthesisShares(NamedTuple):
    """Who a birth cohort consists of; ``cohort`` runs from FIRST_COHORT."""

    province: Reals  # (cohort, province) cumulative share of the hukou provinces, last is 1
    urban: Reals  # (cohort, province) share of urban hukou
    education: Reals  # (cohort, sex, hukou type, 2) share below upper secondary, and below tertiary education


def _by_birth_year(values: Reals, decades: Reals) -> Reals:
    """Interpolates the last axis, birth years by decade, to every cohort and moves it to the front."""
    flat = values.reshape(-1, len(decades))
    each = np.array([np.interp(COHORTS, decades, row) for row in flat])
    return np.moveaxis(each.reshape(*values.shape[:-1], N_COHORTS), -1, 0)


def _logit(share: Reals) -> Reals:
    return np.asarray(np.log(share / (1 - share)), dtype=np.float64)


def _weight_of_past(first: int, last: int) -> Reals:
    """(cohort, 1) 1 for cohorts born up to ``first``, 0 from ``last`` on, linear between."""
    return np.asarray(np.clip((last - COHORTS) / (last - first), 0.0, 1.0)[:, None], dtype=np.float64)


def _persons_by_cohort(persons: Reals, old: Reals) -> Reals:
    """Share of each hukou province in a cohort, (cohort, province), rows adding to 1.

    ``persons`` (province,) of all ages and ``old`` of 60 and over in 2020: those old then were born where the old
    lived, the others where the rest of the people did.
    """
    past = _weight_of_past(*_OLD_COHORTS)
    young = np.maximum(persons - old, 0.1 * persons)
    return np.asarray(past * (old / old.sum()) + (1 - past) * (young / young.sum()), dtype=np.float64)


def _urban_by_province(national: Reals, relative: Reals, persons: Reals) -> Reals:
    """Share of urban hukou (cohort, province): logit = level(cohort) + relative(cohort, province).

    The level is found by Newton's method so that the mean over provinces is the national share of the cohort.
    """
    level = _logit(national) - (persons * relative).sum(1)
    for _ in range(20):
        urban = 1 / (1 + np.exp(-(level[:, None] + relative)))
        slope = (persons * urban * (1 - urban)).sum(1)
        level = level - np.clip(((persons * urban).sum(1) - national) / slope, -1.0, 1.0)
    return np.asarray(1 / (1 + np.exp(-(level[:, None] + relative))), dtype=np.float64)


def shares(parameters: ParameterSet) -> SynthesisShares:
    """The shares of province, hukou type and education that ``draw_cohort`` follows, once a run."""

    def values(name: str) -> Reals:
        return np.asarray(parameters[name].values, dtype=np.float64)

    def by_cohort(name: str) -> Reals:
        labels = parameters[name].coords["cohort"]
        return _by_birth_year(values(name), np.array(labels, dtype=np.float64))

    persons = _persons_by_cohort(
        values("population.hukou_province_population"), values("population.province_population_aged_60")
    )
    gradient = float(values("population.hukou_urban_gradient").reshape(-1)[0])
    past = _weight_of_past(*_COHORTS_OF_PLANNED_ECONOMY)
    relative = past * _logit(values("population.hukou_urban_share_1990"))
    relative = relative + (1 - past) * gradient * _logit(values("population.urban_residents_share"))
    urban = _urban_by_province(by_cohort("population.hukou_urban_share"), relative, persons)
    tertiary, upper = (
        by_cohort("population.tertiary_share"),
        by_cohort("population.upper_secondary_share"),
    )  # (cohort, sex, hukou type)
    thresholds = np.stack([1 - tertiary - upper, 1 - tertiary], axis=-1)
    if thresholds.min() < 0:
        raise ValueError("population: tertiary_share and upper_secondary_share sum to more than one")
    cumulative = np.cumsum(persons, axis=1)
    cumulative[:, -1] = 1.0
    return SynthesisShares(*(np.ascontiguousarray(table) for table in (cumulative, urban, thresholds)))


def allocate(total_workers: int, projection: Projection | None = None) -> Counts:
    """Workers by (cohort, sex): proportional to person-years aged 16 and over in the report years, with a minimum.

    The minimum is N_GROUPS where the total allows, else an equal part of it, never under one.  The sum is exactly
    ``total_workers``; raises ValueError for fewer than ``limits.MINIMUM_WORKERS``, one for each cohort and sex.  The
    default projection, the United Nations' medium variant, is the one to use in a run, whatever its scenarios: all
    scenarios share the same workers.
    """
    if total_workers < N_CELLS:
        raise ValueError(f"{total_workers} workers for {N_CELLS} strata")
    weight = _person_years(reference_projection() if projection is None else projection).ravel()
    least = min(N_GROUPS, total_workers // N_CELLS)
    is_least = np.zeros(N_CELLS, dtype=bool)
    while True:
        rest = total_workers - least * is_least.sum()
        free = np.where(is_least, 0.0, weight)
        quota = np.where(is_least, float(least), rest * free / free.sum() if free.any() else 0.0)
        below = ~is_least & (quota < least)
        if not below.any():
            break
        is_least |= below
    counts = np.floor(quota).astype(np.int64)
    largest = np.argsort(counts - quota, kind="stable")[: total_workers - int(counts.sum())]
    counts[largest] += 1
    return counts.reshape(N_COHORTS, N_SEXES)


def _person_years(projection: Projection) -> Reals:
    """Person-years aged 16 and over in the report years, (cohort, sex)."""
    out = np.zeros((N_COHORTS, N_SEXES))
    for year in range(FIRST_REPORT_YEAR, LAST_REPORT_YEAR + 1):
        ages = np.arange(CAREER_FIRST_AGE, LAST_AGE + 1)
        out[year - ages - FIRST_COHORT] += projection.population[year_index(year), ages]
    return out


def first_groups(counts: Counts) -> Counts:
    """The replicate group that each cohort and sex begins with, (cohort, sex), of (cohort, sex) workers drawn.

    Where a group has a worker more than another, the next cohort's remainder goes to those that follow: over any run of
    cohorts the groups are as large as each other to one worker, and what is summed over ages varies no more without a
    group than it must.
    """
    before = np.cumsum(counts % N_GROUPS, axis=0) - counts % N_GROUPS
    return np.asarray((before + N_GROUPS // N_SEXES * np.arange(N_SEXES)) % N_GROUPS)


def draw_cohort(
    birth_year: int, counts: Counts, seed: int, shares: SynthesisShares, first_group: Sequence[int] | Counts = (0, 0)
) -> Workers:
    """The workers of a birth cohort, men first; the same for the same (seed, birth year, counts).

    ``counts`` is (sex,).  Identity is birth_year * 2**32 + sex * 2**31 + position within the sex.  Replicate groups
    are runs of neighbours, in turn from ``first_group`` (sex,) on, the first ones longer by one where they must.
    """
    n_men, n = int(counts[0]), int(counts.sum())
    worker, columns = np.empty(n, np.int64), np.empty((6, n), np.int16)
    for sex, own in enumerate((slice(0, n_men), slice(n_men, n))):
        worker[own] = birth_year * 2**32 + sex * 2**31 + np.arange(counts[sex])
        group, sexes, *drawn = columns[:, own]
        sizes = counts[sex] // N_GROUPS + (counts[sex] % N_GROUPS > _GROUPS)
        group[:] = np.repeat((_GROUPS + first_group[sex]) % N_GROUPS, sizes)
        sexes[:] = sex
        _draw_sex(birth_year, sex, seed, shares, drawn)
    group, sexes, province, hukou_type, education, month = columns
    return Workers(
        birth_year=birth_year, worker=worker, group=group, sex=sexes, birth_month=month,
        hukou_province=province, hukou_type=hukou_type, education=education,
    )  # fmt: skip


def _draw_sex(birth_year: int, sex: int, seed: int, shares: SynthesisShares, drawn: Sequence[Codes]) -> None:
    """Fill hukou province, hukou type, education and birth month of the workers of one cohort and sex."""
    cohort, n = birth_year - FIRST_COHORT, len(drawn[0])
    starts = np.random.SeedSequence(seed).generate_state(5) / 2.0**32
    starts = (starts + (N_SEXES * cohort + sex) * _COHORT_STEPS) % 1.0
    points = (starts[4] + np.arange(n) * GOLDEN) % 1.0
    place = np.argsort(points, kind="stable")  # neighbours come from all over the list
    draw_people(shares.province[cohort], shares.urban[cohort], shares.education[cohort, sex], starts, place, *drawn)


def weights(projection: Projection, birth_year: int, counts: Counts) -> Weights:
    """Projected persons aged (year - birth_year) over workers drawn, and deaths a person-year; zero outside 16-100.

    At age 100 the cohort carries the open group, so that totals agree with the projection at every age.
    """
    persons, death_rate = np.zeros((N_YEARS, N_SEXES)), np.zeros((N_YEARS, N_SEXES))
    first = year_index(max(birth_year + CAREER_FIRST_AGE, FIRST_YEAR))
    years = np.arange(first, min(year_index(birth_year + LAST_AGE + 1), N_YEARS))
    ages = years + FIRST_YEAR - birth_year
    drawn = np.maximum(counts, 1)
    persons[years] = projection.population[years, ages] / drawn
    death_rate[years] = projection.death_rate[years, ages]
    return Weights(persons, death_rate, _years_left(projection, LAST_REPORT_YEAR - birth_year))


def _years_left(projection: Projection, age: int) -> Reals:
    """(sex,) expected years of life from ``age`` at the end of the last report year; half a year in that of death."""
    if not 0 <= age < LAST_AGE:
        return np.zeros(N_SEXES)
    rates = np.minimum(projection.death_rate[year_index(LAST_REPORT_YEAR), age + 1 :], 1.0)
    alive = np.cumprod(1.0 - rates, axis=0)
    return np.asarray(0.5 + alive.sum(axis=0), dtype=np.float64)
