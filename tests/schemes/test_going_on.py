"""Months that lapse while going on paying after the age, and months deferred, at the age or before it, by month."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import month_index, year_index
from simulate.codes import EMPLOYEE, OTHER_FLEXIBLE, PROVINCES
from simulate.contracts import CONTRIBUTORS_FLEXIBLE, DEATH_GRANTS, WORKER_TO_POOL
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU
from simulate.schemes.law import Law
from simulate.schemes.retirement.rules import months_before_the_rest
from simulate.schemes.state import SETTLED_EMPLOYEE
from simulate.schemes.subsidies.rules import DEFERRALS
from tests.schemes.by_month import HENAN, MONTHS, Lived, live
from tests.schemes.packed_law import constant

BASE = 1000.0  # yuan, every month and place
OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(certain: Law) -> Law:
    """Flexible workers pay 20 % of 1,000 yuan, and let lapse what is over a fifth of their income."""
    e, p = certain.employee_pension, certain.enrolment
    return certain._replace(
        employee_pension=e._replace(
            base_floor=constant(e.base_floor, BASE), flexible_base_floor=constant(e.flexible_base_floor, BASE),
            flexible_rate=constant(e.flexible_rate, 0.2), account_rate=constant(e.account_rate, 0.08),
        ),
        enrolment=p._replace(affordable_share=constant(p.affordable_share, 0.2)),
    )  # fmt: skip


def deferring(law: Law, year: int) -> Law:
    """The law under which what lapses in a year may be paid in the next."""
    s: Any = law.subsidies
    deferral = np.full_like(s.deferral, DEFERRALS.code("none"))
    deferral[year_index(year)] = DEFERRALS.code("next_year")
    deferral.setflags(write=s.deferral.flags.writeable)
    return law._replace(
        subsidies=s._replace(deferral=deferral, deferral_take_up=constant(s.deferral_take_up, 1.0))
    )  # fmt: skip


def going_on(law: Law, age: int, paid_before: int, poor: range, first: int = 2012) -> Lived:
    """Who pays as a flexible worker for the first time in a year, then the last months to sixty and on.

    ``age`` is the month of sixty, by which ``paid_before`` months are due; in ``poor`` there is no money for them.
    """
    begins = month_index(first)
    one = [range(begins + 1, age + 2 - paid_before)]
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(begins, month_index(2045))}
    return live(law, age - 720, ways, OTHER_FLEXIBLE, 2045, idle=one, idle_form=OTHER_FLEXIBLE, poor=poor)


@OFTEN
@pytest.mark.parametrize(("first", "short"), [(2005, 30), (2012, 65)])
@pytest.mark.parametrize("to_go", [3, 14, 30])
def test_what_lapses_while_going_on_is_paid_later(law: Law, month: int, first: int, short: int, to_go: int) -> None:
    """社会保险法 art. 16, 人社部令13号 art. 2: one sum only after five years, if insured before 2011-07."""
    age = month_index(2022) + month
    lapsed = range(age + short + 1 - to_go, age + short + 7 - to_go)
    lived = going_on(law, age, 180 - short, lapsed, first)
    rights = lived.after(2030).rights
    last = age + short + 6
    assert rights.outcome == SETTLED_EMPLOYEE
    assert (rights.extend_from, rights.stop_month, rights.paid_months) == (age + 1, last, 180.0)
    for year in range(2023, 2030):
        january = month_index(year)
        paid = sum(m not in lapsed and m <= last for m in range(january, january + 12))
        assert lived.of(year, CONTRIBUTORS_FLEXIBLE) == pytest.approx(paid / 12), year
        assert lived.of(year, WORKER_TO_POOL) == pytest.approx(0.12 * BASE * paid, abs=0.01), year


@OFTEN
@pytest.mark.parametrize(("first", "goes_on"), [(2009, 60), (2012, 96)])
def test_only_who_was_insured_before_2011_07_buys_the_rest(law: Law, month: int, first: int, goes_on: int) -> None:
    """Ninety months are missing, six lapse: five years, then one sum; or ninety-six months."""
    age = month_index(2022) + month
    lived = going_on(law, age, 90, range(age + 20, age + 26), first)
    rights = lived.after(2034).rights
    assert (rights.outcome, rights.stop_month, rights.paid_months) == (SETTLED_EMPLOYEE, age + goes_on, 180.0)


@pytest.mark.parametrize(("years", "goes_on"), [(0.1, 2), (1.1, 14), (2.3, 28), (4.9, 59), (5.0, 60)])
def test_part_of_a_month_of_going_on_is_a_whole_one(law: Law, years: float, goes_on: int) -> None:
    """After 2.3 years, 27.6 months, twenty-eight are paid: so do policy cases and lives count."""
    t: Any = law.retirement
    sooner = law._replace(retirement=t._replace(continue_years=constant(t.continue_years, years)))
    age = month_index(2022)
    assert months_before_the_rest(years) == goes_on
    assert going_on(sooner, age, 90, range(0), 2009).after(2034).rights.stop_month == age + goes_on


@pytest.mark.parametrize("missing", [2, 3, 6, 9, 12, 30, 59, 70])
@pytest.mark.parametrize("month", MONTHS[4:])
def test_months_deferred_are_none_of_those_still_to_pay(law: Law, month: int, missing: int) -> None:
    """人社部发〔2020〕49号: four months of 2022 deferred; who goes on into 2023 then pays them, of 180 in all."""
    age, january = month_index(2022) + month, month_index(2022)
    first = 2012 if missing > 50 else 2005
    lived = going_on(deferring(law, 2022), age, 184 - missing, range(january, january + 4), first)
    rights = lived.after(2030).rights
    left = 11 - month
    expected = missing if missing <= left else max(missing - 4, left + 1)
    assert rights.outcome == SETTLED_EMPLOYEE
    assert rights.paid_months == 180.0
    assert rights.stop_month == age + expected


@pytest.mark.parametrize("month", MONTHS[:10])
def test_what_lapses_after_the_age_is_deferred_like_what_lapses_before(law: Law, month: int) -> None:
    """人社部发〔2020〕49号: two months of 2022, after the age, are paid by the end of 2023: nobody goes on longer."""
    age = month_index(2022) + month
    lived = going_on(deferring(law, 2022), age, 150, range(age + 1, age + 3), 2005)
    assert [lived.after(year).support.deferred_months for year in (2021, 2022, 2023)] == [0.0, 2.0, 0.0]
    rights = lived.after(2030).rights
    assert (rights.outcome, rights.stop_month, rights.paid_months) == (SETTLED_EMPLOYEE, age + 30, 180.0)


# Of a man of Henan: where he paid how many months, and in which province the last of the 180 are paid.
CAREERS_AWAY = [
    ([("shanghai", 96)], "henan"),  # ten years nowhere: the place of hukou
    ([("shanghai", 125)], "shanghai"),
    ([("zhejiang", 125), ("shanghai", 20)], "zhejiang"),  # the last one with ten years
    ([("shanghai", 60), ("henan", 60)], "henan"),
]


@OFTEN
@pytest.mark.parametrize(("stays", "place"), CAREERS_AWAY, ids=lambda each: str(each))
def test_who_is_short_goes_on_where_the_pension_will_be_paid(
    law: Law, month: int, stays: list[tuple[str, int]], place: str
) -> None:
    """人社部令13号 art. 4: the rest is paid where 国办发〔2009〕66号 art. 6 has the pension paid, at its floor."""
    e: Any = law.employee_pension
    floor = np.zeros_like(e.flexible_base_floor)
    floor[:] = 1000.0 + 10.0 * np.arange(floor.shape[1])
    floor.setflags(write=e.flexible_base_floor.flags.writeable)
    e = e._replace(flexible_base_floor=floor, base_ceiling=constant(e.base_ceiling, 5000.0))
    age = month_index(2022) + month
    paid = sum(months for _, months in stays)
    at, places = age + 1 - paid, {}
    for name, months in stays:
        places[PROVINCES.code(name)] = [range(at, at + months)]
        at += months
    ways = {INSURED_BY_EMPLOYER: range(age + 1 - paid, age + 1)}
    lived = live(law._replace(employee_pension=e), age - 720, ways, until=2032, stays=places)
    rights, there = lived.after(2031).rights, PROVINCES.code(place)
    assert (rights.outcome, rights.stop_month, rights.benefit_province) == (SETTLED_EMPLOYEE, age + 180 - paid, there)
    assert rights.months_by_province[there] == 180 - paid + dict(stays).get(place, 0)
    assert lived.of(2023, WORKER_TO_POOL) == pytest.approx(12 * 0.12 * floor[0, there], abs=0.01)


def test_who_first_pays_what_was_deferred_has_a_relation_there(law: Law) -> None:
    """国办发〔2009〕66号 art. 5: the relation opens where the first month is paid, and so is the grant on death."""
    e: Any = law.employee_pension
    income = np.full_like(e.income_per_head, 1e6)
    income[:, HENAN] = 10.0
    income.setflags(write=e.income_per_head.flags.writeable)
    poor = range(month_index(2022), month_index(2023))
    whole = deferring(law, 2022)._replace(employee_pension=e._replace(income_per_head=income))
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: poor}
    lived = live(whole, month_index(1990), ways, OTHER_FLEXIBLE, 2026, poor=poor, death_rate=0.01)
    rights = lived.after(2023).rights
    assert (rights.paid_months, rights.relation_province) == (12.0, HENAN)
    assert lived.of(2024, DEATH_GRANTS) == pytest.approx(0.01 * 10.0 * (2 + 3), rel=1e-6)


def with_early_claims(law: Law, **retirement: float) -> Law:
    """The law where months of 2026 may be deferred, with these shares and months of claims before the age."""
    t = law.retirement
    fields = {name: constant(getattr(t, name), value) for name, value in retirement.items()}
    return deferring(law, 2026)._replace(retirement=t._replace(**fields))


@OFTEN
def test_an_early_claim_finds_the_months_deferred(law: Law, month: int) -> None:
    """人社部发〔2020〕49号: what is paid late counts; 176 paid and four deferred at sixty, where the window begins."""
    sixty, january = month_index(2027) + month, month_index(2026)
    early = with_early_claims(law, early_claim_share=1.0)
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(sixty + 1 - 180, month_index(2035))}
    lived = live(early, sixty - 720, ways, OTHER_FLEXIBLE, 2030, poor=range(january, january + 4))
    rights = lived.after(2029).rights
    assert (rights.outcome, rights.stop_month, rights.paid_months) == (SETTLED_EMPLOYEE, sixty, 180.0)
    assert lived.after(2029).support.deferred_months == 0.0
    assert lived.of(2027, WORKER_TO_POOL) == pytest.approx(0.12 * BASE * (month + 1 + 4), abs=0.01)


@OFTEN
@pytest.mark.parametrize(("deferred", "is_early"), [(4, True), (3, False)])
def test_a_claim_for_special_trades_finds_the_months_deferred(
    law: Law, month: int, deferred: int, is_early: bool
) -> None:
    """国发〔1978〕104号 art. 1: at 55 with the months paid, on a staff again; four lapsed in flexible work."""
    claim, january = month_index(2027) + month, month_index(2026)
    of_trade = with_early_claims(
        law, early_claim_share=0.0, early_retirement_share=1.0, early_retirement_months=60.0, invalidity_share=0.0
    )
    ways = {
        EMPLOYEE_SCHEME_AT_HUKOU: range(claim + 1 - 180, month_index(2027)),
        INSURED_BY_EMPLOYER: range(month_index(2027), month_index(2035)),
    }
    lived = live(
        of_trade, claim - 660, ways, OTHER_FLEXIBLE, 2030, poor=range(january, january + deferred),
        forms_of={EMPLOYEE: ways[INSURED_BY_EMPLOYER]}, idle=[range(claim - 179, claim - 179 + 4 - deferred)],
        idle_form=OTHER_FLEXIBLE,
    )  # fmt: skip
    rights = lived.after(2029).rights
    missing = 4 - deferred
    if is_early:
        assert (rights.outcome, rights.stop_month, rights.paid_months) == (SETTLED_EMPLOYEE, claim, 180.0 - missing)
    else:
        assert rights.outcome != SETTLED_EMPLOYEE
