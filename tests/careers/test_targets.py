"""Form shares: the recorded totals, the levers, and what anybody would expect of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from simulate.careers.strata import held_back
from simulate.careers.targets import ANCHOR_YEARS
from simulate.careers.totals import ACTIVE, NONFARM
from simulate.clock import FIRST_YEAR
from simulate.codes import (
    EDUCATION,
    EMPLOYEE,
    FARM,
    FORMS,
    INACTIVE,
    OTHER_FLEXIBLE,
    PLATFORM_FLEXIBLE,
    PUBLIC_EMPLOYEE,
    UNEMPLOYED,
)
from simulate.population.demography import reference_projection

RECORD = {  # form: parameter
    FARM: "farm_workers", EMPLOYEE: "employee_workers", PUBLIC_EMPLOYEE: "public_workers",
    PLATFORM_FLEXIBLE: "platform_flexible_workers", UNEMPLOYED: "unemployed_workers",
}  # fmt: skip
MEN, WOMEN = 0, 1
RURAL, URBAN = 0, 1


@pytest.mark.parametrize("year", [1990, 2000, 2010, *range(2015, 2026)])
def test_totals_by_form_are_the_record(targets: Any, year: int) -> None:
    workers = targets.workers(year).sum((0, 1, 2, 3))
    for form, name in RECORD.items():
        recorded = targets.parameters[f"careers.{name}"].values[year - FIRST_YEAR]
        assert workers[form] == pytest.approx(recorded, rel=0.005), FORMS.labels[form]
    flexible = targets.parameters["careers.flexible_workers"].values[year - FIRST_YEAR]
    assert workers[PLATFORM_FLEXIBLE] + workers[OTHER_FLEXIBLE] == pytest.approx(flexible, rel=0.005)


@pytest.mark.parametrize("year", range(2010, 2026))
def test_rural_nonfarm_workers_are_the_migrant_workers_recorded(targets: Any, year: int) -> None:
    nonfarm = [ACTIVE[i] for i in NONFARM]
    found = targets.workers(year)[:, :, RURAL][..., nonfarm].sum()
    recorded = targets.parameters["careers.rural_nonfarm_workers"].values[year - FIRST_YEAR]
    assert found == pytest.approx(recorded, rel=0.005)


def test_shares_are_shares(targets: Any) -> None:
    shares = targets.forms.shares
    assert shares.dtype == np.float32
    assert shares.min() >= 0
    np.testing.assert_allclose(shares.sum(-1), 1, atol=2e-6)


def test_schooling_makes_public_employees_and_farm_work_makes_room(targets: Any) -> None:
    shares = targets.forms.shares[int(np.searchsorted(ANCHOR_YEARS, 2020))]
    at_35 = shares[35 - 16]
    assert (np.diff(at_35[..., PUBLIC_EMPLOYEE], axis=-1) > 0).all()
    assert (np.diff(at_35[..., FARM], axis=-1) < 0).all()
    assert (shares[30 - 16 :, :, RURAL, :, FARM] > shares[30 - 16 :, :, URBAN, :, FARM]).all()


def test_urban_people_leave_work_at_the_pension_ages(targets: Any) -> None:
    inactive = targets.forms.shares[int(np.searchsorted(ANCHOR_YEARS, 2020)), :, :, :, 1, INACTIVE]
    assert inactive[57 - 16, WOMEN, URBAN] > 0.7 > 0.35 > inactive[40 - 16, WOMEN, URBAN]
    assert inactive[62 - 16, MEN, URBAN] > 0.7 > 0.15 > inactive[40 - 16, MEN, URBAN]
    assert inactive[62 - 16, MEN, RURAL] < 0.35


def test_school_ends_and_platform_workers_are_young(targets: Any) -> None:
    workers = targets.workers(2020)
    ages = np.arange(16, 67)
    mean_age = (workers.sum((1, 2, 3)) * ages[:, None]).sum(0) / workers.sum((0, 1, 2, 3))
    assert workers[30 - 16 :, ..., EDUCATION].sum() == 0
    assert 33 < mean_age[PLATFORM_FLEXIBLE] < 39 < mean_age[OTHER_FLEXIBLE] < mean_age[FARM]


def test_ages_of_migrant_workers_follow_the_monitoring_reports(targets: Any) -> None:
    for year, up_to_40, above_50 in ((2010, 0.659, 0.129), (2015, 0.552, 0.179), (2024, 0.437, 0.316)):
        rural = targets.workers(year)[:, :, RURAL][..., [ACTIVE[i] for i in NONFARM]].sum((1, 2, 3))
        assert rural[: 41 - 16].sum() / rural.sum() == pytest.approx(up_to_40, abs=0.065)
        assert rural[51 - 16 :].sum() / rural.sum() == pytest.approx(above_50, abs=0.065)


@pytest.mark.parametrize(
    ("lever", "value", "up", "down"),
    [
        ("platform_growth", "1.5", PLATFORM_FLEXIBLE, OTHER_FLEXIBLE),
        ("flexible_growth", "1.2", OTHER_FLEXIBLE, EMPLOYEE),
        ("flexible_growth", "0.8", EMPLOYEE, OTHER_FLEXIBLE),
        ("unemployment_factor", "2", UNEMPLOYED, EMPLOYEE),
    ],
)
def test_levers_move_workers_between_forms(
    targets: Any, targets_with: Callable[..., Any], lever: str, value: str, up: int, down: int
) -> None:
    before = targets.workers(2040).sum((0, 1, 2, 3))
    after = targets_with(**{lever: value}).workers(2040).sum((0, 1, 2, 3))
    assert after[up] > 1.03 * before[up]
    assert after[down] < 0.98 * before[down]
    assert after[list(ACTIVE)].sum() == pytest.approx(before[list(ACTIVE)].sum(), rel=1e-4)


def test_people_before_1990_are_the_survivors_of_1990() -> None:
    population = reference_projection().population
    persons = held_back(population)
    assert persons[1970 - FIRST_YEAR, 30 - 16, WOMEN] == population[1990 - FIRST_YEAR, 50, WOMEN]
    np.testing.assert_array_equal(persons[40:], population[40:, 16:67])
