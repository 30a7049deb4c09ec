"""What a law holds at all in a year is found also where it holds for a single month of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import year_index
from simulate.codes import PROVINCES
from simulate.parameters import ParameterSet
from simulate.schemes.in_force import find_in_force
from simulate.schemes.law import Law, as_records, build_law
from simulate.schemes.platform_copayment.rules import DEPENDENCE, INCOME_TEST, ORDER_LEVY, THREE_WAY
from simulate.schemes.views import IN_FORCE

YEAR, AGE, SICHUAN = year_index(2027), 35, PROVINCES.code("sichuan")


@pytest.fixture(scope="module")
def nothing(parameters: ParameterSet) -> Law:
    """A law without co-payments, matching or subsidies to graduates."""
    law = build_law(parameters, np.zeros(1))
    copayment = law.platform_copayment
    subsidies = law.subsidies
    return law._replace(
        platform_copayment=copayment._replace(rule=np.zeros_like(copayment.rule)),
        subsidies=subsidies._replace(
            matching_share=np.zeros_like(subsidies.matching_share),
            graduate_months=np.zeros_like(subsidies.graduate_months),
        ),
    )


def found(law: Law, age: int = AGE) -> Any:
    """What is found of the year."""
    out = np.zeros(1, IN_FORCE).view(np.recarray)
    find_in_force(as_records([law])[0], YEAR, age, out[0])
    return out[0]


def in_one_month(values: Any, month: int, value: float) -> Any:
    """The values with another in one month of the year, of months and provinces in one province."""
    out = values.copy()
    out[(12 * YEAR + month, SICHUAN) if values.ndim == 2 else 12 * YEAR + month] = value
    return out


@pytest.mark.parametrize("month", range(12))
@pytest.mark.parametrize("kind", [INCOME_TEST, ORDER_LEVY, DEPENDENCE, THREE_WAY])
def test_a_copayment_of_one_month(nothing: Law, kind: int, month: int) -> None:
    rule = in_one_month(nothing.platform_copayment.rule, month, kind)
    law = nothing._replace(platform_copayment=nothing.platform_copayment._replace(rule=rule))
    assert (found(law).copayment, found(law).order_levy, found(law).three_way) == (
        1, int(kind == ORDER_LEVY), int(kind == THREE_WAY),
    )  # fmt: skip
    assert (found(nothing).copayment, found(nothing).order_levy, found(nothing).three_way) == (0, 0, 0)


@pytest.mark.parametrize("month", range(12))
def test_matching_of_one_month(nothing: Law, month: int) -> None:
    share = in_one_month(nothing.subsidies.matching_share, month, 0.5)
    law = nothing._replace(subsidies=nothing.subsidies._replace(matching_share=share))
    assert (found(law).matching, found(law).public_money) == (1, 1)
    assert (found(nothing).matching, found(nothing).public_money) == (0, 0)


@pytest.mark.parametrize("month", range(12))
def test_graduates_in_one_month(nothing: Law, month: int) -> None:
    months = in_one_month(nothing.subsidies.graduate_months, month, 24.0)
    law = nothing._replace(subsidies=nothing.subsidies._replace(graduate_months=months))
    age = int(law.subsidies.graduate_age[YEAR]) + 1
    assert found(law, age).public_money == 1
    assert found(nothing, age).public_money == 0
