"""The parameters as resolved: limits against the notices, the law of 2021 beside today's, paths that stay sound."""

from __future__ import annotations

import numpy as np
import pytest

from simulate.clock import N_YEARS, month_index, year_index
from simulate.codes import CLOSED, OPEN, PROVINCES
from simulate.parameters import LawBook
from simulate.parameters.economy import params as economy_params
from simulate.schemes.enrolment.params import build
from simulate.schemes.platform_copayment.rules import NO_COPAYMENT
from tests.schemes.packed_law import Law, law_of

NOTICES = [  # province, month, floor, ceiling; yuan a month
    ("beijing", (2018, 7), 3387, 25401), ("beijing", (2021, 7), 5360, 28221), ("beijing", (2023, 7), 6326, 33891),
    ("beijing", (2025, 7), 7162, 35811), ("shanghai", (2017, 7), 3902, 19512), ("shanghai", (2020, 7), 4927, 28017),
    ("shanghai", (2022, 7), 6520, 34188), ("shanghai", (2025, 7), 7460, 37302), ("jiangsu", (2025, 1), 4952, 24762),
    ("guangdong", (2025, 7), 4775, 27549), ("tianjin", (2025, 1), 5124, 25620), ("sichuan", (2025, 1), 4588, 22938),
    ("chongqing", (2025, 1), 4404, 22017), ("hubei", (2025, 7), 4498, 22488),
]  # fmt: skip


@pytest.fixture(scope="module")
def law_2021() -> Law:
    return law_of(LawBook.load().resolve("2021-12-31")[0])


@pytest.mark.parametrize(("province", "month", "floor", "ceiling"), NOTICES)
def test_limits_of_the_notices(law: Law, province: str, month: tuple[int, int], floor: int, ceiling: int) -> None:
    cell = month_index(*month), PROVINCES.code(province)
    assert law.employee.base_floor[cell] == pytest.approx(floor, rel=0.002)
    assert law.employee.base_ceiling[cell] == pytest.approx(ceiling, rel=0.005)


def test_the_law_of_2021_has_no_reform_of_2024(law: Law, law_2021: Law) -> None:
    assert not law_2021.retirement.maximum_delay.any()
    assert law_2021.retirement.qualifying_months[year_index(2045)] == 180
    assert not law_2021.retirement.early_window.any()
    assert (law_2021.platform.rule == NO_COPAYMENT).all()
    assert law.retirement.qualifying_months[year_index(2045)] == 240
    assert (law.platform.rule[month_index(2026)] != NO_COPAYMENT).all()


def test_the_hukou_rule_of_2021_and_of_today() -> None:
    book, beijing, henan = LawBook.load(), PROVINCES.code("beijing"), PROVINCES.code("henan")
    now, then = (book.resolve(day)[0]["enrolment.hukou_rule"].values for day in ("2026-11-21", "2021-12-31"))
    assert now[month_index(2030), beijing] == CLOSED
    assert (now[month_index(2030)] == OPEN).sum() == 30
    assert (then[month_index(2030)] == CLOSED).sum() == 5
    assert then[month_index(2030), henan] == OPEN


def test_yearly_records_are_known_to_every_view_of_the_law(law: Law, law_2021: Law) -> None:
    year = slice(year_index(2022), N_YEARS)
    for name in ("crediting_rate", "indexation", "benefit_reference_wage", "income_per_head"):
        assert np.array_equal(getattr(law.employee, name)[year], getattr(law_2021.employee, name)[year]), name
    assert np.array_equal(law.resident.flat_pension, law_2021.resident.flat_pension)


def test_every_array_is_finite_and_of_the_right_sign(law: Law) -> None:
    for packed in law:
        assert len(packed) <= 33
        for name, values in zip(packed._fields, packed, strict=True):
            assert np.isfinite(values).all(), name
            assert values.flags.c_contiguous, name
            assert (values >= 0).all(), name


def test_floors_lie_under_ceilings(law: Law) -> None:
    e = law.employee
    assert (e.base_floor <= e.base_ceiling).all()
    assert (e.flexible_base_floor <= e.base_ceiling).all()


def test_benefit_wage_never_falls_after_2025_and_meets_the_wage_in_2031(law: Law, parameters) -> None:
    path = law.employee.benefit_reference_wage
    assert (np.diff(path[year_index(2025) :], axis=0) >= 0).all()
    wage = economy_params.build(parameters).reference_wage
    assert path[year_index(2040)] == pytest.approx(wage[year_index(2039)])


def test_indexation_follows_its_record_and_then_its_rule(law: Law, parameters) -> None:
    economy = economy_params.build(parameters)
    assert law.employee.indexation[year_index(2024)] == pytest.approx(0.03)
    rule = 0.5 * economy.nominal_wage_growth[year_index(2039)] + 0.5 * economy.inflation[year_index(2039)]
    assert law.employee.indexation[year_index(2040)] == pytest.approx(rule)


def test_a_change_of_indexation_leaves_the_years_before_it_alone() -> None:
    change = {"lever": "employee_pension.indexation_price_weight", "value": "1.0", "from": "2027"}
    book = LawBook.load()
    base = law_of(book.resolve()[0]).employee.indexation
    reform = law_of(book.resolve(changes=[change])[0]).employee.indexation
    assert np.array_equal(base[: year_index(2027)], reform[: year_index(2027)])
    assert (reform[year_index(2030) :] > base[year_index(2030) :]).all()


def test_national_wage_follows_the_record(parameters) -> None:
    wage = economy_params.build(parameters).national_wage
    on_post = {1995: 5500, 2005: 18364}  # yuan a year, urban units
    assert 12 * wage[year_index(1995)] == pytest.approx(on_post[1995], rel=0.08)
    assert 12 * wage[year_index(2005)] * 1.092 == pytest.approx(on_post[2005], rel=0.08)
    private, other = 69476, 124110
    assert private < 12 * wage[year_index(2024)] < other


def test_mean_flat_pension_stays_below_the_mean_paid(law: Law, parameters) -> None:
    weight = economy_params.reals(parameters, "economy.wage_weight")
    paid = {2012: 73, 2015: 121, 2018: 154, 2020: 174, 2023: 228}  # expenditure over recipients, yuan a month
    for year, mean in paid.items():
        flat = law.resident.flat_pension[year_index(year)] @ weight / weight.sum()
        assert 0.8 * mean < flat < 1.2 * mean


def test_decided_steps_are_foreseen_and_a_reform_from_its_first_year_on() -> None:
    """The steps to 240 months, decided in 2024-09, are known from 2025; a reform of 2032 changes nothing before it."""
    book = LawBook.load()
    reform = {"lever": "retirement.qualifying_months", "value": 300, "from": 2032}
    law, reformed = (build(book.resolve(changes=changes)[0]).foreseen_months for changes in ([], [reform]))
    in_2024, in_2025, in_2031, in_2032 = (year_index(year) for year in (2024, 2025, 2031, 2032))
    assert (law[in_2024] == 180).all()
    assert law[in_2025, :17].tolist() == [180.0] * 5 + [186.0 + 6.0 * i for i in range(9)] + [240.0] * 3
    assert np.array_equal(law[:in_2032], reformed[:in_2032])
    assert law[in_2031, 1] == reformed[in_2031, 1] == 198.0
    assert (reformed[in_2032:] == 300.0).all()
