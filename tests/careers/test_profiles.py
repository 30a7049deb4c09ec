"""Earnings, turnover and platform occupations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.careers.profiles import earnings_tables
from simulate.careers.turnover import exit_hazards, occupation_shares
from simulate.clock import FIRST_YEAR
from simulate.codes import (
    EDUCATION,
    EMPLOYEE,
    FARM,
    INACTIVE,
    OCCUPATIONS,
    OTHER_FLEXIBLE,
    PLATFORM_EMPLOYEE,
    PLATFORM_FLEXIBLE,
    PUBLIC_EMPLOYEE,
    UNEMPLOYED,
)

WORK = [EMPLOYEE, PUBLIC_EMPLOYEE, OTHER_FLEXIBLE, FARM]


@pytest.fixture(scope="module")
def tables(targets: Any) -> Any:
    occupations = occupation_shares(targets.parameters, targets.persons, targets.forms)
    return earnings_tables(targets.parameters, targets.persons, targets.forms, occupations), occupations


def _means(targets: Any, tables: Any, year: int) -> tuple[np.ndarray, np.ndarray]:
    """Persons and mean pay of the year by stratum and form, occupations of platform workers included."""
    earnings, occupations = tables
    variance = earnings.fixed_sd**2 + earnings.persistent_sd**2 + earnings.transitory_sd[:9] ** 2
    form = np.exp(earnings.form_effect[year - FIRST_YEAR, :9] + variance / 2)
    level = np.exp(earnings.age_profile[:, :, None, :] + earnings.hukou_effect[:, None])
    pay = level[..., None] * form
    job = occupations.shares @ np.exp(earnings.occupation_effect)  # (platform form, sex, education)
    for i, kind in enumerate((PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE)):
        pay[..., kind] *= job[i][None, :, None, :]
    return targets.workers(year), pay


@pytest.mark.parametrize("year", [1990, 2010, 2020, 2050])
def test_each_form_earns_what_is_stated(targets: Any, tables: Any, year: int) -> None:
    persons, pay = _means(targets, tables, year)
    mean = (persons * pay).sum((0, 1, 2, 3))[WORK] / persons.sum((0, 1, 2, 3))[WORK]
    np.testing.assert_allclose(mean, targets.parameters["careers.form_relative_earnings"].values[WORK], rtol=1e-4)


def test_migrant_workers_earn_two_thirds_of_the_reference_wage(targets: Any, tables: Any) -> None:
    persons, pay = _means(targets, tables, 2023)
    nonfarm = [EMPLOYEE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, OTHER_FLEXIBLE]
    rural = persons[:, :, 0][..., nonfarm]
    assert (rural * pay[:, :, 0][..., nonfarm]).sum() / rural.sum() == pytest.approx(4780 / 7300, abs=0.05)


def test_occupations_earn_what_is_stated(targets: Any, tables: Any) -> None:
    persons, pay = _means(targets, tables, 2020)
    earnings, occupations = tables
    kinds = [PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE]
    before = pay[..., kinds] / np.moveaxis(occupations.shares @ np.exp(earnings.occupation_effect), 0, -1)[:, None]
    workers = persons[..., kinds]
    counts = np.einsum("ashef,fseo->o", workers, occupations.shares)
    sums = np.einsum("ashef,fseo->o", workers * before, occupations.shares) * np.exp(earnings.occupation_effect)
    stated = targets.parameters["careers.occupation_relative_earnings"].values
    np.testing.assert_allclose(sums / counts, stated, rtol=1e-3)
    riders = counts[OCCUPATIONS.code("delivery_rider")] / counts.sum()
    assert riders == pytest.approx(10 / 84, abs=0.03)


def test_schooling_pays_and_those_out_of_work_earn_nothing(tables: Any) -> None:
    earnings, _ = tables
    assert (np.diff(earnings.age_profile[30 - 16 :], axis=-1) > 0).all()
    assert earnings.earns[[EDUCATION, UNEMPLOYED, INACTIVE]].sum() == 0
    assert earnings.earns[WORK].all()
    assert earnings.transitory_sd[PLATFORM_FLEXIBLE] > 3 * earnings.transitory_sd[EMPLOYEE]


def test_occupation_shares_add_up_and_keep_the_shares_of_each_sex(targets: Any, tables: Any) -> None:
    _, occupations = tables
    np.testing.assert_allclose(occupations.shares.sum(-1), 1, atol=1e-6)
    workers = targets.workers(2020)[..., PLATFORM_FLEXIBLE].sum((0, 2))  # (sex, education)
    found = (workers[..., None] * occupations.shares[1]).sum(1) / workers.sum(1)[:, None]
    np.testing.assert_allclose(found, targets.parameters["careers.platform_flexible_occupation"].values, atol=1e-4)
    assert occupations.platforms.tolist() == pytest.approx([0.75, 0.23, 0.02])


def test_hazards_are_the_turnover_figures(targets: Any) -> None:
    hazards = exit_hazards(targets.parameters)
    at_35 = hazards.form[35 - 16]
    assert hazards.form.shape == (51, 2, 10)
    assert (at_35[:, EDUCATION] == 0).all()
    assert 1 / at_35[0, UNEMPLOYED] == pytest.approx(10, rel=1e-4)  # mean months of a search
    assert (at_35[:, PUBLIC_EMPLOYEE] < at_35[:, FARM]).all()
    assert at_35[1, INACTIVE] < at_35[0, INACTIVE]  # women's interruptions, mostly care, last longer
    stay = (1 - hazards.occupation[OCCUPATIONS.code("ride_hailing")]) ** 12
    assert stay == pytest.approx(0.757, abs=0.01)
