"""Months paid where one works, which a conditional hukou rule asks for: those of this year count as well.

Ten years in Zhejiang before 2022 (``enrolment.hukou_rule``); here 120 months, complete in each of the twelve months.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulate.clock import month_index
from simulate.codes import CONDITIONAL, OPEN, OTHER_FLEXIBLE, PROVINCES
from simulate.lives.career import Career
from simulate.lives.laws import Ground, grounds
from simulate.lives.living import live_career
from simulate.lives.read_career import read_career
from simulate.lives.summary import summarise
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_WORK
from simulate.schemes.law import Law
from tests.schemes.by_month import MONTHS, certain_law, live, without_window
from tests.schemes.packed_law import constant

ZHEJIANG = PROVINCES.code("zhejiang")
UNTIL = month_index(2019)
OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """A door that asks for 120 months, and workers who would go through it whatever it costs."""
    whole = without_window(certain_law(parameters))
    p = whole.enrolment
    return whole._replace(
        enrolment=p._replace(
            hukou_rule=constant(p.hukou_rule, CONDITIONAL), hukou_rule_months=constant(p.hukou_rule_months, 120.0),
            own_account_share=constant(p.own_account_share, 0.0), effort=constant(p.effort, -1e4),
            taste_employee=constant(p.taste_employee, 1e4), employee_compliance=constant(p.employee_compliance, 1.0),
        )
    )  # fmt: skip


def months_in_zhejiang(law: Law, first: int, since: int, is_written: bool) -> float:
    """Months paid there by 2019 with an employer there from ``first`` and flexible work from ``since`` on."""
    ways = {INSURED_BY_EMPLOYER: range(first, since), EMPLOYEE_SCHEME_AT_WORK: range(since, UNTIL)}
    lived = live(
        law, month_index(1980), ways, until=2019, places={ZHEJIANG: range(first, UNTIL)},
        forms_of={OTHER_FLEXIBLE: range(since, UNTIL)}, is_written=is_written,
    )  # fmt: skip
    return float(lived.after(2018).rights.months_by_province[ZHEJIANG])


@pytest.mark.parametrize("is_written", [True, False])
@OFTEN
def test_the_door_opens_with_the_month_after_the_last_asked_for(law: Law, month: int, is_written: bool) -> None:
    since = month_index(2016) + month
    assert months_in_zhejiang(law, since - 120, since, is_written) == 120 + UNTIL - since
    assert months_in_zhejiang(law, since - 119, since, is_written) == 119


@OFTEN
def test_months_paid_through_a_door_since_shut_count(law: Law, month: int) -> None:
    """Open for the 120 months before each month of 2016, conditional from then on: who came in stays in."""
    shuts = month_index(2016) + month
    rule = law.enrolment.hukou_rule.copy()
    rule[:shuts] = OPEN
    rule.setflags(write=law.enrolment.hukou_rule.flags.writeable)
    opened = law._replace(enrolment=law.enrolment._replace(hukou_rule=rule))
    first = shuts - 120
    assert months_in_zhejiang(opened, first, first, True) == UNTIL - first
    assert months_in_zhejiang(opened, first + 1, first + 1, True) == 119


@pytest.mark.parametrize("is_written", [True, False])
@pytest.mark.parametrize("month", MONTHS[2:])
def test_a_month_that_lapsed_this_year_opens_no_door(law: Law, month: int, is_written: bool) -> None:
    """Open until a month of 2016; of the 120 months before it one of the same year lapsed for want of money."""
    shuts = month_index(2016) + month
    rule = law.enrolment.hukou_rule.copy()
    rule[:shuts] = OPEN
    rule.setflags(write=law.enrolment.hukou_rule.flags.writeable)
    p = law.enrolment
    poor = law._replace(
        enrolment=p._replace(
            hukou_rule=rule, affordable_share=constant(p.affordable_share, 0.4), effort=constant(p.effort, -1e4)
        )
    )
    for lapses, there in ((month_index(2016), 119), (shuts - 1, 119), (UNTIL - 1, 120 + UNTIL - shuts - 1)):
        ways = {EMPLOYEE_SCHEME_AT_WORK: range(shuts - 120, UNTIL)}
        lived = live(
            poor, month_index(1980), ways, OTHER_FLEXIBLE, 2019, places={ZHEJIANG: range(shuts - 120, UNTIL)},
            poor=range(lapses, lapses + 1), is_written=is_written,
            idle=[range(month_index(1996), shuts - 120)],
        )  # fmt: skip
        assert lived.after(2018).rights.months_by_province[ZHEJIANG] == there, lapses


@pytest.fixture(scope="module")
def baseline() -> Ground:
    return grounds(["baseline"])[0]


@pytest.fixture
def write(tmp_path: object) -> Callable[[str, str], Career]:
    """A career of a man of Henan: an employer in Zhejiang from one month to another, then flexible work there."""

    def of(first: str, since: str) -> Career:
        path = tmp_path / "career.yaml"  # type: ignore[operator]
        path.write_text(
            "title: {zh: 测试, en: Test}\nbirth_month: 1980-06\nsex: male\nhukou_province: henan\nhukou_type: rural\n"
            "periods:\n"
            f"  - {{from: {first}, to: {since}, form: employee, place: zhejiang, earnings: {{times_wage: 1}}, "
            "insured: employer}\n"
            f"  - {{from: {since}, to: 2018-01, form: other_flexible, place: zhejiang, earnings: {{times_wage: 1}}, "
            "insured: employee_scheme_at_work}\n",
            encoding="utf-8",
        )
        return read_career(path)

    return of


@OFTEN
def test_what_is_told_of_the_door_counts_the_same_months(
    baseline: Ground, write: Callable[[str, str], Career], month: int
) -> None:
    since = f"2016-{month + 1:02d}"
    for first, there in ((f"2006-{month + 1:02d}", 120), (f"2006-{month + 2:02d}" if month < 11 else "2007-01", 119)):
        found = summarise(live_career(baseline, write(first, since)), 0.02)
        refused = [event for event in found.events if event.kind == "refused" and event.month < month_index(2018)]
        if there == 120:
            assert refused == []
        else:
            assert refused[0].month == month_index(2016) + month
            assert all("120 months paid there without local hukou; 119 are" in event.why for event in refused)
