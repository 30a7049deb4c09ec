"""Medical and unemployment insurance of a worker who moves within a year: each month by the rules of its province."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import month_index, year_index
from simulate.codes import EMPLOYEE, OTHER_FLEXIBLE, UNEMPLOYED
from simulate.measures.branches import (
    EMPLOYER_TO_EMPLOYEE_MEDICAL,
    INSURED_UNEMPLOYMENT,
    MEDICAL_WORKING,
    UNEMPLOYMENT_BENEFITS,
    UNEMPLOYMENT_RECIPIENTS,
    UNEMPLOYMENT_TO_MEDICAL,
    WORKER_TO_EMPLOYEE_MEDICAL,
    WORKER_TO_UNEMPLOYMENT,
)  # fmt: skip
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU
from simulate.schemes.law import Law
from tests.schemes.by_month import HENAN, MONTHS, SHANGHAI, Lived, certain_law, live, without_window
from tests.schemes.packed_law import constant

BASE = 3000.0  # yuan, of everybody
OF_EMPLOYER = {HENAN: 0.06, SHANGHAI: 0.10}
OF_FLEXIBLE = {HENAN: 0.05, SHANGHAI: 0.08}
SHARE = {HENAN: 0.6, SHANGHAI: 0.5}  # lowest base of flexible workers over last year's wage
MINIMUM_WAGE = {HENAN: 2000.0, SHANGHAI: 2600.0}
MEMBERS = {HENAN: 1.0, SHANGHAI: 0.5}  # of flexible workers, in unemployment insurance
BORN = month_index(1980, 3)
YEAR, MOVES = 2020, month_index(2020)
OFTEN = pytest.mark.parametrize("month", MONTHS)


def by_place(like: np.ndarray, values: dict[int, float]) -> np.ndarray:
    """Values by province, the same at all times; read-only where the law's array is."""
    out = np.zeros_like(like)
    for place, value in values.items():
        out[:, place] = value
    out.setflags(write=like.flags.writeable)
    return out


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """Round numbers that differ between two provinces; all who pay are members of the branches."""
    whole = without_window(certain_law(parameters))
    e, m, u = whole.employee_pension, whole.employee_medical, whole.unemployment
    return whole._replace(
        employee_pension=e._replace(
            base_floor=constant(e.base_floor, BASE), flexible_base_floor=constant(e.flexible_base_floor, BASE)
        ),
        employee_medical=m._replace(
            employer_rate=by_place(m.employer_rate, OF_EMPLOYER), flexible_rate=by_place(m.flexible_rate, OF_FLEXIBLE),
            flexible_base_share=by_place(m.flexible_base_share, SHARE), base_rounding=constant(m.base_rounding, 0),
            worker_rate=constant(m.worker_rate, 0.02), employee_take_up=constant(m.employee_take_up, 1.0),
            flexible_take_up=constant(m.flexible_take_up, 1.0), platform_share=constant(m.platform_share, 0.0),
            take_up_without_pension=constant(m.take_up_without_pension, 0.0),
        ),
        unemployment=u._replace(
            employee_take_up=constant(u.employee_take_up, 1.0), involuntary_share=constant(u.involuntary_share, 1.0),
            flexible_take_up=by_place(u.flexible_take_up, MEMBERS), flexible_rate=constant(u.flexible_rate, 0.01),
            relief_share=constant(u.relief_share, 0.0), base_share=by_place(u.base_share, SHARE),
            minimum_wage=by_place(u.minimum_wage, MINIMUM_WAGE), benefit_ratio=constant(u.benefit_ratio, 0.9),
            second_year_factor=constant(u.second_year_factor, 1.0), medical_rate=by_place(u.medical_rate, OF_FLEXIBLE),
            scale=constant(u.scale, 0),
        ),
    )  # fmt: skip


def moving(law: Law, way: int, month: int, back: int = 12, form: int = EMPLOYEE, **given: Any) -> Lived:
    """A man who goes to Shanghai in a month of 2020, and home again in another."""
    away = range(MOVES + month, MOVES + back)
    return live(
        law, BORN, {way: range(month_index(2010), month_index(2030))}, form, 2022, places={SHANGHAI: away}, **given
    )


def lowest(law: Law, place: int) -> float:
    """Lowest medical base of a flexible worker in 2020: of last year's wage there."""
    return SHARE[place] * float(law.economy.wage[year_index(YEAR) - 1, place])


