"""Which workers work outside the province of their hukou, and where.

A latent flag marks the people who would work in another province.  It moves a worker only in a form of
``ELIGIBLE``: students, farmers and public employees are at home whatever the flag says.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.careers.tables import by_age, every_year, scalar, values
from simulate.careers.targets import FormShares
from simulate.clock import FIRST_YEAR
from simulate.codes import (
    EMPLOYEE,
    OTHER_FLEXIBLE,
    PLATFORM_EMPLOYEE,
    PLATFORM_FLEXIBLE,
    PUBLIC_EMPLOYEE,
    RURAL,
)
from simulate.contracts import Reals, Singles
from simulate.parameters.parameter_set import ParameterSet

ELIGIBLE: Final = (EMPLOYEE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, OTHER_FLEXIBLE)
MOST_MIGRANT: Final = 0.9  # highest share of a stratum in other provinces
_EARTH_RADIUS_KM: Final = 6371.0
_SWEEPS: Final = 500


class MigrantShares(NamedTuple):
    """Share in another province = min(level * age * sex * hukou_type, MOST_MIGRANT), and how often it is renewed."""

    level: Singles  # (year, hukou_province)
    age: Singles  # (age 16-66, sex)
    hukou_type: Singles  # (hukou_type,) against rural
    intraprovincial: Singles  # (year,) of rural-hukou non-farm workers in their province, the share away from home
    churn: Singles  # (age 16-66,) a year: share of those away who return and are replaced
    settling: float  # a year: share of those away who take the hukou of the province of work


def distances(parameters: ParameterSet) -> Reals:
    """Great-circle distance between provincial capitals in km, (31, 31).

    d = 2 R asin sqrt(sin^2(dlat / 2) + cos lat1 cos lat2 sin^2(dlon / 2)).
    """
    longitude = np.radians(values(parameters, "capital_longitude"))
    latitude = np.radians(values(parameters, "capital_latitude"))
    across = np.sin((longitude[:, None] - longitude) / 2) ** 2 * np.cos(latitude)[:, None] * np.cos(latitude)
    along = np.sin((latitude[:, None] - latitude) / 2) ** 2
    return np.asarray(2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(across + along)))


def od_matrix(parameters: ParameterSet) -> Reals:
    """Probability of each destination for people leaving an origin, (origin, destination), zero diagonal.

    Flows fall with distance (flow ~ distance^-elasticity) and are raked to the 2020 census: rows add to the people
    living outside the province of their hukou, columns to the residents with hukou elsewhere.  Sizes and wages of
    provinces act on rows and columns only and so are in the margins.
    """
    inflow, outflow = values(parameters, "census_inflow"), values(parameters, "census_outflow")
    outflow = outflow * inflow.sum() / outflow.sum()
    distance = distances(parameters)
    np.fill_diagonal(distance, np.inf)
    flow = distance ** -scalar(parameters, "gravity_distance_elasticity")
    for _ in range(_SWEEPS):
        flow *= (outflow / flow.sum(1))[:, None]
        columns = inflow / flow.sum(0)
        flow *= columns
        if np.abs(columns - 1).max() < 1e-10:
            break
    return np.asarray(flow / flow.sum(1, keepdims=True))


def _province_level(parameters: ParameterSet, rural_weight: Reals | None) -> Reals:
    """Share abroad of a province's hukou holders against the nation's, (31,), mean 1 over rural-hukou people."""
    outflow = values(parameters, "census_outflow")
    holders = np.asarray(parameters["population.hukou_province_population"].values, dtype=np.float64)
    share = outflow / holders
    weight = holders if rural_weight is None else rural_weight
    return np.asarray(share * weight.sum() / (share * weight).sum())


def migrant_share(
    parameters: ParameterSet, persons: Reals, forms: FormShares, rural_weight: Reals | None = None
) -> MigrantShares:
    """Target shares of the flag: rural-hukou workers in other provinces are the recorded share of all of them.

    ``persons`` (year, age, sex, hukou_type, education) and ``forms`` are those of ``strata`` and ``targets``;
    ``rural_weight`` (31,) the rural-hukou people of each province, by default in proportion to all its hukou holders.
    """
    age = by_age(parameters, "migrant_age_profile")[:, None] * values(parameters, "migrant_sex_factor")
    people = persons[forms.anchor_years - FIRST_YEAR][:, :, :, RURAL]
    shares = forms.shares[:, :, :, RURAL].astype(np.float64)
    eligible = (people * shares[..., list(ELIGIBLE)].sum(-1)).sum(-1)  # (anchor, age, sex)
    nonfarm = eligible.sum((1, 2)) + (people * shares[..., PUBLIC_EMPLOYEE]).sum((1, 2, 3))
    norm = nonfarm / (eligible * age).sum((1, 2))
    norm = every_year(forms.anchor_years, norm)
    wanted = values(parameters, "interprovincial_share") * values(parameters, "migration_factor") * norm
    level = wanted[:, None] * _province_level(parameters, rural_weight)
    return MigrantShares(
        level=level.astype(np.float32), age=age.astype(np.float32),
        hukou_type=values(parameters, "migrant_hukou_factor").astype(np.float32),
        intraprovincial=values(parameters, "intraprovincial_share").astype(np.float32),
        churn=_yearly(by_age(parameters, "return_hazard")).astype(np.float32),
        settling=float(_yearly(values(parameters, "settlement_hazard")).reshape(-1)[0]),
    )  # fmt: skip


def _yearly(monthly: Reals) -> Reals:
    """Chance of an event in a year: 1 - (1 - monthly hazard)^12."""
    return np.asarray(1 - (1 - monthly) ** 12)
