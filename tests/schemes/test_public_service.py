"""Months in the public service and in the employee scheme, in each of the twelve months an event can fall in.

国发〔2015〕2号, 人社部规〔2017〕1号: they add up, and the scheme that is the last one pays one pension on all of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import month_index
from simulate.codes import PUBLIC_EMPLOYEE
from simulate.contracts import ACCOUNT_REFUNDS, PENSIONERS_EMPLOYEE, PENSIONERS_RESIDENT
from simulate.parameters import ParameterSet
from simulate.schemes.employee_pension.rules import DEEMED_AT_ONE, GAP_ZERO
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.law import Law
from simulate.schemes.state import SETTLED_EMPLOYEE, SETTLED_OUT
from tests.schemes.by_month import HENAN, MONTHS, Lived, certain_law, live, without_window
from tests.schemes.packed_law import constant

OFTEN = pytest.mark.parametrize("month", MONTHS)
NEXT = pytest.mark.parametrize("later", [0, 3])  # months between a change of scheme and the claim


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    return certain_law(parameters)


def serving(law: Law, claim: int, served: range, employed: range, until: int = 2028) -> Lived:
    """A man of sixty in ``claim``, in the public service and with an employer who insures him in these months."""
    return live(
        without_window(law), claim - 720, {INSURED_BY_EMPLOYER: employed}, forms_of={PUBLIC_EMPLOYEE: served},
        until=until,
    )  # fmt: skip


@OFTEN
def test_months_of_the_public_service_add_up(law: Law, month: int) -> None:
    """Ten years in the public service, then eight paid here: one pension, on all of them."""
    claim, leaves = month_index(2024) + month, month_index(2016) + month
    rights = serving(law, claim, range(leaves - 120, leaves), range(leaves, claim + 1)).after(2025).rights
    assert (rights.outcome, rights.stop_month) == (SETTLED_EMPLOYEE, claim)
    assert rights.paid_months == 120 + claim + 1 - leaves
    assert rights.deemed_months == month_index(2014, 10) - (leaves - 120)


@NEXT
@OFTEN
def test_the_employee_scheme_pays_where_its_month_is_the_last(law: Law, month: int, later: int) -> None:
    """Twenty years in the public service, then an employer until the claim, be it in the year of leaving."""
    leaves = month_index(2021) + month
    claim = leaves + later
    rights = serving(law, claim, range(leaves - 240, leaves), range(leaves, claim + 1)).after(2025).rights
    assert (rights.outcome, rights.stop_month) == (SETTLED_EMPLOYEE, claim)
    assert rights.paid_months == 240 + later + 1
    assert rights.basic_pension > 0.0


@NEXT
@OFTEN
def test_the_public_scheme_pays_where_its_month_is_the_last(law: Law, month: int, later: int) -> None:
    """Twenty years with an employer, then the public service: no pension of the employee scheme, nor of residents."""
    leaves = month_index(2021) + month
    claim = leaves + later
    lived = serving(law, claim, range(leaves, claim + 1), range(leaves - 240, leaves))
    rights = lived.after(2025).rights
    assert (rights.outcome, rights.account) == (SETTLED_OUT, 0.0)
    assert lived.of(1950 + claim // 12, ACCOUNT_REFUNDS) > 0.0
    assert lived.of(2026, PENSIONERS_EMPLOYEE) == lived.of(2026, PENSIONERS_RESIDENT) == 0.0


@OFTEN
def test_who_pays_an_employer_in_the_year_of_leaving_alone(law: Law, month: int) -> None:
    """From leaving the public service to December, nothing in the three years before sixty."""
    leaves, ends = month_index(2019) + month, month_index(2020)
    claim = month_index(2023) + month
    rights = serving(law, claim, range(leaves - 240, leaves), range(leaves, ends)).after(2025).rights
    assert (rights.outcome, rights.stop_month) == (SETTLED_EMPLOYEE, claim)
    assert rights.paid_months == 240 + ends - leaves


@OFTEN
def test_who_joins_the_public_service_in_the_last_year_of_work(law: Law, month: int) -> None:
    joins, ends = month_index(2019) + month, month_index(2020)
    lived = serving(law, month_index(2023) + month, range(joins, ends), range(joins - 240, joins))
    assert lived.after(2025).rights.outcome == SETTLED_OUT


@OFTEN
def test_a_post_taken_after_the_claim_counts_nowhere(law: Law, month: int) -> None:
    """Twenty years with an employer up to the claim, in the public service from the next month."""
    claim = month_index(2022) + month
    rights = serving(law, claim, range(claim + 1, month_index(2024)), range(claim - 239, claim + 1)).after(2025).rights
    assert (rights.outcome, rights.stop_month, rights.paid_months) == (SETTLED_EMPLOYEE, claim, 240.0)


def early(law: Law, served: range, employed: range) -> Any:
    """The rights of a worker sixty in 2030-01, sixteen months before the age, where 180 months are required."""
    t = law.retirement
    asked = law._replace(retirement=t._replace(qualifying_months=constant(t.qualifying_months, 180.0)))
    ways = {INSURED_BY_EMPLOYER: employed}
    lived = live(asked, month_index(1970), ways, forms_of={PUBLIC_EMPLOYEE: served}, until=2033)
    return lived.after(2032).rights


@OFTEN
def test_an_early_claim_counts_the_months_that_add_up(law: Law, month: int) -> None:
    """Who leaves the public service claims with the first month paid to an employer, not before: only then is the
    employee scheme the last."""
    leaves = month_index(2030) + month
    rights = early(law, range(leaves - 240, leaves), range(leaves, month_index(2032)))
    assert (rights.outcome, rights.stop_month, rights.paid_months) == (SETTLED_EMPLOYEE, leaves, 241.0)


@OFTEN
def test_an_early_claim_counts_no_months_that_the_public_scheme_pays_for(law: Law, month: int) -> None:
    """179 months of an employer, then the public service from each month of 2029: no claim before the age."""
    joins = month_index(2029) + month
    rights = early(law, range(joins, month_index(2032)), range(joins - 179, joins))
    assert (rights.outcome, rights.stop_month) == (SETTLED_OUT, rights.statutory_month)


# Six years' gap, 2008 to 2013, at an index of nothing; 120 months paid before it and 78 after, all at 0.6; served
# months, deemed paid, count 1.  (118.8 + served) / (198 + served + 72).
INDEX = {0: 0.44, 60: 0.5418, 120: 0.6123}


@pytest.mark.parametrize("served", INDEX)
def test_months_of_the_public_service_fill_no_later_gap(law: Law, served: int) -> None:
    e: Any = law.employee_pension
    start, claim = month_index(1998), month_index(2020, 6)
    ratio = e.base_floor[[start, claim], HENAN] / e.contribution_reference_wage[[start, claim], HENAN]
    assert ratio == pytest.approx(np.full(2, 0.6))
    of_zero = law._replace(
        employee_pension=e._replace(
            gap_rule=constant(e.gap_rule, GAP_ZERO), deemed_rule=constant(e.deemed_rule, DEEMED_AT_ONE)
        )
    )
    rights = live(
        without_window(of_zero), claim - 720, {INSURED_BY_EMPLOYER: range(start, claim + 1)}, until=2022,
        forms_of={PUBLIC_EMPLOYEE: range(start - served, start)},
        idle=[range(month_index(2008), month_index(2014))],
    ).after(2021).rights  # fmt: skip
    assert (rights.outcome, rights.paid_months) == (SETTLED_EMPLOYEE, 198 + served)
    assert rights.mean_index == pytest.approx(INDEX[served], abs=5e-4)


@pytest.mark.parametrize("served", [24, 120])
@OFTEN
def test_a_gap_after_the_public_service_is_a_gap(law: Law, month: int, served: int) -> None:
    """From leaving in each month of 2005 to an employer in 2010: 0.6 for each month paid, 1 for each served."""
    e: Any = law.employee_pension
    leaves, start, claim = month_index(2005) + month, month_index(2010), month_index(2024, 12)
    of_zero = law._replace(
        employee_pension=e._replace(
            gap_rule=constant(e.gap_rule, GAP_ZERO), deemed_rule=constant(e.deemed_rule, DEEMED_AT_ONE)
        )
    )
    rights = serving(of_zero, claim, range(leaves - served, leaves), range(start, claim + 1)).after(2025).rights
    gap, paid = start - leaves, claim + 1 - start
    assert rights.paid_months == served + paid
    assert rights.mean_index == pytest.approx((served + 0.6 * paid) / (served + gap + paid), abs=5e-4)
