"""A woman's retirement age by her work when she reaches fifty, in each of the twelve months it can fall in.

国发〔1978〕104号 art. 1: fifty for workers on a staff; 劳社部发〔2001〕20号: fifty-five for those who work flexibly.
"""

from __future__ import annotations

from typing import Any

import pytest

from simulate.clock import month_index
from simulate.codes import FEMALE_50, FEMALE_55, INACTIVE, OTHER_FLEXIBLE, PUBLIC_EMPLOYEE, UNEMPLOYED
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU
from simulate.schemes.law import Law
from simulate.schemes.state import SETTLED_EMPLOYEE
from tests.schemes.by_month import MONTHS, certain_law, live, without_window
from tests.schemes.packed_law import constant

START, YEAR, UNTIL = month_index(2000), month_index(2023), month_index(2032)
OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """No woman on a staff is of the 55 group by her post."""
    whole = without_window(certain_law(parameters))
    t = whole.retirement
    return whole._replace(retirement=t._replace(female_55_share=constant(t.female_55_share, 0.0)))


def rights_of(law: Law, fifty: int, employed: range, **more: Any) -> Any:
    """The rights of a woman fifty in the month, with an employer in these months and flexible in those around them."""
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(START, UNTIL), INSURED_BY_EMPLOYER: employed}
    around = [range(START, employed.start), range(employed.stop, UNTIL)]
    forms = {OTHER_FLEXIBLE: next(each for each in around if each)} if "idle" not in more else {}
    return live(law, fifty - 600, ways, until=2030, is_woman=True, forms_of=forms, **more).after(2029).rights


@pytest.mark.parametrize("leaves", [0, 6])
@OFTEN
def test_who_leaves_a_staff_for_flexible_work(law: Law, month: int, leaves: int) -> None:
    """Fifty in each month of 2023, a flexible worker from one of them on: fifty before it, else fifty-five."""
    fifty, leaves = YEAR + month, YEAR + leaves
    rights = rights_of(law, fifty, range(START, leaves))
    assert rights.category == (FEMALE_50 if fifty < leaves else FEMALE_55)
    if fifty < leaves:
        assert (rights.outcome, rights.stop_month) == (SETTLED_EMPLOYEE, fifty)
    else:
        assert rights.stop_month >= fifty + 60


@pytest.mark.parametrize("joins", [6])
@OFTEN
def test_who_joins_a_staff_after_flexible_work(law: Law, month: int, joins: int) -> None:
    fifty, joins = YEAR + month, YEAR + joins
    rights = rights_of(law, fifty, range(joins, UNTIL))
    assert rights.category == (FEMALE_50 if fifty >= joins else FEMALE_55)


@pytest.mark.parametrize(("months_without", "idle_form"), [(1, UNEMPLOYED), (60, INACTIVE)])
@OFTEN
def test_who_is_out_of_work_is_what_she_was(law: Law, month: int, months_without: int, idle_form: int) -> None:
    """Without work at fifty, in the year of leaving or years after: the last month of work decides."""
    fifty = YEAR + month
    idle = [range(fifty + 1 - months_without, UNTIL)]
    rights = rights_of(law, fifty, range(START, UNTIL), idle=idle, idle_form=idle_form)
    assert rights.category == FEMALE_50
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(START, UNTIL)}
    flexible = live(
        law, fifty - 600, ways, OTHER_FLEXIBLE, 2030, is_woman=True, idle=idle, idle_form=idle_form
    )  # fmt: skip
    assert flexible.after(2029).rights.category == FEMALE_55


@OFTEN
def test_who_leaves_the_public_service_for_a_staff(law: Law, month: int) -> None:
    """Women of the public service are of the 55 group, who is on a staff at fifty of the other."""
    fifty, leaves = YEAR + month, YEAR + 6
    rights = live(
        law, fifty - 600, {INSURED_BY_EMPLOYER: range(leaves, UNTIL)}, until=2030, is_woman=True,
        forms_of={PUBLIC_EMPLOYEE: range(START, leaves)},
    ).after(2029).rights  # fmt: skip
    assert rights.category == (FEMALE_50 if fifty >= leaves else FEMALE_55)
