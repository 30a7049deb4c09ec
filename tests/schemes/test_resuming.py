"""After a stop, paying begins again in a month: for each of the twelve, the months that count and the money, by hand.

Bases and rates are set to round numbers, so that every expected sum can be worked out in the head.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import month_index
from simulate.codes import EMPLOYEE, FARM, INACTIVE, OTHER_FLEXIBLE, UNEMPLOYED
from simulate.contracts import (
    CONTRIBUTORS_EMPLOYEE,
    CONTRIBUTORS_RESIDENT,
    GOVERNMENT_TO_RESIDENT,
    WORKER_TO_ACCOUNTS,
    WORKER_TO_POOL,
    WORKER_TO_RESIDENT,
)  # fmt: skip
from simulate.measures.branches import FLEXIBLE_MEDICAL, UNEMPLOYMENT_BENEFITS, UNEMPLOYMENT_RECIPIENTS
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU, RESIDENT_SCHEME
from simulate.schemes.law import Law
from tests.schemes.by_month import MONTHS, SHANGHAI, Lived, certain_law, live, without_window
from tests.schemes.packed_law import constant

BASE, TO_ACCOUNT, TO_POOL = 3000.0, 240.0, 360.0  # yuan: 8 and 12 % of the base
RATE = {2015: 0.035, 2016: 0.0831, 2017: 0.0712, 2018: 0.0829, 2019: 0.0761}  # announced for personal accounts
BORN = month_index(1980, 5)
STOPS = month_index(2015)
OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """Every base is 3,000 yuan, a flexible worker pays 20 % of it; members of the branches are all who pay."""
    whole = without_window(certain_law(parameters))
    e, m, u = whole.employee_pension, whole.employee_medical, whole.unemployment
    return whole._replace(
        employee_pension=e._replace(
            base_floor=constant(e.base_floor, BASE), flexible_base_floor=constant(e.flexible_base_floor, BASE),
            flexible_rate=constant(e.flexible_rate, 0.2), account_rate=constant(e.account_rate, 0.08),
        ),
        employee_medical=m._replace(flexible_take_up=constant(m.flexible_take_up, 1.0)),
        unemployment=u._replace(
            employee_take_up=constant(u.employee_take_up, 1.0), involuntary_share=constant(u.involuntary_share, 1.0),
            minimum_wage=constant(u.minimum_wage, 2000.0), benefit_ratio=constant(u.benefit_ratio, 0.9),
        ),
    )  # fmt: skip


def with_enrolment(law: Law, **values: float) -> Law:
    """The law with these values of enrolment in every year and place."""
    p: Any = law.enrolment
    return law._replace(enrolment=p._replace(**{name: constant(getattr(p, name), x) for name, x in values.items()}))


def check_the_gap(lived: Lived, month: int) -> None:
    """Sixty months paid to 2014, none in 2015 to 2017, again from a month of 2018 on: account, pool and months."""
    account = lived.after(2014).rights.account
    for year in (2015, 2016, 2017):
        assert lived.of(year, CONTRIBUTORS_EMPLOYEE) == 0.0
        account *= 1.0 + RATE[year]
        assert lived.after(year).rights.account == pytest.approx(account, rel=1e-12), year
    again = 12 - month
    assert lived.of(2018, CONTRIBUTORS_EMPLOYEE) == pytest.approx(again / 12)
    assert lived.of(2018, WORKER_TO_ACCOUNTS) == pytest.approx(TO_ACCOUNT * again, abs=0.01)
    assert lived.after(2018).rights.paid_months == 60 + again
    account = account * (1.0 + RATE[2018]) + TO_ACCOUNT * again  # what is paid in the year bears interest from the next
    assert lived.after(2018).rights.account == pytest.approx(account, rel=1e-12)
    assert lived.after(2019).rights.account == pytest.approx(account * (1.0 + RATE[2019]) + TO_ACCOUNT * 12, rel=1e-12)
    assert lived.of(2019, WORKER_TO_ACCOUNTS) == pytest.approx(TO_ACCOUNT * 12, abs=0.01)


@OFTEN
def test_a_flexible_worker_who_lapsed_pays_again_from_the_month(law: Law, month: int) -> None:
    """人社部发〔2001〕20号: breaks are no loss; months and account before and after add up (社会保险法 art. 16, 19)."""
    resumes = month_index(2018) + month
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2010), month_index(2025))}
    lived = live(law, BORN, ways, OTHER_FLEXIBLE, 2020, idle=[range(STOPS, resumes)])
    check_the_gap(lived, month)
    assert lived.of(2018, WORKER_TO_POOL) == pytest.approx(TO_POOL * (12 - month), abs=0.01)


@OFTEN
def test_who_let_it_lapse_for_want_of_money_pays_again_when_it_is_there(law: Law, month: int) -> None:
    """The contribution is 600 yuan; a tenth of the wage leaves less than that of what may be spent on it."""
    resumes = month_index(2018) + month
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2010), month_index(2025))}
    some = with_enrolment(law, affordable_share=0.4)
    lived = live(some, BORN, ways, OTHER_FLEXIBLE, 2020, poor=range(STOPS, resumes))
    check_the_gap(lived, month)


@OFTEN
def test_who_comes_back_to_flexible_work_chooses_anew_in_the_month(law: Law, month: int) -> None:
    """Out of work for years, nobody's choice is written: the choice is made in the month of coming back."""
    resumes = month_index(2018) + month
    eager = with_enrolment(law, taste_employee=500.0, taste_continuing=-500.0, chosen_base_share=0.01)
    lived = live(
        eager, BORN, {}, OTHER_FLEXIBLE, 2020, is_written=False, forms_of={OTHER_FLEXIBLE: range(STOPS + 1000)},
        idle=[range(month_index(1996), month_index(2010)), range(STOPS, resumes)],
    )  # fmt: skip
    check_the_gap(lived, month)


