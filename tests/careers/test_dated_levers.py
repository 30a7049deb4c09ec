"""A lever of careers dated in a year moves nothing of the years before, to the last bit."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.careers.careers import CareerTables, prepare_careers
from simulate.clock import FIRST_REPORT_YEAR, FIRST_YEAR, LAST_REPORT_YEAR
from simulate.parameters import LawBook
from simulate.population.demography import project
from simulate.population.synthesis import shares

LEVERS = ("platform_growth", "flexible_growth", "unemployment_factor", "migration_factor")


def prepared(*changes: dict[str, str]) -> CareerTables:
    """Tables of careers after changes."""
    parameters, _ = book().resolve(changes=list(changes))
    return prepare_careers(parameters, project(parameters), shares(parameters))


@cache
def book() -> LawBook:
    """The law book, read once."""
    return LawBook.load()


@cache
def baseline() -> CareerTables:
    """Tables of careers without changes."""
    return prepared()


@settings(max_examples=12)
@given(st.sampled_from(LEVERS), st.floats(0, 1), st.integers(FIRST_REPORT_YEAR + 1, LAST_REPORT_YEAR))
def test_years_before_keep_every_bit(lever: str, height: float, year: int) -> None:
    low, high = book().specs[f"careers.{lever}"].bounds
    change = {"lever": f"careers.{lever}", "value": repr(low + (high - low) * height), "from": str(year)}
    before, after = baseline(), prepared(change)
    earlier = before.forms.anchor_years < year
    np.testing.assert_array_equal(before.forms.shares[earlier], after.forms.shares[earlier])
    np.testing.assert_array_equal(before.forms.surveyed, after.forms.surveyed)
    until = year - FIRST_YEAR
    np.testing.assert_array_equal(before.migrants.level[:until], after.migrants.level[:until])
    np.testing.assert_array_equal(before.earnings.form_effect[:until], after.earnings.form_effect[:until])
    np.testing.assert_array_equal(before.earnings.occupation_effect, after.earnings.occupation_effect)
    np.testing.assert_array_equal(before.occupations.shares, after.occupations.shares)
