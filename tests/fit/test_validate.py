"""The page of ``validate``, from results made up to be right in some places and wrong in others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate import fit, record
from simulate.fit.outputs import EMPLOYEE, FORMULAS, UNITS, Labelled
from simulate.indicators import outputs
from simulate.results.estimates import ScenarioResult, gather

LEVEL = 5e7


@pytest.fixture(scope="module")
def read() -> Labelled:
    """Every output the same number everywhere, but a few that make ratios."""
    made: dict[str, Any] = {name: np.full((2, *each.shape), LEVEL) for name, each in outputs().items()}
    made["pensioners_national"][:] = 0.4 * LEVEL
    made["fund_expenditure_national"][:] = 0.9 * LEVEL
    made["coverage_rate_by_migrant"][:] = 0.2
    return Labelled(gather([ScenarioResult("base", made, title="The law")]))


@pytest.fixture(scope="module")
def rows(read: Labelled) -> dict[tuple[str, int], fit.Comparison]:
    return {(each.series.name, each.year): each for each in fit.compare(read)}


def test_sums_ratios_and_units(rows: dict[tuple[str, int], fit.Comparison]) -> None:
    assert rows["pensioners", 2020].model == pytest.approx(2000)
    assert rows["migrants", 2020].model == pytest.approx(3 * 5000)
    assert rows["platform_workers", 2020].model == pytest.approx(2 * 8 * 5000)
    assert rows["pensioners_per_contributor", 2020].model == pytest.approx(0.4)
    assert rows["migrant_members", 2012].model == pytest.approx(3 * 5000 * 0.2)
    assert rows["surplus", 2020].model == pytest.approx(0.1 * LEVEL / 1e8)
    assert rows["flexible_payers", 2024].model == pytest.approx(31 * 2 * 5000)
    assert rows["migrants", 2020].difference == pytest.approx(15000 / 28560 - 1)
    assert not rows["migrants", 2020].is_within


def test_a_balance_is_judged_by_the_revenue_of_its_year(rows: dict[tuple[str, int], fit.Comparison]) -> None:
    revenue = record.enterprise_record()[2019]["revenue"]
    each = rows["surplus", 2019]
    assert each.difference == pytest.approx((each.model - each.record) / revenue)


def test_a_share_is_judged_by_its_points(rows: dict[tuple[str, int], fit.Comparison]) -> None:
    assert rows["payers_over_active", 2019].difference == pytest.approx(1.0 - 0.80)


def test_no_series_and_no_year_is_left_out(read: Labelled, rows: dict[tuple[str, int], fit.Comparison]) -> None:
    text = fit.page([*rows.values()], fit.compare_provinces(read), [], "a test")
    for each in record.all_series():
        assert each.title in text
        if each.not_compared:
            continue
        wanted = {year for year in each.values if year in read.years}
        assert {year for name, year in rows if name == each.name} == wanted
        assert each.output in FORMULAS
        assert each.unit in UNITS


def test_provinces_in_the_order_of_the_record_and_in_no_order(read: Labelled) -> None:
    """A model that is the record in another unit of size has rank correlations of one; a flat one has none."""
    table = record.provinces()[2008]
    made = {name: np.array(each.value[0]) for name, each in read.results.estimates.items()}
    at = read.years.index(2010)
    for i, province in enumerate(read.provinces):
        if province in table["participants"]:
            made["insured"][0, at, i] = table["participants"][province]
            made["pensioners"][0, at, i] = table["retirees"][province]
    replicated = {name: np.stack([values, values]) for name, values in made.items()}
    ordered = Labelled(gather([ScenarioResult("base", replicated, title="The law")]))
    found = {each.name: each for each in fit.compare_provinces(ordered) if each.year == 2008}
    assert found["participants"].rank_correlation == pytest.approx(1.0)
    assert found["dependency"].rank_correlation == pytest.approx(1.0)
    assert not found["revenue"].is_within
    assert EMPLOYEE in read.results.coords["scheme"]