@OFTEN
def test_who_is_employed_again_is_insured_from_the_month(law: Law, month: int) -> None:
    """社会保险法 art. 58: the employer registers within thirty days, from the first month of work."""
    resumes = month_index(2018) + month
    always = with_enrolment(law, employee_compliance=1.0, taste_continuing=-500.0, floor_declaration_share=1.0)
    lived = live(
        always, BORN, {}, EMPLOYEE, 2020, is_written=False, forms_of={EMPLOYEE: range(month_index(2010), STOPS + 1000)},
        idle=[range(STOPS, resumes)],
    )  # fmt: skip
    check_the_gap(lived, month)


@OFTEN
def test_a_gap_neither_adds_to_the_qualifying_months_nor_takes_from_them(law: Law, month: int) -> None:
    """Sixty in a month of 2024, 174 months before the age: who resumed a month later goes on a month longer."""
    claim = month_index(2024, 6)
    resumes = month_index(2012) + month
    stops = month_index(2011) + month
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(stops - 25, month_index(2028))}  # 25 months, a year's gap, then on
    lived = live(law, claim - 720, ways, OTHER_FLEXIBLE, 2028, idle=[range(stops, resumes)])
    rights = lived.after(2027).rights
    before_the_age = 25 + claim + 1 - resumes  # 150 to 139 months and 25
    assert before_the_age == 25 + 150 - month
    assert rights.paid_months == 180.0
    assert (rights.extend_from, rights.stop_month) == (claim + 1, claim + 180 - before_the_age)


@OFTEN
def test_a_resident_who_stopped_pays_the_whole_year_in_which_he_resumes(law: Law, month: int) -> None:
    """国发〔2014〕8号 art. 4 (1): paid by the year; 100 yuan and the subsidy of 30, whatever the month of paying."""
    p, r = law.enrolment, law.resident_pension
    lowest = np.zeros_like(p.resident_tier_share)
    lowest[:, 0] = 1.0
    of_lowest = law._replace(
        enrolment=p._replace(resident_tier_share=lowest),
        resident_pension=r._replace(crediting_rate=constant(r.crediting_rate, 0.0275)),
    )
    resumes = month_index(2017) + month
    ways = {RESIDENT_SCHEME: range(month_index(2012), month_index(2030))}
    lived = live(of_lowest, BORN, ways, FARM, 2019, idle=[range(month_index(2014), resumes)], idle_form=FARM)
    assert [lived.of(year, CONTRIBUTORS_RESIDENT) for year in range(2012, 2019)] == [1, 1, 0, 0, 0, 1, 1]
    for year in (2012, 2013, 2017, 2018):
        assert lived.of(year, WORKER_TO_RESIDENT) == pytest.approx(100.0)
        assert lived.of(year, GOVERNMENT_TO_RESIDENT) == pytest.approx(30.0)
    residents = lived.after(2018).residents
    assert residents.years == 4.0
    two_years = 130.0 * 1.0275 + 130.0
    assert residents.account == pytest.approx((two_years * 1.0275**4 + 130.0) * 1.0275 + 130.0, rel=1e-12)


@OFTEN
@pytest.mark.parametrize(("gap", "waits"), [(3, 0), (4, 3), (30, 3)])
def test_medical_benefits_begin_after_the_months_of_waiting(law: Law, month: int, gap: int, waits: int) -> None:
    """医保办发〔2021〕43号: three months are made up, a longer gap waits; three months where no rule was found."""
    resumes = month_index(2024) + month
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2015), month_index(2030))}
    lived = live(law, BORN, ways, OTHER_FLEXIBLE, 2026, idle=[range(resumes - gap, resumes)])
    begin = resumes + waits
    paid_before = max(resumes - gap - month_index(2024), 0)  # months of the year before the gap
    with_benefits = paid_before + max(month_index(2025) - begin, 0)
    assert lived.of(2024, FLEXIBLE_MEDICAL) * 12 == pytest.approx(with_benefits)
    assert lived.of(2025, FLEXIBLE_MEDICAL) * 12 == pytest.approx(12 - max(begin - month_index(2025), 0))


