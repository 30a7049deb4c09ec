"""The floor under old-age income on a few workers, and the sharing of a contribution under the new co-payments."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from simulate.clock import N_YEARS, month_index
from simulate.contracts import FLOOR_RECIPIENTS, FLOOR_TOP_UP
from simulate.parameters import ParameterSet
from simulate.schemes import cost_sharing as sharing
from simulate.schemes.platform_copayment import params as platform_params
from simulate.schemes.platform_copayment import rules as copayment_rules
from simulate.schemes.social_floor import params, rules, steps
from simulate.schemes.social_floor.params import SocialFloorParameters
from tests.schemes.one_worker import a_person, in_year, new_ledger

RURAL, URBAN = 0, 1
URBAN_LINE, RURAL_LINE = 800.0, 600.0
SPLIT = (0.92, 0.5, 0.8, 0.07, 0.1, 0.3, 0.2)  # main share, thresholds, rates, shares of platforms and state


class Lines(NamedTuple):
    """What the step reads of the economy: the Dibao lines, (year,) yuan a month."""

    dibao_urban: NDArray
    dibao_rural: NDArray


LINES = Lines(np.full(N_YEARS, URBAN_LINE), np.full(N_YEARS, RURAL_LINE))


def floor_of(
    f: SocialFloorParameters, year: int, age: int, incomes: list[float], hukou: list[int], months: float = 0.0
) -> tuple[NDArray, NDArray]:
    """(incomes lifted, ledger) of a year of workers born in June."""
    ledger = new_ledger(len(incomes))
    people = [
        a_person(lane + (9 << 32), hukou_type=each, birth_month=month_index(year - age, 6))
        for lane, each in enumerate(hukou)
    ]
    now = in_year(year, age)
    lifted = [
        steps.lift_income(f, LINES, person, now, 0.0, now.january, income, months, row)
        for person, income, row in zip(people, incomes, ledger, strict=True)
    ]
    return np.array(lifted), ledger


def with_kind(f: SocialFloorParameters, kind: int, take_up: float) -> SocialFloorParameters:
    return f._replace(kind=np.full_like(f.kind, kind), dibao_take_up=np.full_like(f.dibao_take_up, take_up))


def test_dibao_lifts_to_the_own_line(parameters: ParameterSet) -> None:
    f = with_kind(params.build(parameters), rules.DIBAO, 1.0)
    income, ledger = floor_of(f, 2025, 70, [200.0, 200.0, 3000.0], [RURAL, URBAN, URBAN])
    assert income == pytest.approx([600.0, 800.0, 3000.0])
    assert ledger[:, FLOOR_RECIPIENTS].tolist() == [1.0, 1.0, 0.0]
    assert ledger[:, FLOOR_TOP_UP] == pytest.approx([4800.0, 7200.0, 0.0])


def test_few_draw_dibao_in_the_law_of_today(parameters: ParameterSet) -> None:
    income, _ = floor_of(params.build(parameters), 2025, 70, [200.0] * 1000, [RURAL] * 1000)
    assert (income > 200.0).mean() == pytest.approx(0.09, abs=0.03)


def test_in_the_first_year_six_months_are_paid_and_none_before(parameters: ParameterSet) -> None:
    f = with_kind(params.build(parameters), rules.UNIVERSAL_FLAT, 0.0)
    income, ledger = floor_of(f, 2030, 60, [246.0], [RURAL])
    assert income[0] == pytest.approx(646.0)
    assert ledger[0, [FLOOR_RECIPIENTS, FLOOR_TOP_UP]] == pytest.approx([0.5, 2400.0])
    income, ledger = floor_of(f, 2030, 59, [246.0], [RURAL])
    assert income[0] == 246.0
    assert not ledger.any()


@pytest.mark.parametrize(
    ("kind", "months", "expected"),
    [(rules.NO_FLOOR, 90.0, 300.0), (rules.LINKED_MINIMUM, 90.0, 400.0), (rules.MIXED, 0.0, 950.0)],
)
def test_the_floors_of_the_ilo(parameters: ParameterSet, kind: int, months: float, expected: float) -> None:
    f = with_kind(params.build(parameters), kind, 0.0)
    income, ledger = floor_of(f, 2030, 75, [300.0], [RURAL], months)
    assert income[0] == pytest.approx(expected)
    assert ledger[0, FLOOR_TOP_UP] == pytest.approx(12.0 * (expected - 300.0))


@pytest.mark.parametrize("kind", range(len(rules.KINDS)))
def test_no_floor_lowers_an_income_and_more_pension_is_never_less_income(kind: int) -> None:
    lifted = [
        rules.old_age_income(kind, pension, 800.0, 600.0, True, 0.5, 120.0, 1.0, 180.0, 2.0, 1.0, 0.5)
        for pension in np.arange(0.0, 3000.0, 50.0)
    ]
    assert all(income >= pension for income, pension in zip(lifted, np.arange(0.0, 3000.0, 50.0), strict=True))
    assert (np.diff(lifted) >= 0.0).all()


def test_main_platforms_follow_the_number_of_platforms(parameters: ParameterSet) -> None:
    c = platform_params.build(parameters)
    income = c.main_platform_income[-1]
    shares = np.array([
        sharing.main_platform_share(each / 600, c.platform_count_share, income) for each in range(600)
    ])  # fmt: skip
    assert (shares == c.main_platform_income[-1, 0]).mean() == pytest.approx(0.75, abs=0.06)
    assert (shares == c.main_platform_income[-1, 1]).mean() == pytest.approx(0.23, abs=0.06)


def test_parts_and_expectation_agree() -> None:
    for kind in (sharing.DEPENDENCE, sharing.THREE_WAY):
        platform, state = sharing.parts_of_month(kind, 900.0, 7000.0, *SPLIT)
        share = sharing.expected_share(kind, 900.0, 900.0, 7000.0, 0.5, 1.0, 0.1, *SPLIT)
        assert share == pytest.approx((platform + state) / 900.0)
    assert sharing.parts_of_month(sharing.INCOME_TEST, 900.0, 7000.0, *SPLIT) == (0.0, 0.0)
    assert sharing.expected_share(sharing.NO_COPAYMENT, 900.0, 900.0, 7000.0, 0.5, 1.0, 0.1, *SPLIT) == 0.0
    levied = sharing.expected_share(sharing.ORDER_LEVY, 900.0, 900.0, 7000.0, 0.5, 1.0, 0.1, *SPLIT)
    assert levied == pytest.approx(7 / 9)


@pytest.mark.parametrize("due", [400.0, 900.0, 1800.0])
def test_the_income_test_is_expected_as_it_is_paid(due: float) -> None:
    """900 yuan are due at the floor; the platform pays half of that, and no more on a higher base."""
    expected = sharing.expected_share(sharing.INCOME_TEST, due, 900.0, 7000.0, 0.5, 1.0, 0.1, *SPLIT)
    paid = copayment_rules.income_test_copayment(copayment_rules.owed_at_floor(due, 900.0), 0.5, True)
    assert expected * due == pytest.approx(paid) == pytest.approx(0.5 * min(due, 900.0))


def test_a_rule_is_switched_off_by_occupation() -> None:
    assert sharing.kind_that_binds(sharing.THREE_WAY, 1) == sharing.THREE_WAY
    assert sharing.kind_that_binds(sharing.THREE_WAY, 0) == sharing.NO_COPAYMENT


def test_platforms_count_their_cost() -> None:
    assert sharing.platform_cost(sharing.INCOME_TEST, 0.5, 0.13, 0.2, 0.1, 0.3) == pytest.approx(0.1)
    assert sharing.platform_cost(sharing.ORDER_LEVY, 0.5, 0.13, 0.2, 0.1, 0.3) == 0.0  # the worker's own money
    assert sharing.platform_cost(sharing.DEPENDENCE, 0.5, 0.13, 0.2, 0.1, 0.3) == pytest.approx(0.1)
    assert sharing.platform_cost(sharing.THREE_WAY, 0.5, 0.13, 0.2, 0.1, 0.3) == pytest.approx(0.06)
    assert sharing.platform_cost(sharing.NO_COPAYMENT, 0.5, 0.13, 0.2, 0.1, 0.3) == 0.0
