"""Origin-destination matrix and migrant shares against the census and the monitoring reports."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.careers.migration import ELIGIBLE, distances, migrant_share, od_matrix
from simulate.careers.strata import rural_by_province
from simulate.clock import FIRST_YEAR
from simulate.codes import PROVINCES
from simulate.contracts import FIRST_COHORT
from simulate.population.synthesis import shares as synthesis_shares

RURAL, URBAN = 0, 1
ADULTS = slice(1954 - FIRST_COHORT, 2005 - FIRST_COHORT)  # birth cohorts aged 16 to 66 in 2020
RECORD = {2013: 7739e4, 2015: 7745e4, 2020: 7052e4, 2021: 7130e4, 2023: 6751e4, 2024: 6840e4}


def _migrants(targets: Any, year: int) -> np.ndarray:
    """Workers in other provinces by province of hukou and hukou type."""
    made = synthesis_shares(targets.parameters)
    province = np.diff(made.province, axis=1, prepend=0.0)[ADULTS].mean(0)
    weight = {RURAL: rural_by_province(made), URBAN: province - rural_by_province(made)}
    flags = migrant_share(targets.parameters, targets.persons, targets.forms, weight[RURAL])
    workers = targets.workers(year)[..., list(ELIGIBLE)].sum((-1, -2))  # (age, sex, hukou)
    out = np.empty((len(PROVINCES), 2))
    for hukou in (RURAL, URBAN):
        share = flags.level[year - FIRST_YEAR][:, None, None] * flags.age * flags.hukou_type[hukou]
        people = (weight[hukou] / weight[hukou].sum())[:, None, None] * workers[:, :, hukou]
        out[:, hukou] = (np.minimum(share, 0.9) * people).sum((1, 2))
    return out


@pytest.mark.parametrize("year", RECORD)
def test_rural_migrants_between_provinces_are_the_record(targets: Any, year: int) -> None:
    assert _migrants(targets, year)[:, RURAL].sum() == pytest.approx(RECORD[year], rel=0.01)


def test_migrants_by_province_of_hukou_follow_the_census(targets: Any) -> None:
    migrants = _migrants(targets, 2020).sum(1)
    census = targets.parameters["careers.census_outflow"].values
    assert np.corrcoef(migrants, census)[0, 1] > 0.97
    assert 0.6 < migrants.sum() / 124.84e6 < 0.85  # the rest are students, children, the old and those not at work


def test_destinations_meet_the_census_margins(targets: Any) -> None:
    matrix = od_matrix(targets.parameters)
    outflow = targets.parameters["careers.census_outflow"].values
    inflow = targets.parameters["careers.census_inflow"].values
    np.testing.assert_allclose(matrix.sum(1), 1, atol=1e-12)
    assert (np.diag(matrix) == 0).all()
    flow = matrix * (outflow * inflow.sum() / outflow.sum())[:, None]
    np.testing.assert_allclose(flow.sum(0), inflow, rtol=1e-6)
    guangxi, guangdong = PROVINCES.code("guangxi"), PROVINCES.code("guangdong")
    assert matrix[guangxi].argmax() == guangdong


def test_distance_between_capitals(targets: Any) -> None:
    distance = distances(targets.parameters)
    assert distance[PROVINCES.code("beijing"), PROVINCES.code("shanghai")] == pytest.approx(1068, rel=0.02)
    np.testing.assert_allclose(distance, distance.T)


def test_who_is_likelier_to_be_away(targets: Any) -> None:
    flags = migrant_share(targets.parameters, targets.persons, targets.forms)
    assert flags.level.min() >= 0
    assert flags.hukou_type[RURAL] > flags.hukou_type[URBAN]
    assert (flags.age[25 - 16] > flags.age[50 - 16]).all()
    assert (np.diff(flags.churn[45 - 16 :]) > 0).all()
