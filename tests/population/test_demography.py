"""The projection against the published figures, and its variants."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulate.clock import N_YEARS, year_index
from simulate.parameters.parameter_set import ParameterSet
from simulate.population.data import FIRST_DATA_YEAR, indicators, published_population
from simulate.population.demography import HIGH, LOW, NBS_AGES, Projection, project, reference_projection

Resolve = Callable[..., ParameterSet]
FIRST = year_index(FIRST_DATA_YEAR)


@pytest.fixture(scope="module")
def medium(resolve: Resolve) -> Projection:
    """The United Nations' medium variant, from its own starting population."""
    return project(resolve(base_population="un"))


def total(projection: Projection, year: int, from_age: int = 0) -> float:
    """Persons of an age and over at 1 July, millions."""
    return float(projection.population[year_index(year), from_age:].sum() / 1e6)


def life_expectancy(projection: Projection, year: int) -> float:
    """Both sexes, from the mean of the death rates."""
    rate = projection.death_rate[year_index(year)].mean(axis=1)
    alive = np.exp(-np.concatenate([[0.0], np.cumsum(rate)]))
    return float((alive[:-1] + alive[1:]).sum() / 2 + alive[-1] / rate[-1])


def test_medium_variant_is_the_published_projection(medium: Projection) -> None:
    assert medium.population.shape == medium.deaths.shape == (N_YEARS, 101, 2)
    np.testing.assert_allclose(medium.population[FIRST:], published_population(), rtol=1e-12)
    assert not medium.population[:FIRST].any()
    reference = reference_projection()
    np.testing.assert_allclose(medium.deaths, reference.deaths, rtol=1e-12)


@pytest.mark.parametrize(
    ("year", "from_age", "millions"),
    [
        (2020, 0, 1426.1), (2025, 0, 1416.1), (2050, 0, 1260.3), (2075, 0, 934.5), (2080, 0, 870.3),
        (2025, 60, 304.9), (2035, 60, 422.1), (2050, 60, 504.0), (2075, 60, 477.6),
    ],
)  # fmt: skip
def test_known_totals(medium: Projection, year: int, from_age: int, millions: float) -> None:
    assert total(medium, year, from_age) == pytest.approx(millions, abs=0.06)


def test_deaths_of_a_year_are_those_published(medium: Projection) -> None:
    deaths = medium.deaths[FIRST:].sum(axis=(1, 2))
    np.testing.assert_allclose(deaths, indicators().deaths, rtol=0.017)
    np.testing.assert_allclose(deaths[20:], indicators().deaths[20:], rtol=0.01)  # from 2010


def test_a_cohort_steps_down_by_its_survival(medium: Projection, resolve: Resolve) -> None:
    """Old cohorts lose about as many as die (migration is small there), in every longevity variant."""
    for variant in ("low", "medium", "high"):
        projection = (
            medium if variant == "medium" else project(resolve(base_population="un", longevity_variant=variant))
        )
        now, later = year_index(2040), year_index(2041)
        lost = projection.population[now, 65:90] - projection.population[later, 66:91]
        died = (projection.deaths[now, 65:90] + projection.deaths[later, 66:91]) / 2
        assert lost.sum() == pytest.approx(died.sum(), rel=0.02)


@pytest.mark.parametrize(("name", "variant"), [("low", LOW), ("high", HIGH)])
def test_fertility_variants_meet_the_published_totals(
    medium: Projection, resolve: Resolve, name: str, variant: int
) -> None:
    projection = project(resolve(base_population="un", fertility_variant=name))
    yearly = projection.population[FIRST:].sum(axis=(1, 2))
    year_ends = (yearly[:-1] + yearly[1:]) / 2  # at 31 December, as published
    published = indicators().total[variant, :-1]
    known = ~np.isnan(published)
    np.testing.assert_allclose(year_ends[known], published[known], rtol=0.012)
    born_before = projection.population[year_index(2075), 60:]
    np.testing.assert_allclose(born_before, medium.population[year_index(2075), 60:], rtol=1e-12)


def test_low_fertility_has_an_echo_in_the_second_generation(medium: Projection, resolve: Resolve) -> None:
    low = project(resolve(base_population="un", fertility_variant="low"))
    births = low.population[:, 0].sum(axis=1) / np.maximum(medium.population[:, 0].sum(axis=1), 1)
    fertility = indicators().fertility
    at_2075 = fertility[LOW, -6] / fertility[1, -6]
    assert births[year_index(2026)] == pytest.approx(fertility[LOW, -55] / fertility[1, -55], rel=0.01)
    assert births[year_index(2075)] < 0.75 * at_2075


def test_longevity_variants_move_the_old_not_the_past(medium: Projection, resolve: Resolve) -> None:
    short, long = (project(resolve(base_population="un", longevity_variant=name)) for name in ("low", "high"))
    assert total(short, 2050, 60) < total(medium, 2050, 60) < total(long, 2050, 60)
    for each in (short, long):
        np.testing.assert_array_equal(
            each.population[: year_index(2024) + 1], medium.population[: year_index(2024) + 1]
        )
    assert life_expectancy(medium, 2075) == pytest.approx(86.9, abs=0.2)
    assert 1.5 < life_expectancy(long, 2075) - life_expectancy(medium, 2075) < 3.5
    assert 1.5 < life_expectancy(medium, 2075) - life_expectancy(short, 2075) < 3.5


def test_national_statistics_base_meets_the_counts_of_2024(medium: Projection, resolve: Resolve) -> None:
    parameters = resolve(base_population="nbs")
    projection = project(parameters)
    around = projection.population[[year_index(2024), year_index(2025)]].sum(axis=2).mean(axis=0)
    groups = np.add.reduceat(around, NBS_AGES)
    np.testing.assert_allclose(groups, parameters["population.nbs_population"].values, rtol=1e-10)
    assert groups.sum() == pytest.approx(1408.28e6)
    # a cohort keeps its factor for life
    ratio = projection.population[FIRST:] / medium.population[FIRST:]
    born_1950 = [ratio[year - FIRST_DATA_YEAR, year - 1950] for year in (1990, 2010, 2024, 2049)]
    np.testing.assert_allclose(born_1950, np.broadcast_to(born_1950[0], (4, 2)), rtol=1e-12)


def test_variants_combine(resolve: Resolve) -> None:
    projection = project(resolve(base_population="nbs", fertility_variant="high", longevity_variant="high"))
    assert np.isfinite(projection.population).all()
    assert (projection.population[FIRST:] > 0).all()
    np.testing.assert_allclose(projection.deaths, projection.population * projection.death_rate)
