"""What ends with the claim in the other branches: the benefit of the unemployed, contributions for health."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import month_index, year_index
from simulate.codes import OTHER_FLEXIBLE, UNEMPLOYED
from simulate.contracts import CARE_CREDITED
from simulate.measures.branches import (
    MEDICAL_RETIRED,
    MEDICAL_WORKING,
    RECEIVED_EMPLOYEE_MEDICAL,
    UNEMPLOYMENT_BENEFITS,
    UNEMPLOYMENT_RECIPIENTS,
)  # fmt: skip
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU
from simulate.schemes.law import Law
from simulate.schemes.subsidies.rules import CARE_CREDITS
from tests.schemes.by_month import HENAN, MONTHS, live
from tests.schemes.packed_law import constant

OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(certain: Law) -> Law:
    """All who pay are members of the branches, and so are all flexible workers who pay no pension."""
    m, u = certain.employee_medical, certain.unemployment
    return certain._replace(
        employee_medical=m._replace(
            employee_take_up=constant(m.employee_take_up, 1.0), flexible_take_up=constant(m.flexible_take_up, 1.0),
            take_up_without_pension=constant(m.take_up_without_pension, 1.0),
        ),
        unemployment=u._replace(
            employee_take_up=constant(u.employee_take_up, 1.0), involuntary_share=constant(u.involuntary_share, 1.0),
            minimum_wage=constant(u.minimum_wage, 2000.0), benefit_ratio=constant(u.benefit_ratio, 0.9),
        ),
    )  # fmt: skip


@OFTEN
def test_the_benefit_of_the_unemployed_ends_with_the_claim(law: Law, month: int) -> None:
    """社会保险法 art. 51 (4): work is lost in October 2021, with a right to 24 months; the pension begins in 2022."""
    lost, claim = month_index(2021, 10), month_index(2022) + month
    ways = {INSURED_BY_EMPLOYER: range(month_index(2000), lost)}
    lived = live(law, claim - 720, ways, until=2026, idle=[range(lost, month_index(2027))], idle_form=UNEMPLOYED)
    months = [12 * lived.of(year, UNEMPLOYMENT_RECIPIENTS) for year in range(2021, 2026)]
    assert lived.after(2022).rights.stop_month == claim
    assert months == pytest.approx([3, month + 1, 0, 0, 0])
    assert lived.of(2022, UNEMPLOYMENT_BENEFITS) == pytest.approx(1800.0 * (month + 1))


@OFTEN
def test_who_is_covered_as_a_retiree_pays_nothing_for_flexible_work(law: Law, month: int) -> None:
    """社会保险法 art. 27: thirty years paid, a claim in 2020, flexible work from the next month on."""
    claim = month_index(2020) + month
    ways = {INSURED_BY_EMPLOYER: range(month_index(1990), claim + 1)}
    works_on = {OTHER_FLEXIBLE: range(claim + 1, month_index(2027))}
    lived = live(law, claim - 720, ways, until=2026, forms_of=works_on)
    assert lived.of(2020, MEDICAL_WORKING) == pytest.approx((month + 1) / 12)
    assert lived.of(2020, MEDICAL_RETIRED) == pytest.approx((11 - month) / 12)
    for year in range(2021, 2026):
        assert lived.of(year, MEDICAL_WORKING) == lived.of(year, RECEIVED_EMPLOYEE_MEDICAL) == 0.0, year
        assert lived.of(year, MEDICAL_RETIRED) == 1.0, year


@OFTEN
def test_who_is_not_covered_as_a_retiree_may_pay(law: Law, month: int) -> None:
    """Fifteen years paid, where more are asked for and nobody buys them: flexible work is insured as before."""
    claim, m = month_index(2020) + month, law.employee_medical
    unbought = law._replace(employee_medical=m._replace(value_gap=constant(m.value_gap, -1e9)))
    ways = {INSURED_BY_EMPLOYER: range(claim - 179, claim + 1)}
    works_on = {OTHER_FLEXIBLE: range(claim + 1, month_index(2027))}
    lived = live(unbought, claim - 720, ways, until=2026, forms_of=works_on)
    for year in range(2021, 2026):
        assert (lived.of(year, MEDICAL_WORKING), lived.of(year, MEDICAL_RETIRED)) == (1.0, 0.0), year


@OFTEN
def test_care_is_credited_until_a_pension_is_claimed(law: Law, month: int) -> None:
    """A month credited after the award would add to the months of a pension that is paid already."""
    s: Any = law.subsidies
    credits = law._replace(
        subsidies=s._replace(
            care_credit=constant(s.care_credit, CARE_CREDITS.code("both")),
            care_to_age=constant(s.care_to_age, 70.0),
            care_months=constant(s.care_months, 600.0),
        )
    )
    claim = month_index(2020) + month
    lived = live(credits, claim - 720, {INSURED_BY_EMPLOYER: range(month_index(2000), month_index(2019))}, until=2024)
    assert [lived.of(year, CARE_CREDITED) for year in (2019, 2020, 2021, 2022)] == pytest.approx(
        [1.0, (month + 1) / 12, 0.0, 0.0]
    )
    assert lived.after(2020).rights.paid_months == lived.after(2023).rights.paid_months


@OFTEN
def test_the_fund_pays_the_pension_at_the_lowest_base_of_the_month(law: Law, month: int) -> None:
    """人社部发〔2024〕76号: a fifth of the floor of flexible workers, in the year before the age, to the month."""
    e: Any = law.employee_pension
    floor = np.linspace(2000.0, 6000.0, e.flexible_base_floor.size).reshape(e.flexible_base_floor.shape)
    floor.setflags(write=e.flexible_base_floor.flags.writeable)
    u = law.unemployment
    of_floor = law._replace(
        employee_pension=e._replace(flexible_base_floor=floor), unemployment=u._replace(flexible_floor_base=floor)
    )
    birth = month_index(1966) + month
    age = birth + 720 + (birth + 720 - month_index(2025)) // 4 + 1
    lost = age - 20
    ways = {INSURED_BY_EMPLOYER: range(month_index(2000), lost), EMPLOYEE_SCHEME_AT_HUKOU: range(lost, age + 1)}
    lived = live(of_floor, birth, ways, until=2030, forms_of={UNEMPLOYED: range(lost, age + 1)})
    for year in range(2025, 2030):
        months = [m for m in range(month_index(year), month_index(year) + 12) if lost <= m <= age]
        near = [floor[m, HENAN] for m in months if age - m < 12]
        assert lived.of(year, UNEMPLOYMENT_BENEFITS) == pytest.approx(1800.0 * len(months) + 0.2 * sum(near)), year


def test_the_floor_is_the_pensions_under_any_reform(law: Law, parameters: ParameterSet) -> None:
    """Half of the floor of flexible workers halves what the fund pays."""
    of_law = law.unemployment.flexible_floor_base
    assert np.array_equal(of_law, law.employee_pension.flexible_base_floor)
    beijing, june = 0, month_index(2026, 6)
    assert of_law[june, beijing] == pytest.approx(7162.0, abs=1.0)
    assert year_index(2026) == june // 12
