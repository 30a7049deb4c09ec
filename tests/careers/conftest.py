"""Targets of careers under the first values and after scenario changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from simulate.careers.strata import strata
from simulate.careers.targets import FormShares, form_shares
from simulate.clock import FIRST_YEAR
from simulate.contracts import Reals
from simulate.parameters.lawbook import LawBook
from simulate.parameters.parameter_set import ParameterSet
from simulate.population.demography import reference_projection
from simulate.population.synthesis import shares as synthesis_shares

ROOT = Path(__file__).resolve().parents[2]
FILES = ("simulate/careers/parameters.yaml", "simulate/population/parameters.yaml", "calibration/fitted/careers.yaml")


class Targets(NamedTuple):
    """What the tests look at."""

    parameters: ParameterSet
    persons: Reals  # (year, age, sex, hukou_type, education)
    forms: FormShares

    def workers(self, year: int) -> Reals:
        """Persons in an anchor year by stratum and form."""
        at = int(np.searchsorted(self.forms.anchor_years, year))
        assert self.forms.anchor_years[at] == year
        return np.asarray(self.persons[year - FIRST_YEAR][..., None] * self.forms.shares[at].astype(np.float64))


@pytest.fixture(scope="session")
def targets_with() -> Callable[..., Targets]:
    """``targets_with(platform_growth="1.5")``: the targets after these changes from 1950 on."""
    book = LawBook.read([ROOT / name for name in FILES], ROOT)

    @lru_cache
    def build(**changes: str) -> Targets:
        given = [{"lever": f"careers.{key}", "value": changes[key], "from": "1950"} for key in changes]
        parameters, _ = book.resolve(changes=given)
        persons = strata(reference_projection().population, synthesis_shares(parameters))
        return Targets(parameters, persons, form_shares(parameters, persons))

    return build


@pytest.fixture(scope="session")
def targets(targets_with: Callable[..., Targets]) -> Targets:
    """The targets under the first values."""
    return targets_with()
