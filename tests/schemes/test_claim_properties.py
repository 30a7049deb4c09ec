"""What must hold of retirement ages, the resident scheme, co-payments and the place of benefit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.clock import month_index
from simulate.codes import FEMALE_50, FEMALE_55, MALE
from simulate.schemes.platform_copayment import rules as platform_rules
from simulate.schemes.portability.rules import TEN_YEAR, benefit_place
from simulate.schemes.resident_pension import rules as resident_rules
from simulate.schemes.retirement import rules as retirement_rules
from simulate.schemes.retirement.rules import statutory_month
from tests.schemes.packed_law import Law

BIRTHS = st.integers(month_index(1950), month_index(2005))
CATEGORIES = st.integers(0, 2)


def _month(law: Law, birth: int, category: int) -> int:
    return sum(statutory_month(law.retirement, birth, category))


@given(birth=BIRTHS, category=CATEGORIES)
def test_the_younger_retire_later_and_never_before_the_original_age(law: Law, birth: int, category: int) -> None:
    t = law.retirement
    month = _month(law, birth, category)
    assert 0 <= month - birth - t.original_age[-1, category] <= t.maximum_delay[-1, category]
    assert _month(law, birth + 1, category) > month


@given(birth=BIRTHS, category=CATEGORIES, early=st.integers(0, 60), late=st.integers(0, 60))
def test_the_window_holds_the_statutory_month(law: Law, birth: int, category: int, early: int, late: int) -> None:
    statutory = _month(law, birth, category)
    original = birth + int(law.retirement.original_age[-1, category])
    first, last = retirement_rules.retirement_window(statutory, original, early, late)
    assert original <= first <= statutory <= last


@given(birth=BIRTHS, category=CATEGORIES)
def test_without_the_decision_nobody_is_put_off(birth: int, category: int) -> None:
    assert retirement_rules.statutory_retirement(birth, 720, 4, 0, month_index(2025)) == 0


def test_categories_of_women() -> None:
    assert retirement_rules.retirement_category(False, True, True) == MALE
    assert retirement_rules.retirement_category(True, True, False) == FEMALE_55
    assert retirement_rules.retirement_category(True, False, True) == FEMALE_55
    assert retirement_rules.retirement_category(True, False, False) == FEMALE_50


def test_only_early_members_may_top_up() -> None:
    start = month_index(2011, 7)
    assert retirement_rules.may_top_up(start - 1, start, 60, 60)
    assert not retirement_rules.may_top_up(start, start, 60, 60)
    assert not retirement_rules.may_top_up(start - 1, start, 59, 60)


@given(paid=st.floats(0, 9000), more=st.floats(0, 3000), year=st.integers(59, 125), province=st.integers(0, 30))
def test_a_higher_tier_earns_no_less_subsidy(law: Law, paid: float, more: float, year: int, province: int) -> None:
    r = law.resident
    low = resident_rules.entry_subsidy(paid, r.tier[year], r.entry_subsidy[year, province])
    assert resident_rules.entry_subsidy(paid + more, r.tier[year], r.entry_subsidy[year, province]) >= low


@given(flat=st.floats(0, 5000), balance=st.floats(0, 1e6), scale=st.floats(0.1, 10.0))
def test_the_resident_award_scales(flat: float, balance: float, scale: float) -> None:
    one = resident_rules.resident_award(flat, balance, 139.0).total
    assert resident_rules.resident_award(scale * flat, scale * balance, 139.0).total == pytest.approx(scale * one)


@given(income=st.floats(0, 50_000), months=st.integers(0, 6), contribution=st.floats(0, 6000), rate=st.floats(0, 0.3))
def test_a_platform_never_pays_more_than_the_contribution(income, months, contribution, rate) -> None:
    passes = platform_rules.passes_income_test(income, 4500.0, months, 3)
    assert platform_rules.income_test_copayment(contribution, 0.5, passes) <= contribution
    assert 0.0 <= platform_rules.order_levy(income, 0.75, rate, contribution) <= contribution


@given(
    hukou=st.integers(0, 30), insured=st.integers(0, 30), months=st.floats(0, 400), earlier=st.integers(-1, 30)
)  # fmt: skip
def test_the_place_of_benefit_is_one_the_worker_knows(hukou: int, insured: int, months: float, earlier: int) -> None:
    place = benefit_place(TEN_YEAR, hukou, insured, insured, months, earlier, 120.0)
    assert place in {hukou, insured, earlier} - {-1}
    assert place != insured or insured in (hukou, earlier) or months >= 120.0
