"""What must hold of every award: more months or a larger balance never lower it, and money scales."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.schemes.employee_pension import award_rules, rules
from tests.schemes.packed_law import Law

VARIANTS = st.integers(0, 5)
WAGE = st.floats(100.0, 50_000.0)
INDEX = st.floats(0.0, 3.0)
MONTHS = st.floats(0.0, 600.0)


@pytest.fixture(scope="module")
def increment(law: Law) -> np.ndarray:
    return law.employee.jilin_increment[-1]


@given(variant=VARIANTS, wage=WAGE, index=INDEX, months=MONTHS, more=st.floats(0.0, 120.0))
def test_more_months_never_lower_the_basic_pension(increment, variant, wage, index, months, more) -> None:
    few = award_rules.basic_pension(variant, wage, wage, index, months, 0.01, increment)
    many = award_rules.basic_pension(variant, wage, wage, index, months + more, 0.01, increment)
    assert many >= few - 1e-9 * wage


@given(variant=VARIANTS, wage=WAGE, index=INDEX, months=MONTHS, higher=st.floats(0.0, 1.0))
def test_a_higher_index_never_lowers_the_basic_pension(increment, variant, wage, index, months, higher) -> None:
    low = award_rules.basic_pension(variant, wage, wage, index, months, 0.01, increment)
    assert award_rules.basic_pension(variant, wage, wage, index + higher, months, 0.01, increment) >= low - 1e-9


@given(variant=VARIANTS, wage=WAGE, index=INDEX, months=MONTHS, balance=st.floats(0.0, 1e6), divisor=st.floats(56, 233))
def test_doubled_money_doubles_the_award(increment, variant, wage, index, months, balance, divisor) -> None:
    def award(scale: float) -> list[float]:
        return [
            award_rules.basic_pension(variant, scale * wage, scale * wage, index, months, 0.01, increment),
            award_rules.account_pension(scale * balance, divisor),
            award_rules.transitional_pension(scale * wage, index, months, 0.013),
            award_rules.pension_1978(scale * wage, 0.75),
            award_rules.pension_1997(scale * wage, 0.2, scale * balance, 120.0, scale * 50.0),
        ]

    assert award(2.0) == pytest.approx([2.0 * amount for amount in award(1.0)], rel=1e-12)


@given(age=st.integers(0, 1000), older=st.integers(0, 200), interpolated=st.booleans())
def test_the_divisor_falls_with_age_within_its_table(law: Law, age: int, older: int, interpolated: bool) -> None:
    table = law.employee.annuity_divisor[-1]
    young = award_rules.annuity_divisor(age, table, interpolated)
    old = award_rules.annuity_divisor(age + older, table, interpolated)
    assert table[-1] <= old <= young <= table[0]


@given(base=st.floats(0.0, 1e5), employee=st.floats(0, 0.1), employer=st.floats(0.1, 0.3), account=st.floats(0, 0.11))
def test_contributions_add_up(base: float, employee: float, employer: float, account: float) -> None:
    parts = rules.employee_contribution(base, employee, employer, account, 0.0)
    assert min(parts) >= 0.0
    assert sum(parts) == pytest.approx(base * (employee + employer))
    assert parts[1] + parts[3] == pytest.approx(base * account)


@given(base=st.floats(0.0, 1e5), rate=st.floats(0.0, 0.4), account=st.floats(0.0, 0.2))
def test_a_flexible_contribution_adds_up(base: float, rate: float, account: float) -> None:
    contribution, to_account, to_pool = rules.flexible_contribution(base, rate, account)
    assert to_account + to_pool == pytest.approx(contribution)
    assert min(to_account, to_pool) >= 0.0


@given(total=st.floats(0.0, 500.0), paid=st.floats(1.0, 500.0), gap=st.floats(0.0, 300.0))
def test_a_gap_never_raises_the_index_above_the_mean_of_months_paid(total: float, paid: float, gap: float) -> None:
    kinds = (rules.GAP_RULES.code(name) for name in ("ignore", "zero", "floor"))
    ignored, zero, floor = (rules.mean_index(total, paid, gap, code, 0.6) for code in kinds)
    assert zero <= ignored + 1e-12
    assert zero <= floor + 1e-12
    assert floor <= max(ignored, 0.6) + 1e-12


@given(paid=st.floats(0.0, 600.0), more=st.floats(0.0, 120.0), drawn=st.floats(0.0, 480.0))
def test_survivors_of_longer_payers_get_no_less(law: Law, paid: float, more: float, drawn: float) -> None:
    e = law.employee
    table, least = e.survivor_months[-1], e.survivor_minimum_months[-1]
    few = rules.survivor_months(paid, drawn, table, least)
    assert rules.survivor_months(paid + more, drawn, table, least) >= few
    assert 0.0 < few <= 24.0
