"""Money has no scale: with all yuan of law and economy doubled, every benefit doubles and nobody chooses otherwise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulate import contracts as c
from simulate.cohorts import simulate_cells
from simulate.contracts import Cells
from simulate.indicators import compute, outputs
from simulate.parameters import ParameterSet
from simulate.parameters.parameter_set import Resolved
from simulate.schemes.tables import KIND_SCALE, MONEY_UNIT, PERSON_UNIT, SCALE
from tests.invariants.conftest import SMALL

# Beijing rounds the base of flexible workers up to a whole yuan, which is a scale.
AS_IT_IS = "employee_medical.base_rounding@1950=as_it_is"
MONEY_OF_COHORTS = (c.COHORT_AWARD_SUM,)


def doubled(parameters: ParameterSet) -> ParameterSet:
    """The same parameters with every amount in yuan doubled."""
    return ParameterSet(
        {
            name: Resolved(each.spec, 2.0 * each.values if each.spec.unit.is_money else each.values)
            for name, each in parameters.items()
        }
    )


@pytest.fixture(scope="module", params=["baseline", "platform_copayment_at_source"])
def pair(law_of: Callable[..., ParameterSet], request: pytest.FixtureRequest) -> tuple[tuple[ParameterSet, Cells], ...]:
    one = law_of("" if request.param == "baseline" else request.param, sets=(AS_IT_IS,))
    two = doubled(one)
    return (one, simulate_cells([one], SMALL)[0]), (two, simulate_cells([two], SMALL)[0])


def test_money_is_doubled_somewhere(law_of: Callable[..., ParameterSet]) -> None:
    money = [each for each in law_of().values() if each.spec.unit.is_money]
    assert {each.name.partition(".")[0] for each in money} >= {
        "economy",
        "employee_pension",
        "resident_pension",
        "funds",
    }


@pytest.mark.parametrize(("table", "scale"), [("place", SCALE), ("kind", KIND_SCALE)])
def test_money_doubles_and_heads_stay(pair: tuple, table: str, scale: np.ndarray) -> None:
    (_, one), (_, two) = pair
    before, after = getattr(one, table), getattr(two, table)
    heads, money = scale == PERSON_UNIT, scale == MONEY_UNIT
    assert_allclose(after[..., heads], before[..., heads], rtol=1e-9, atol=1e-3)
    assert_allclose(after[..., money], 2.0 * before[..., money], rtol=1e-9, atol=1.0)
    assert before[..., money].sum() > 0


def test_whole_lives_and_awards_scale(pair: tuple) -> None:
    (_, one), (_, two) = pair
    factor = np.ones(len(c.COHORT_MEASURES))
    factor[list(MONEY_OF_COHORTS)] = 2.0
    assert_allclose(two.cohort, factor * one.cohort, rtol=1e-9, atol=1e-2)
    assert_allclose(two.awards, one.awards, rtol=1e-9, atol=1e-3)


def test_every_indicator_scales_by_its_unit(pair: tuple) -> None:
    """Through the funds: what is said in yuan doubles; persons, shares, years and ratios stay."""
    (law_one, one), (law_two, two) = pair
    before, after = compute(one, law_one), compute(two, law_two)
    for name, output in outputs().items():
        factor = 2.0 if output.unit.startswith("yuan") else 1.0
        largest = np.nanmax(np.abs(before[name]), initial=0.0)
        assert_allclose(after[name], factor * before[name], rtol=1e-7, atol=1e-9 * largest, err_msg=name)
