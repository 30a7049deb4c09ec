"""More paid months, a higher base or a larger account never lower an award, in any province and under any law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulate.clock import month_index
from simulate.codes import PROVINCES
from simulate.parameters import ParameterSet
from simulate.schemes.employee_pension import params
from simulate.schemes.employee_pension.award import award
from simulate.schemes.employee_pension.award_rules import ANHUI_TENTHS
from simulate.schemes.employee_pension.rules import DEEMED_AT_ONE

STOP = st.integers(month_index(1985), month_index(2075) - 1)
AGE = st.integers(50 * 12, 66 * 12)
PROVINCE = st.integers(0, len(PROVINCES) - 1)
MONTHS = st.integers(1, 480)
INDEX = st.floats(0.2, 3.0)
MORE = st.integers(1, 60)
GAP = st.integers(0, 240)
UNCHANGED = 1 - 1e-12


class Worker:
    """A worker at the moment of claiming, ``gap`` months of whose career are unpaid."""

    def __init__(
        self, e: Any, stop: int, age: int, province: int, paid: int, index: float, gap: int, early: int
    ) -> None:
        self.e, self.stop, self.birth, self.province = e, stop, stop - age, province
        self.paid, self.deemed = float(paid), float(min(early, paid))
        self.index_sum = index * (self.paid - self.deemed)  # deemed months were not paid
        self.first = stop - paid - gap
        self.wage = float(e.benefit_reference_wage[stop // 12, province])
        self.account = 0.08 * self.index_sum * self.wage

    def parts(
        self, months: float = 0.0, index: float = 0.0, account: float = 0.0, last_wage: float = 1.0
    ) -> np.ndarray:
        """Basic, transitional and account pension, with further months, index and account; yuan a month."""
        made = award(
            self.e, self.stop, self.birth, self.paid + months, self.deemed, self.index_sum + index, self.first,
            self.account + account, last_wage * self.wage, self.province,
        )  # fmt: skip
        return np.array([made.basic, made.transitional, made.account])

    def total(self, **more: float) -> float:
        return float(self.parts(**more).sum())


@pytest.fixture(scope="module")
def worker_of(law_of: Callable[..., ParameterSet]) -> Callable[..., Worker]:
    """``worker_of(stop, age, ...)``: a worker under the law of today."""
    e = params.build(law_of())
    return lambda *life: Worker(e, *life)


WORKER = {"stop": STOP, "age": AGE, "province": PROVINCE, "paid": MONTHS, "index": INDEX, "gap": GAP}


@settings(max_examples=300)
@given(**WORKER, early=st.integers(0, 300), more=MORE, extra=st.floats(0.0, 1.0))
def test_more_months_as_well_paid_never_lower_an_award(
    worker_of, stop, age, province, paid, index, gap, early, more, extra
) -> None:
    """Months paid in the gap, at the mean index (that of gap and deemed months too) or above, with their account."""
    worker = worker_of(stop, age, province, paid, index, gap, early)
    added = max(index, float(worker.e.gap_index[0]), 1.0 if worker.deemed else 0.0) + extra
    contributions = 0.08 * added * more * worker.wage
    longer = worker.total(months=float(more), index=added * more, account=contributions)
    assert longer >= worker.total() * UNCHANGED
    if stop >= month_index(1998):
        assert longer > 0.0


@settings(max_examples=300)
@given(**WORKER, more=MORE, added=st.floats(0.0, 3.0))
def test_months_at_any_base_never_lower_the_award_of_who_has_no_deemed_months(
    worker_of, stop, age, province, paid, index, gap, more, added
) -> None:
    """But where years are rounded to tenths (Anhui), a month may be rounded off."""
    worker = worker_of(stop, age, province, paid, index, gap, 0)
    assume(worker.e.award_variant[stop // 12, province] != ANHUI_TENTHS)
    contributions = 0.08 * added * more * worker.wage
    longer = worker.total(months=float(more), index=added * more, account=contributions)
    assert longer >= worker.total() * UNCHANGED


@settings(max_examples=200)
@given(**WORKER, early=st.integers(0, 300), higher=st.floats(0.0, 2.0))
def test_a_higher_base_never_lowers_an_award(worker_of, stop, age, province, paid, index, gap, early, higher) -> None:
    worker = worker_of(stop, age, province, paid, index, gap, early)
    assert worker.total(index=higher * paid) >= worker.total() * UNCHANGED


@settings(max_examples=200)
@given(**WORKER, early=st.integers(0, 300), account=st.floats(0.0, 1e6))
def test_a_larger_account_never_lowers_an_award(
    worker_of, stop, age, province, paid, index, gap, early, account
) -> None:
    worker = worker_of(stop, age, province, paid, index, gap, early)
    assert worker.total(account=account) >= worker.total() * UNCHANGED


@settings(max_examples=200)
@given(**WORKER, early=st.integers(0, 300), last_wage=st.floats(0.0, 5.0))
def test_parts_are_never_negative_and_the_old_law_is_a_floor(
    worker_of, stop, age, province, paid, index, gap, early, last_wage
) -> None:
    worker = worker_of(stop, age, province, paid, index, gap, early)
    parts = worker.parts(last_wage=last_wage)
    assert (parts >= 0.0).all()
    if worker.deemed > 0.0:
        guaranteed = last_wage * worker.wage * worker.e.old_law_replacement[stop // 12]
        assert parts.sum() >= guaranteed * UNCHANGED


@given(**WORKER | {"stop": st.integers(month_index(2019), month_index(2075) - 1)}, early=st.integers(0, 300))
def test_the_award_of_the_law_of_2005_by_hand(worker_of, stop, age, province, paid, index, gap, early) -> None:
    """P (1 + i) / 2 x years x 1 % + flat allowance; balance / divisor; P x i x deemed years x coefficient.

    Deemed months count in the mean index i with 1, or sum and months are those of real payments.
    """
    worker = worker_of(stop, age, province, paid, index, gap, early)
    e = worker.e
    assume(e.award_variant[stop // 12, province] == 0 and e.gap_rule[stop // 12, province] == 0)
    basic, transitional, account = worker.parts(last_wage=0.0)
    real = paid - worker.deemed
    if e.deemed_rule[stop // 12, province] == DEEMED_AT_ONE:
        mean = (index * real + worker.deemed) / paid
    else:
        mean = index if real > 0 else 0.0
    earned = worker.wage * (1 + mean) / 2 * paid / 12 * e.accrual_rate[stop // 12]
    assert basic == pytest.approx(earned + e.local_allowance[stop // 12, province])
    assert transitional == pytest.approx(
        worker.wage * mean * worker.deemed / 12 * e.transitional_coefficient[stop // 12, province]
    )
    young, old = e.annuity_divisor[stop // 12, age // 12 - 40], e.annuity_divisor[stop // 12, -(-age // 12) - 40]
    assert worker.account / (young + 0.05) <= account <= worker.account / (old - 0.05)
