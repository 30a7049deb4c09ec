"""A law under which amounts grow beyond the sums is refused before it is lived, at the change that carries it there."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulate.clock import FIRST_YEAR, LAST_REPORT_YEAR
from simulate.errors import ProblemsFound
from simulate.parameters import LawBook
from simulate.scenario import compose, load_scenario

MOST = 15e6  # yuan a head and year


@cache
def book() -> LawBook:
    """The law book, read once."""
    return LawBook.load()


@cache
def highest_wages() -> np.ndarray:
    """The highest wage a head by year as the law stands, (year,)."""
    parameters, _ = book().resolve()
    wages = [parameters[name].values for name in ("economy.reference_wage", "economy.on_post_wage")]
    yearly = [12.0 * wage.reshape(len(wage), -1).max(axis=1) for wage in wages]
    return np.maximum(*yearly)[: LAST_REPORT_YEAR + 1 - FIRST_YEAR]


def refusal(*sets: str) -> str:
    """Why a law with these settings is refused; nothing if it is not."""
    try:
        compose(book(), load_scenario("baseline", book()), None, sets)
    except ProblemsFound as found:
        return str(found)
    return ""


@settings(max_examples=25)
@given(
    st.floats(0.0, 0.25), st.floats(0.0, 0.15), st.integers(2027, LAST_REPORT_YEAR), st.integers(2027, LAST_REPORT_YEAR)
)
def test_what_counts_is_the_path_of_wages(prices: float, wages: float, since: int, then: int) -> None:
    parameters, _ = book().resolve()
    factor = np.ones(LAST_REPORT_YEAR + 1 - FIRST_YEAR)
    for name, value, year in (("inflation", prices, since), ("real_wage_growth", wages, then)):
        at = year - FIRST_YEAR
        factor[at:] *= np.cumprod((1.0 + value) / (1.0 + parameters[f"economy.{name}"].values[at : len(factor)]))
    reached = (highest_wages() * factor).max()
    stated = refusal(f"economy.inflation@{since}={prices!r}", f"economy.real_wage_growth@{then}={wages!r}")
    if reached > 1.001 * MOST:
        assert "which the sums hold" in stated
        assert stated.startswith("--set economy.")
    elif reached < MOST / 4:
        assert stated == ""


@pytest.mark.parametrize(
    "sets",
    [
        ("employee_pension.crediting_rate@2027=0.12",),
        ("economy.inflation@2030=0.06", "employee_pension.crediting_rate@2027=0.09"),
        ("economy.inflation@2027=0.04", "employee_pension.accrual_rate@2027=0.1"),
        ("economy.inflation@2027=0.04", "employee_pension.indexation_wage_weight@2027=2",
         "employee_pension.indexation_price_weight@2027=2"),
    ],
)  # fmt: skip
def test_accounts_and_pensions_that_grow_together_with_wages(sets: tuple[str, ...]) -> None:
    stated = refusal(*sets)
    assert "which the sums hold" in stated
    assert any(stated.startswith(f"--set {each}: ") for each in sets)
    if len(sets) > 1:
        assert [refusal(each) for each in sets] == [""] * len(sets)
