"""Careers written by hand, lived by the model, against a calculation of contributions and awards in plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate import clock
from simulate.careers.careers import prepare_careers
from simulate.clock import month_index
from simulate.codes import EDUCATION, EMPLOYEE, FARM, INACTIVE, OTHER_FLEXIBLE, PROVINCES
from simulate.contracts import Careers, Weights, Workers
from simulate.parameters import ParameterSet
from simulate.population.demography import project
from simulate.population.synthesis import shares
from simulate.schemes.law import Law, build_law
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.state import SETTLED_EMPLOYEE, State, new_state
from simulate.schemes.tables import new_tables
from tests.schemes.packed_law import constant

BIRTH_YEAR, BIRTH_MONTH = 1985, 5  # June
FIRST_YEAR = BIRTH_YEAR + clock.CAREER_FIRST_AGE
CAREER_YEARS = 51
START = month_index(2008)  # of work
STOP = month_index(2045, 6) + 36  # 60 years, and the most that the decision of 2024 adds
MONTHS = STOP + 1 - START  # paid from the first to the month of the claim
AFTER = 2049  # lives are looked at before the first adjustment after the award
BEIJING, HENAN = PROVINCES.code("beijing"), PROVINCES.code("henan")


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """Today's law where everybody complies, nobody claims early, and traits stay."""
    tables = prepare_careers(parameters, project(parameters), shares(parameters))
    whole = build_law(parameters, tables.intraprovincial)
    p, t = whole.enrolment, whole.retirement
    return whole._replace(
        enrolment=p._replace(
            employee_compliance=constant(p.employee_compliance, 1.0),
            floor_declaration_share=constant(p.floor_declaration_share, 0.0),
            declared_share=constant(p.declared_share, 1.0),
            taste_continuing=constant(p.taste_continuing, -500.0),
            taste_resident_form=constant(p.taste_resident_form, -500.0),
        ),
        retirement=t._replace(
            early_claim_share=constant(t.early_claim_share, 0.0),
            early_retirement_share=constant(t.early_retirement_share, 0.0),
            buy_in_hazard=constant(t.buy_in_hazard, 0.0),
            continue_share=constant(t.continue_share, 0.0),
        ),
    )


def live(law: Law, form: np.ndarray, place: np.ndarray, earnings: np.ndarray, hukou: int) -> State:
    """Men born in June 1985 with these careers (month from 2001, worker), to the end of 2048."""
    n = form.shape[1]
    codes = {name: np.zeros(n, np.int16) for name in ("group", "sex", "hukou_type", "education")}
    workers = Workers(
        BIRTH_YEAR, worker=BIRTH_YEAR * 2**32 + np.arange(n), birth_month=np.full(n, BIRTH_MONTH, np.int16),
        hukou_province=np.full(n, hukou, np.int16), **codes,
    )  # fmt: skip
    careers = Careers(
        FIRST_YEAR, form.astype(np.int16), place.astype(np.int16), earnings.astype(np.float32),
        np.full((CAREER_YEARS, n), -1, np.int16), np.full((CAREER_YEARS, n), hukou, np.int16), np.zeros(n),
    )  # fmt: skip
    rates = np.full((clock.N_YEARS, 2), 0.01)
    state = new_state(n)
    weights = Weights(100 * rates, rates, np.full(2, 10.0))
    choices = choices_of(law, workers, careers, 1)
    simulate_years(law, workers, careers, choices, weights, 1, (clock.FIRST_YEAR, AFTER), state, new_tables())
    return state


def interest_months(year: int) -> int:
    """Months of a year for which an account bears interest until the claim: its months up to and with that of STOP."""
    return STOP % 12 + 1 if year == clock.FIRST_YEAR + STOP // 12 else 12


