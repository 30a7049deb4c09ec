"""Each event of the law in its month: one worker by hand, for each of the twelve months an event can fall in.

Workers are lived one year at a time by the whole of ``live_year``, under a law on which nothing but the event acts.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

from simulate import clock
from simulate.clock import month_index
from simulate.codes import EMPLOYEE, FARM, INACTIVE, PROVINCES
from simulate.contracts import (
    CONTRIBUTORS_EMPLOYEE,
    PENSIONERS_EMPLOYEE,
    PENSIONERS_RESIDENT,
    WORKER_TO_ACCOUNTS,
    Careers,
    Reals,
    Weights,
    Workers,
)  # fmt: skip
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER, Script
from simulate.schemes.enrolment.rules import NOTHING, RESIDENT_SCHEME
from simulate.schemes.fold import SCALE, new_tables
from simulate.schemes.law import Law, build_law
from simulate.schemes.life import choices_of, simulate_years
from simulate.schemes.state import SETTLED_EMPLOYEE, SETTLED_EXTENDING, State, new_state
from tests.schemes.packed_law import constant

MONTHS = range(12)
HENAN = PROVINCES.code("henan")
CAREER = 51  # years from 16 on


class Lived(NamedTuple):
    """What one worker's years leave: the state after each, and the sums of each."""

    first_year: int
    states: list[State]
    sums: list[Reals]  # (PLACE_MEASURES,) yuan and person-years of the year

    def after(self, year: int) -> Any:
        """The state at the end of a year."""
        return self.states[year - self.first_year][0]

    def of(self, year: int, measure: int) -> float:
        """A sum of a year."""
        return float(self.sums[year - self.first_year][measure])


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """Today's law where who is short goes on paying, uses the early window, and nothing is left to chance."""
    whole = build_law(parameters, np.zeros(clock.N_YEARS))
    t, p, o = whole.retirement, whole.enrolment, whole.portability
    return whole._replace(
        retirement=t._replace(
            continue_share=constant(t.continue_share, 1.0), early_claim_share=constant(t.early_claim_share, 1.0),
            early_retirement_share=constant(t.early_retirement_share, 0.0),
            buy_in_hazard=constant(t.buy_in_hazard, 0.0),
        ),
        enrolment=p._replace(affordable_share=constant(p.affordable_share, 1e9)),
        portability=o._replace(dual_share=constant(o.dual_share, 0.0)),
    )  # fmt: skip


def without_window(law: Law) -> Law:
    """The law where nobody claims before the age."""
    return law._replace(
        retirement=law.retirement._replace(early_claim_share=constant(law.retirement.early_claim_share, 0.0))
    )


def live(law: Law, birth: int, insured: dict[int, range], form: int = EMPLOYEE, until: int = 2040) -> Lived:
    """A man of Henan born in the month ``birth``, insured in ``insured`` by way, at the mean wage; out of work else."""
    birth_year = clock.FIRST_YEAR + birth // 12
    first_year = birth_year + clock.CAREER_FIRST_AGE
    start, n_months = month_index(first_year), 12 * CAREER
    alternative = np.full((n_months, 1), NOTHING, np.int16)
    forms = np.full((n_months, 1), INACTIVE if form == EMPLOYEE else form, np.int16)
    earnings = np.zeros((n_months, 1), np.float32)
    for way, months in insured.items():
        rows = slice(months.start - start, months.stop - start)
        alternative[rows], forms[rows], earnings[rows] = way, form, 1.0
    workers = Workers(
        birth_year, np.array([birth_year << 32]), *(np.zeros(1, np.int16) for _ in range(2)),
        np.array([birth % 12], np.int16), np.array([HENAN], np.int16), np.zeros(1, np.int16), np.zeros(1, np.int16),
    )  # fmt: skip
    place = np.full((n_months, 1), HENAN, np.int16)
    careers = Careers(
        first_year, forms, place, earnings, np.full((CAREER, 1), -1, np.int16), place[:CAREER], np.zeros(1)
    )
    weights = Weights(np.ones((clock.N_YEARS, 2)), np.zeros((clock.N_YEARS, 2)), np.zeros(2))
    choices, script, state = (
        choices_of(law, workers, careers, 1),
        Script(alternative, np.zeros((n_months, 1))),
        new_state(1),
    )
    states, sums = [], []
    for year in range(first_year, until):
        tables = new_tables(year, year + 1)
        simulate_years(law, workers, careers, choices, weights, 1, (year, year + 1), state, tables, None, script)
        states.append(state.copy())
        sums.append(tables.place.sum(axis=(0, 1, 2, 3)) / SCALE)
    return Lived(first_year, states, sums)


@pytest.mark.parametrize("month", MONTHS)
def test_the_month_of_the_age_is_paid_and_the_pension_runs_from_the_next(law: Law, month: int) -> None:
    """Sixty before the decision of 2024: born in each month of 1960, claims in the same month of 2020."""
    claim = month_index(2020) + month
    lived = live(without_window(law), claim - 720, {INSURED_BY_EMPLOYER: range(month_index(2000), month_index(2025))})
    assert lived.after(2020).rights.stop_month == claim
    assert lived.after(2020).rights.paid_months == claim + 1 - month_index(2000)
    assert lived.of(2020, CONTRIBUTORS_EMPLOYEE) == pytest.approx((month + 1) / 12)
    assert lived.of(2020, PENSIONERS_EMPLOYEE) == pytest.approx((11 - month) / 12)
    assert lived.of(2021, PENSIONERS_EMPLOYEE) == pytest.approx(1.0)
    assert lived.of(2021, CONTRIBUTORS_EMPLOYEE) == 0.0