@OFTEN
@pytest.mark.parametrize("stays", [12, 2])
def test_an_employers_medical_contribution_goes_by_the_place_of_the_month(law: Law, month: int, stays: int) -> None:
    back = min(month + stays, 12)
    lived = moving(law, INSURED_BY_EMPLOYER, month, back)
    away = back - month
    by_hand = BASE * (OF_EMPLOYER[SHANGHAI] * away + OF_EMPLOYER[HENAN] * (12 - away))
    assert lived.of(YEAR, EMPLOYER_TO_EMPLOYEE_MEDICAL) == pytest.approx(by_hand, rel=1e-9)
    assert lived.of(YEAR, WORKER_TO_EMPLOYEE_MEDICAL) == pytest.approx(12 * 0.02 * BASE, rel=1e-9)
    assert lived.of(YEAR, MEDICAL_WORKING) == pytest.approx(1.0)
    assert lived.after(YEAR).employee_medical.paid_months == pytest.approx(132.0)


@OFTEN
@pytest.mark.parametrize("stays", [12, 2])
def test_a_flexible_workers_contributions_go_by_the_place_of_the_month(law: Law, month: int, stays: int) -> None:
    back = min(month + stays, 12)
    lived = moving(law, EMPLOYEE_SCHEME_AT_HUKOU, month, back, OTHER_FLEXIBLE)
    away = back - month
    of_month = {place: OF_FLEXIBLE[place] * lowest(law, place) for place in (HENAN, SHANGHAI)}
    by_hand = of_month[SHANGHAI] * away + of_month[HENAN] * (12 - away)
    assert lived.of(YEAR, WORKER_TO_EMPLOYEE_MEDICAL) == pytest.approx(by_hand, rel=1e-9)
    assert lived.of(YEAR, MEDICAL_WORKING) == pytest.approx(1.0)
    members = {place: MEMBERS[place] * lowest(law, place) for place in (HENAN, SHANGHAI)}
    paid = 0.01 * (members[SHANGHAI] * away + members[HENAN] * (12 - away))
    assert lived.of(YEAR, WORKER_TO_UNEMPLOYMENT) == pytest.approx(paid, rel=1e-9)
    assert 12 * lived.of(YEAR, INSURED_UNEMPLOYMENT) == pytest.approx(12 - away / 2)


@OFTEN
@pytest.mark.parametrize("stays", [12, 2])
def test_the_benefit_of_the_unemployed_goes_by_the_place_of_the_month(law: Law, month: int, stays: int) -> None:
    """社会保险法 art. 47, 48: amount and medical contribution; out of work all year, entitled to 24 months."""
    back = min(month + stays, 12)
    lost = MOVES
    lived = moving(
        law, INSURED_BY_EMPLOYER, month, back, idle=[range(lost, month_index(2022))], idle_form=UNEMPLOYED
    )  # fmt: skip
    away = back - month
    by_hand = 0.9 * (MINIMUM_WAGE[SHANGHAI] * away + MINIMUM_WAGE[HENAN] * (12 - away))
    assert 12 * lived.of(YEAR, UNEMPLOYMENT_RECIPIENTS) == pytest.approx(12.0)
    assert lived.of(YEAR, UNEMPLOYMENT_BENEFITS) == pytest.approx(by_hand, rel=1e-9)
    medical = {place: OF_FLEXIBLE[place] * lowest(law, place) for place in (HENAN, SHANGHAI)}
    paid = medical[SHANGHAI] * away + medical[HENAN] * (12 - away)
    assert lived.of(YEAR, UNEMPLOYMENT_TO_MEDICAL) == pytest.approx(paid, rel=1e-9)


@OFTEN
def test_the_months_of_a_benefit_go_by_the_place_where_work_is_lost(law: Law, month: int) -> None:
    """Three years paid: twelve months in Henan (社会保险法 art. 46), six in Shanghai, two a year."""
    u = law.unemployment
    scales = by_place(u.scale, {HENAN: 0, SHANGHAI: 1})
    of_place = law._replace(unemployment=u._replace(scale=scales))
    lost = MOVES + month
    for moves, months in ((lost, 6), (lost + 1, 12)):
        ways = {INSURED_BY_EMPLOYER: range(lost - 36, lost)}
        lived = live(
            of_place, BORN, ways, EMPLOYEE, 2022, places={SHANGHAI: range(moves, month_index(2030))},
            idle=[range(lost, month_index(2022))], idle_form=UNEMPLOYED,
        )  # fmt: skip
        assert sum(12 * lived.of(year, UNEMPLOYMENT_RECIPIENTS) for year in (2020, 2021)) == pytest.approx(months), (
            moves
        )