@OFTEN
@pytest.mark.parametrize(("gap", "waits"), [(3, 0), (4, 3)])
def test_cover_as_an_employee_is_no_gap(law: Law, month: int, gap: int, waits: int) -> None:
    """Employed to a month of 2023, then a flexible worker after a gap."""
    resumes = month_index(2024) + month
    ways = {
        INSURED_BY_EMPLOYER: range(month_index(2015), resumes - gap),
        EMPLOYEE_SCHEME_AT_HUKOU: range(resumes, month_index(2030)),
    }
    forms = {EMPLOYEE: ways[INSURED_BY_EMPLOYER], INACTIVE: range(resumes - gap, resumes)}
    lived = live(law, BORN, ways, OTHER_FLEXIBLE, 2026, forms_of=forms, idle=[range(resumes - gap, resumes)])
    begin = resumes + waits
    for year in (2024, 2025):
        first = max(begin - month_index(year), 0)
        assert lived.of(year, FLEXIBLE_MEDICAL) * 12 == pytest.approx(max(12 - first, 0)), year


def unemployed(law: Law, spells: list[range], since: int, until: int = 2027, **where: Any) -> list[int]:
    """Months of benefit drawn from 2019 on, year by year, by a worker employed from ``since`` on but for the spells."""
    ways = {INSURED_BY_EMPLOYER: range(since, month_index(2040))}
    lived = live(law, BORN, ways, EMPLOYEE, until, idle=spells, idle_form=UNEMPLOYED, **where)
    months = [12 * lived.of(year, UNEMPLOYMENT_RECIPIENTS) for year in range(2019, until)]
    sums = sum(lived.of(year, UNEMPLOYMENT_BENEFITS) for year in range(2019, until))
    if not where:
        assert sums == pytest.approx(1800.0 * sum(months))  # nine tenths of 2,000 yuan
    assert months == pytest.approx(np.rint(months))
    return [round(each) for each in months]


def by_year(first: int, months: int) -> list[int]:
    """Of some months from one on, those in each year from 2019 to 2026."""
    return [
        max(min(first + months, month_index(year + 1)) - max(first, month_index(year)), 0) for year in range(2019, 2027)
    ]


@OFTEN
@pytest.mark.parametrize(
    ("spell", "work", "left"),
    [
        (5, 6, 13),  # six years paid give 18 months; five drawn, half a year's work, then the thirteen left
        (10, 13, 20),  # eighteen less ten drawn, and twelve for thirteen months of work; at most 24 in all
    ],
)
def test_what_was_unused_is_drawn_when_work_is_lost_again(
    law: Law, month: int, spell: int, work: int, left: int
) -> None:
    """社会保险法 art. 46: after a year of work with the right that it gives."""
    first = month_index(2020) + month
    again = first + spell + work
    drawn = unemployed(law, [range(first, first + spell), range(again, again + 60)], first - 72)
    assert drawn == [a + b for a, b in zip(by_year(first, spell), by_year(again, left), strict=True)]


@OFTEN
def test_months_paid_after_a_spell_give_it_no_right(law: Law, month: int) -> None:
    """Nine months paid before: no year, no benefit (art. 45), though work later in the same year makes it twelve."""
    first = month_index(2021) + month
    drawn = unemployed(law, [range(first, first + 3)], first - 9)
    assert sum(drawn) == 0


@OFTEN
@pytest.mark.parametrize(("paid", "months"), [(11, 0), (12, 12), (59, 12), (60, 18), (119, 18), (120, 24)])
def test_the_year_that_gives_a_right_is_counted_to_the_month(law: Law, month: int, paid: int, months: int) -> None:
    """社会保险法 art. 45, 46."""
    first = month_index(2021) + month
    assert unemployed(law, [range(first, first + 60)], first - paid) == by_year(first, months)


@OFTEN
def test_benefits_fall_in_the_thirteenth_month(law: Law, month: int) -> None:
    """Shanghai, ten years paid, so twenty months: twelve of 1,800 yuan, eight of four fifths (沪人社规〔2026〕7号)."""
    first = month_index(2020) + month
    ways = {INSURED_BY_EMPLOYER: range(first - 120, month_index(2040))}
    there = {SHANGHAI: range(month_index(1996), month_index(2040))}
    lived = live(law, BORN, ways, EMPLOYEE, 2026, idle=[range(first, first + 30)], idle_form=UNEMPLOYED, places=there)
    total = sum(lived.of(year, UNEMPLOYMENT_BENEFITS) for year in range(2019, 2026))
    assert total == pytest.approx(12 * 1800 + 8 * 1440)