@pytest.mark.parametrize("month", MONTHS)
def test_months_completed_within_the_window_claim_in_their_month(law: Law, month: int) -> None:
    """180 months by each month of 2028, within the three years before the statutory month of a man of early 1966."""
    complete = month_index(2028) + month
    birth = month_index(1966, 12)  # statutory 60 years and 8 months: 2027-08; the window opens with sixty, 2026-12
    lived = live(law, birth, {INSURED_BY_EMPLOYER: range(complete - 179, month_index(2032))}, until=2034)
    rights = lived.after(2032).rights
    assert rights.outcome == SETTLED_EMPLOYEE
    statutory = int(rights.statutory_month)
    expected = complete if complete < statutory else max(statutory, complete)
    assert rights.stop_month == expected


@pytest.mark.parametrize("missing", [1, 2, 5, 6, 11, 12, 13, 30])
@pytest.mark.parametrize("month", MONTHS)
def test_who_is_short_goes_on_paying_in_the_next_month(law: Law, month: int, missing: int) -> None:
    """社会保险法 art. 16, 人社部令13号 art. 2: without a gap, and claims with the last month paid."""
    age = month_index(2022) + month
    paid = range(age - 500, age - 500 + 180 - missing)
    lived = live(without_window(law), age - 720, {INSURED_BY_EMPLOYER: range(paid.start, paid.stop)})
    last = age + missing
    if last < month_index(2023):
        assert lived.after(2022).rights.outcome == SETTLED_EMPLOYEE
    else:
        assert lived.after(2022).rights.outcome == SETTLED_EXTENDING
        assert lived.of(2022, CONTRIBUTORS_EMPLOYEE) == pytest.approx((11 - month) / 12)
    rights = lived.after(2026).rights
    assert (rights.extend_from, rights.stop_month, rights.paid_months) == (age + 1, last, 180.0)
    year = clock.FIRST_YEAR + last // 12
    assert lived.of(year, PENSIONERS_EMPLOYEE) == pytest.approx((11 - last % 12) / 12)


@pytest.mark.parametrize("month", MONTHS)
def test_interest_of_the_year_of_a_claim_runs_for_its_months(law: Law, month: int) -> None:
    """劳办发〔1997〕116号: the year's rate x months / 12 up to the claim, and on what is left for the rest."""
    claim = month_index(2017) + month
    lived = live(without_window(law), claim - 720, {INSURED_BY_EMPLOYER: range(month_index(1999), month_index(2017))})
    before, after = lived.after(2016).rights.account, lived.after(2017).rights
    e: Any = law.employee_pension
    rate = e.crediting_rate[2017 - clock.FIRST_YEAR]
    balance = before * (1 + rate * (month + 1) / 12)
    assert after.account_pension == pytest.approx(balance / 139, rel=1e-12)  # sixty: 139 months
    paid = (11 - month) * after.account_pension
    assert after.account == pytest.approx(balance * (1 + rate * (11 - month) / 12) - paid, rel=1e-12)
    assert lived.of(2017, WORKER_TO_ACCOUNTS) == 0.0


@pytest.mark.parametrize("month", MONTHS)
def test_the_resident_pension_runs_from_the_month_after_sixty(law: Law, month: int) -> None:
    """国发〔2014〕8号 art. 7; who turns sixty in December is first paid in January."""
    birth = month_index(1966) + month
    ways = {RESIDENT_SCHEME: range(month_index(2010), month_index(2033))}
    residents = live(without_window(law), birth, ways, FARM)
    first = birth + 721
    assert residents.after(2028).residents.first_payment == first
    for year in (2026, 2027):
        due = min(max(month_index(year) + 12 - first, 0), 12) / 12
        assert residents.of(year, PENSIONERS_RESIDENT) == pytest.approx(due), year


@pytest.mark.parametrize("month", MONTHS)
def test_who_is_past_sixty_is_paid_from_the_month_the_scheme_begins(law: Law, month: int) -> None:
    """国发〔2009〕32号 art. 8: no contribution is asked of who is sixty when it begins, in whatever month that is."""
    begins = month_index(2011) + month
    r = law.resident_pension
    moved = law._replace(resident_pension=r._replace(start=constant(r.start, begins)))
    lived = live(moved, month_index(1946, 3), {}, FARM, until=2014)
    assert lived.after(2012).residents.first_payment == begins
    assert lived.of(2011, PENSIONERS_RESIDENT) == pytest.approx((12 - month) / 12)
    assert lived.of(2012, PENSIONERS_RESIDENT) == pytest.approx(1.0)


@pytest.mark.parametrize("age", [50, 55, 58])
def test_women_stay_in_the_resident_scheme_until_sixty(law: Law, age: int) -> None:
    """国发〔2014〕8号 art. 3, 5: the ages of the employee scheme are not its own.  Here men, moved out at any age."""
    leave = month_index(1970 + age)
    ways = {
        INSURED_BY_EMPLOYER: range(month_index(2008), month_index(2009)),
        RESIDENT_SCHEME: range(month_index(2014), month_index(2036)),
    }
    t = law.retirement
    early = without_window(law)._replace(
        retirement=t._replace(
            original_age=constant(t.original_age, 12.0 * age), maximum_delay=constant(t.maximum_delay, 0.0),
            continue_share=constant(t.continue_share, 0.0), early_claim_share=constant(t.early_claim_share, 0.0),
            resident_conversion_share=constant(t.resident_conversion_share, 1.0),
        )
    )  # fmt: skip
    lived = live(early, month_index(1970, 1), ways, FARM)
    assert lived.after(1970 + age).rights.stop_month == leave
    assert lived.after(2029).residents.last_year == 2029 - clock.FIRST_YEAR
    assert lived.after(2031).residents.first_payment == month_index(2030, 2)