def careers_of(n: int, hukou: int = BEIJING) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Form, place and earnings of ``n`` employees from 2008 on at the mean wage; pupils before."""
    month = month_index(FIRST_YEAR) + np.arange(12 * CAREER_YEARS)
    form = np.repeat(np.where(month < START, EDUCATION, EMPLOYEE)[:, None], n, axis=1)
    return form, np.full(form.shape, hukou), np.where(form == EMPLOYEE, 1.0, 0.0)


def by_hand(law: Law, form: np.ndarray, earnings: np.ndarray, place: int) -> dict[str, float]:
    """One employee's months, account and award by hand, from the arrays of the law alone."""
    e: Any = law.employee_pension
    usual = account = months = index = 0.0
    for year in range(FIRST_YEAR, STOP // 12 + clock.FIRST_YEAR + 1):
        credit = total = worked = 0.0
        for month in range(month_index(year), month_index(year) + 12):
            at = month - month_index(FIRST_YEAR)
            income = float(np.float32(earnings[at])) * law.economy.wage[month // 12, place]
            if form[at] != EMPLOYEE:
                continue
            total, worked = total + income, worked + 1
            if month > STOP:  # the month of the claim is paid
                continue
            declared = usual if usual > 0 else income  # mean pay of the last year with pay
            base = min(max(declared, e.base_floor[month, place]), e.base_ceiling[month, place])
            credit += base * e.account_rate[month, place]
            index += base / e.contribution_reference_wage[month, place]
            months += 1
        account = account * (1 + e.crediting_rate[month_index(year) // 12] * interest_months(year) / 12) + credit
        usual = total / worked if worked else usual
    wage = e.benefit_reference_wage[STOP // 12, place]
    assert months == MONTHS  # no gap, whatever the province's rule on gaps
    mean = index / months
    low, high = e.annuity_divisor[-1, 63 - 40], e.annuity_divisor[-1, 64 - 40]
    age = STOP - (month_index(BIRTH_YEAR) + BIRTH_MONTH)
    assert age == 63 * 12
    assert high < low
    basic = wage * (1 + mean) / 2 * months / 12 * 0.01 + e.local_allowance[STOP // 12, place]
    return {"months": months, "index": index, "account": account, "basic": basic, "from_account": account / low}


@pytest.mark.parametrize("pay", [1.0, 0.3, 0.8, 7.0])
def test_a_constant_career_in_beijing(law: Law, pay: float) -> None:
    """At the mean wage, below the floor, in between, and above the ceiling."""
    form, place, earnings = careers_of(1)
    earnings *= pay
    rights = live(law, form, place, earnings, BEIJING).rights
    hand = by_hand(law, form[:, 0], earnings[:, 0], BEIJING)
    assert rights.stop_month[0] == STOP
    assert rights.outcome[0] == SETTLED_EMPLOYEE
    assert rights.paid_months[0] == hand["months"] == MONTHS
    assert rights.mean_index[0] == pytest.approx(hand["index"] / hand["months"], rel=1e-6)  # in single precision
    assert rights.basic_pension[0] == pytest.approx(hand["basic"], rel=1e-6)
    assert rights.account_pension[0] == pytest.approx(hand["from_account"], rel=1e-12)
    assert rights.transitional_pension[0] == 0.0
    assert rights.benefit_province[0] == BEIJING
    paid_out = 6 * hand["from_account"]  # July to December
    after = 1 + law.employee_pension.crediting_rate[STOP // 12] * (12 - interest_months(1950 + STOP // 12)) / 12
    assert rights.account[0] == pytest.approx(hand["account"] * after - paid_out, rel=1e-12)


def test_floor_and_ceiling_bind(law: Law) -> None:
    e = law.employee_pension
    form, place, earnings = careers_of(2)
    earnings = earnings * np.array([0.1, 20.0])
    rights = live(law, form, place, earnings, BEIJING).rights
    months = np.arange(START, STOP + 1)
    wage = e.contribution_reference_wage[months, BEIJING]
    limits = [(limit[months, BEIJING] / wage).sum() for limit in (e.base_floor, e.base_ceiling)]
    assert rights.mean_index == pytest.approx([limit / len(months) for limit in limits], rel=1e-6)


def test_a_longer_career_never_gives_less(law: Law) -> None:
    """Employees who begin a year later each, from 40 years paid down to none: nothing below the qualifying months."""
    n = 41
    form, place, earnings = careers_of(n)
    month = month_index(FIRST_YEAR) + np.arange(12 * CAREER_YEARS)[:, None]
    idle = month < START + 12 * np.arange(n)[None, :]
    form = np.where(idle, EDUCATION, form)
    rights = live(law, form, place, np.where(idle, 0.0, earnings), BEIJING).rights
    paid = MONTHS - 12.0 * np.arange(n)
    assert rights.paid_months == pytest.approx(np.maximum(paid, 0.0))
    needed = law.retirement.qualifying_months[STOP // 12]
    assert needed == 240
    assert ((rights.outcome == SETTLED_EMPLOYEE) == (paid >= needed)).all()
    pension = rights.basic_pension + rights.account_pension
    assert (pension[paid < needed] == 0.0).all()
    assert (np.diff(pension) <= 0.0).all()


def test_better_pay_never_gives_less(law: Law) -> None:
    pay = np.linspace(0.0, 6.0, 31)[1:]
    form, place, earnings = careers_of(len(pay))
    rights = live(law, form, place, earnings * pay, BEIJING).rights
    pension = rights.basic_pension + rights.account_pension
    assert (np.diff(pension) >= 0.0).all()
    assert pension[-1] > pension[0]


def test_a_migrant_without_ten_years_in_one_place_is_paid_at_home(law: Law) -> None:
    """国办发〔2009〕66号 art. 6: by where the months were paid; hukou in Henan, the last work in Beijing.

    Who first moves there at 53 has a temporary account (art. 5): the relation stays in Henan, whatever the months.
    """
    form, place, earnings = careers_of(4, HENAN)
    month = month_index(FIRST_YEAR) + np.arange(12 * CAREER_YEARS)
    arrival = month_index(2034)  # at 48
    for worker, months_in_beijing in enumerate((119, 120)):
        place[month >= arrival, worker] = BEIJING
        form[month >= arrival + months_in_beijing, worker] = INACTIVE
    place[:, 2] = BEIJING
    place[month > STOP - 120, 3] = BEIJING
    rights = live(law, form, place, np.where(form == INACTIVE, 0.0, earnings), HENAN).rights
    assert rights.months_by_province[:, BEIJING] == pytest.approx([119, 120, MONTHS, 120])
    assert list(rights.benefit_province) == [HENAN, BEIJING, BEIJING, HENAN]
    assert list(rights.relation_province) == [HENAN, BEIJING, BEIJING, HENAN]


def test_who_never_works_for_pay_has_no_rights(law: Law) -> None:
    form, place, _ = careers_of(2)
    form[:] = FARM
    rights = live(law, form, place, np.full(form.shape, 0.3), BEIJING).rights
    assert not rights.paid_months.any()
    assert not rights.account.any()
    assert not rights.basic_pension.any()


def test_a_flexible_worker_pays_twenty_percent_of_which_eight_go_to_the_account(law: Law) -> None:
    """A worker who would always insure, at the base chosen: the account by hand."""
    p, e = law.enrolment, law.employee_pension
    keen = law._replace(
        enrolment=p._replace(
            taste_employee=constant(p.taste_employee, 100.0), affordable_share=constant(p.affordable_share, 1.0)
        )
    )
    form, place, earnings = careers_of(1)
    form = np.where(form == EMPLOYEE, OTHER_FLEXIBLE, form)
    state = live(keen, form, place, earnings, BEIJING)
    account, usual = 0.0, 0.0
    for year in range(2008 - clock.FIRST_YEAR, STOP // 12 + 1):
        credit = 0.0
        for month in range(12 * year, min(12 * year + 12, STOP + 1)):
            income = law.economy.wage[year, BEIJING]
            floor, ceiling = e.flexible_base_floor[month, BEIJING], e.base_ceiling[month, BEIJING]
            base = min(max(p.chosen_base_share[0] * (usual or income), floor), ceiling)
            assert e.flexible_rate[month, BEIJING] == pytest.approx(0.2)
            credit += 0.08 * base
        account = account * (1 + e.crediting_rate[year] * interest_months(clock.FIRST_YEAR + year) / 12) + credit
        usual = income
    rights = state.rights
    assert rights.paid_months[0] == MONTHS
    account *= 1 + e.crediting_rate[STOP // 12] * (12 - interest_months(clock.FIRST_YEAR + STOP // 12)) / 12
    assert rights.account[0] + 6 * rights.account_pension[0] == pytest.approx(account, rel=1e-9)
