"""Workers: their number, balance, determinism, and the population they carry."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.clock import FIRST_REPORT_YEAR, LAST_REPORT_YEAR, year_index
from simulate.codes import HUKOU_TYPES, PROVINCES
from simulate.contracts import FIRST_COHORT, LAST_COHORT, N_COHORTS, N_GROUPS, Workers
from simulate.parameters.parameter_set import ParameterSet
from simulate.population.demography import project, reference_projection
from simulate.population.limits import MINIMUM_WORKERS
from simulate.population.synthesis import N_SEXES, SynthesisShares, allocate, draw_cohort, first_groups, shares, weights

Resolve = Callable[..., ParameterSet]
SEED = 20210101
SMALL = [PROVINCES.code(name) for name in ("hainan", "xizang", "qinghai", "ningxia")]
URBAN = HUKOU_TYPES.code("urban")


@pytest.fixture(scope="module")
def table(resolve: Resolve) -> SynthesisShares:
    return shares(resolve())


def province_shares(table: SynthesisShares) -> np.ndarray:
    return np.diff(table.province, axis=-1, prepend=0.0)


def test_allocation_sums_to_the_total() -> None:
    for total in (2 * N_COHORTS, 1234, 4800, 5000, 100_000, 999_999):
        counts = allocate(total)
        assert counts.shape == (N_COHORTS, 2)
        assert counts.sum() == total
        assert counts.min() >= min(N_GROUPS, total // (2 * N_COHORTS))
    assert (allocate(MINIMUM_WORKERS) == 1).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 200_000))
def test_as_many_are_drawn_as_are_asked_for_or_none(total: int) -> None:
    if total < MINIMUM_WORKERS:
        with pytest.raises(ValueError, match="300 strata"):
            allocate(total)
    else:
        assert allocate(total).sum() == total
        assert allocate(total).min() >= 1


def test_the_least_sample_is_one_worker_a_stratum() -> None:
    assert MINIMUM_WORKERS == 2 * N_COHORTS


def test_allocation_follows_person_years() -> None:
    counts = allocate(100_000)
    population = reference_projection().population
    years = range(FIRST_REPORT_YEAR, LAST_REPORT_YEAR + 1)

    def person_years(cohort: int) -> float:
        ages = [(year, year - cohort) for year in years if 16 <= year - cohort <= 100]
        return float(sum(population[year_index(year), age].sum() for year, age in ages))

    a, b = 1964, 2005
    expected = person_years(a) / person_years(b)
    assert counts[a - FIRST_COHORT].sum() / counts[b - FIRST_COHORT].sum() == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("changes", [{}, {"fertility_variant": "low", "base_population": "nbs"}])
def test_population_by_age_sex_and_year_is_the_projection(resolve: Resolve, changes: dict[str, str]) -> None:
    projection = project(resolve(**changes))
    counts = allocate(5000)
    carried = np.zeros_like(projection.population)
    deaths = np.zeros_like(projection.population)
    for birth_year in range(FIRST_COHORT, LAST_COHORT + 1):
        each = weights(projection, birth_year, counts[birth_year - FIRST_COHORT])
        persons = each.persons * counts[birth_year - FIRST_COHORT]
        for year in range(FIRST_REPORT_YEAR, LAST_REPORT_YEAR + 1):
            age = year - birth_year
            if 16 <= age <= 100:
                carried[year_index(year), age] = persons[year_index(year)]
                deaths[year_index(year), age] = persons[year_index(year)] * each.death_rate[year_index(year)]
            else:
                assert not persons[year_index(year)].any()
    window = slice(year_index(FIRST_REPORT_YEAR), year_index(LAST_REPORT_YEAR) + 1)
    np.testing.assert_allclose(carried[window, 16:], projection.population[window, 16:], rtol=1e-9)
    np.testing.assert_allclose(deaths[window, 16:], projection.deaths[window, 16:], rtol=1e-9)


def test_every_fertility_variant_has_the_same_workers(resolve: Resolve, table: SynthesisShares) -> None:
    other = shares(resolve(fertility_variant="high", base_population="nbs"))
    for one, two in zip(table, other, strict=True):
        np.testing.assert_array_equal(one, two)


@settings(max_examples=40, deadline=None)
@given(
    birth_year=st.integers(FIRST_COHORT, LAST_COHORT),
    men=st.integers(1, 700),
    women=st.integers(1, 700),
    seed=st.integers(0, 2**63 - 1),
)
def test_samples_are_balanced(table: SynthesisShares, birth_year: int, men: int, women: int, seed: int) -> None:
    workers = draw_cohort(birth_year, np.array([men, women]), seed, table)
    assert np.array_equal(np.bincount(workers.sex, minlength=2), [men, women])
    expected = province_shares(table)[birth_year - FIRST_COHORT]
    for sex, n in ((0, men), (1, women)):
        mine = workers.sex == sex
        drawn = np.bincount(workers.hukou_province[mine], minlength=len(PROVINCES))
        assert np.abs(drawn - n * expected).max() <= 1 + 1e-9
        urban = table.urban[birth_year - FIRST_COHORT] @ expected
        assert abs((workers.hukou_type[mine] == URBAN).sum() - n * urban) < 3
        months = np.bincount(workers.birth_month[mine], minlength=12)
        assert np.abs(months - n / 12).max() < 4
        assert np.unique(workers.worker).size == men + women


def test_small_samples_are_balanced_over_cohorts(resolve: Resolve, table: SynthesisShares) -> None:
    """1,500 workers meet the shares of 2025 far closer than independent draws would."""
    counts = allocate(1500)
    population = project(resolve())
    urban, small, tertiary = [], [], []
    for seed in range(3):
        parts = np.zeros(4)
        for birth_year in range(1930, 2010):
            n = counts[birth_year - FIRST_COHORT]
            workers = draw_cohort(birth_year, n, seed, table)
            weight = weights(population, birth_year, n).persons[year_index(2025)][workers.sex]
            traits = [workers.hukou_type == 1, np.isin(workers.hukou_province, SMALL), workers.education == 2]
            parts += [weight.sum(), *(weight @ each for each in traits)]
        urban.append(parts[1] / parts[0])
        small.append(parts[2] / parts[0])
        tertiary.append(parts[3] / parts[0])
    assert np.ptp(urban) < 0.015
    assert np.ptp(tertiary) < 0.03
    assert np.mean(small) == pytest.approx(province_shares(table)[50:90, SMALL].sum(1).mean(), rel=0.35)


def test_replicate_groups_are_alike(table: SynthesisShares) -> None:
    counts = allocate(100_000)
    firsts = first_groups(counts)
    size, urban, south = (np.zeros(N_GROUPS) for _ in range(3))
    for birth_year in range(1950, 2005):
        cohort = birth_year - FIRST_COHORT
        workers = draw_cohort(birth_year, counts[cohort], SEED, table, firsts[cohort])
        size += np.bincount(workers.group, minlength=N_GROUPS)
        urban += np.bincount(workers.group, workers.hukou_type, N_GROUPS)
        south += np.bincount(workers.group, workers.hukou_province == PROVINCES.code("guangdong"), N_GROUPS)
    assert size.std() / size.mean() < 0.005
    independent = np.sqrt(0.25 / size.mean())
    assert (urban / size).std() < 0.6 * independent
    share = south.sum() / size.sum()
    assert (south / size).std() < 1.1 * np.sqrt(share * (1 - share) / size.mean())


@settings(max_examples=20, deadline=None)
@given(workers=st.integers(300, 20_000), first=st.integers(0, N_COHORTS - 2), n=st.integers(1, 60))
def test_groups_are_as_large_over_any_run_of_cohorts(table: SynthesisShares, workers: int, first: int, n: int) -> None:
    """To one worker a sex: whoever is left out, each age keeps its weight as nearly as whole workers allow."""
    counts = allocate(workers)
    firsts = first_groups(counts)
    size = np.zeros((N_SEXES, N_GROUPS), int)
    for cohort in range(first, min(first + n, N_COHORTS)):
        drawn = draw_cohort(FIRST_COHORT + cohort, counts[cohort], SEED, table, firsts[cohort])
        for sex in range(N_SEXES):
            size[sex] += np.bincount(drawn.group[drawn.sex == sex], minlength=N_GROUPS)
    assert np.ptp(size, axis=1).max() <= 2


def test_neighbours_share_a_group(table: SynthesisShares) -> None:
    workers = draw_cohort(1980, np.array([100, 37]), SEED, table)
    for sex, n in ((0, 100), (1, 37)):
        group = workers.group[workers.sex == sex]
        assert np.bincount(group, minlength=N_GROUPS).min() >= n // N_GROUPS
        assert (np.diff(group) % N_GROUPS <= 1).all()


def assert_same(one: Workers, two: Workers) -> None:
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a, b)


def test_draws_depend_on_seed_and_cohort_only(table: SynthesisShares) -> None:
    counts = allocate(20_000)
    years = list(range(1950, 2010))

    def draw(birth_year: int) -> Workers:
        return draw_cohort(birth_year, counts[birth_year - FIRST_COHORT], SEED, table)

    forward = {year: draw(year) for year in years}
    with ThreadPoolExecutor(2) as pool:
        threaded = dict(zip(reversed(years), pool.map(draw, reversed(years)), strict=True))
    for year in years:
        assert_same(forward[year], threaded[year])
    other = draw_cohort(1980, counts[1980 - FIRST_COHORT], SEED + 1, table)
    np.testing.assert_array_equal(other.worker, forward[1980].worker)
    assert (other.hukou_province != forward[1980].hukou_province).any()


def test_identity_and_types(table: SynthesisShares) -> None:
    workers = draw_cohort(1990, np.array([3, 2]), SEED, table)
    expected = 1990 * 2**32 + np.array([0, 1, 2, 2**31, 2**31 + 1])
    np.testing.assert_array_equal(workers.worker, expected)
    assert workers.worker.dtype == np.int64
    for field in (workers.group, workers.sex, workers.birth_month, workers.hukou_province, workers.education):
        assert field.dtype == np.int16
    assert draw_cohort(1990, np.array([0, 2]), SEED, table).worker.size == 2


def test_stock_by_hukou_and_education_is_near_the_official_one(resolve: Resolve, table: SynthesisShares) -> None:
    population = project(resolve()).population
    ages = np.arange(101)
    for year, official, tolerance in ((2015, 0.399, 0.05), (2020, 0.454, 0.02), (2023, 0.483, 0.02)):
        cohort = year - ages - FIRST_COHORT
        persons = population[year_index(year)].sum(axis=1)
        urban = (table.urban * province_shares(table)).sum(1)[cohort]
        assert persons @ urban / persons.sum() == pytest.approx(official, abs=tolerance)
    cohort = 2020 - ages - FIRST_COHORT
    urban = (table.urban * province_shares(table)).sum(1)[cohort]
    types = np.stack([1 - urban, urban], axis=1)
    tertiary = 1 - table.education[cohort, :, :, 1]  # (age, sex, hukou type)
    graduates = np.einsum("as,ah,ash->a", population[year_index(2020)], types, tertiary)[18:].sum()
    assert graduates == pytest.approx(218.4e6, rel=0.05)


def test_a_cohort_is_drawn_in_under_half_a_millisecond_or_so(table: SynthesisShares) -> None:
    counts = np.array([150, 150])
    draw_cohort(1970, counts, SEED, table)
    best = float("inf")
    for _ in range(20):
        start = time.perf_counter()
        draw_cohort(1970, counts, SEED, table)
        best = min(best, time.perf_counter() - start)
    assert best < 0.002
