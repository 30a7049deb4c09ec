"""Sixty in the resident scheme with months in the employee scheme whose age comes later: which pension, from when.

国发〔2014〕8号 art. 7: sixty, the years paid, no other basic pension drawn.  Since 2025 a man's age in the employee
scheme is later.  人社部发〔2014〕17号 art. 2, 3, 8: months move to the resident scheme at that age, of those who draw
nothing yet; nobody draws both.
"""

from __future__ import annotations

import pytest

from simulate.clock import month_index
from simulate.codes import FARM, OTHER_FLEXIBLE, UNEMPLOYED
from simulate.contracts import (
    ACCOUNT_REFUNDS,
    ACCOUNT_TO_RESIDENT,
    PENSIONERS_EMPLOYEE,
    PENSIONERS_RESIDENT,
    RESIDENT_TO_ACCOUNTS,
)  # fmt: skip
from simulate.measures.branches import UNEMPLOYMENT_RECIPIENTS
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU, RESIDENT_SCHEME
from simulate.schemes.law import Law
from simulate.schemes.state import SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT
from tests.schemes.by_month import MONTHS, Lived, certain_law, live, without_window
from tests.schemes.packed_law import constant

OFTEN = pytest.mark.parametrize("month", MONTHS)
YEARS = range(2026, 2032)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """Nobody goes on paying after the age; all who are short move to the resident scheme."""
    whole = without_window(certain_law(parameters))
    t, u = whole.retirement, whole.unemployment
    return whole._replace(
        retirement=t._replace(
            continue_share=constant(t.continue_share, 0.0),
            resident_conversion_share=constant(t.resident_conversion_share, 1.0),
        ),
        unemployment=u._replace(
            employee_take_up=constant(u.employee_take_up, 1.0), involuntary_share=constant(u.involuntary_share, 1.0)
        ),
    )  # fmt: skip


def going_on(law: Law) -> Law:
    """The law under which all who are short go on paying."""
    t = law.retirement
    return law._replace(retirement=t._replace(continue_share=constant(t.continue_share, 1.0)))


def age_of(sixty: int) -> int:
    """A man's age in the employee scheme: a month later for every four from 2025-01 on."""
    return sixty + (sixty - month_index(2025)) // 4 + 1


def insured(sixty: int, first: int, months: int, way: int = INSURED_BY_EMPLOYER) -> dict[int, range]:
    """Resident years from 2010 to sixty, with months of the employee scheme laid over them."""
    return {RESIDENT_SCHEME: range(month_index(2010), sixty), way: range(first, first + months)}


def farming(law: Law, sixty: int, first: int, months: int, way: int = INSURED_BY_EMPLOYER) -> Lived:
    ways = insured(sixty, first, months, way)
    return live(law, sixty - 720, ways, FARM, 2032, forms_of={FARM: ways[RESIDENT_SCHEME], OTHER_FLEXIBLE: ways[way]})


def drawn(lived: Lived, measure: int) -> list[float]:
    return [12 * lived.of(year, measure) for year in YEARS]


def months_from(first: int, until: int = month_index(2100)) -> list[float]:
    """Months of each year from one on, to before another."""
    return [
        max(min(until, month_index(year + 1)) - max(first, month_index(year)), 0) for year in YEARS
    ]  # fmt: skip


@OFTEN
def test_who_cannot_reach_the_employee_pension_draws_the_resident_one_from_sixty(law: Law, month: int) -> None:
    """Two years as an employee long ago: the account is paid out at the age, since a pension is drawn by then."""
    sixty = month_index(2027) + month
    lived = farming(law, sixty, month_index(2008), 24)
    assert drawn(lived, PENSIONERS_RESIDENT) == pytest.approx(months_from(sixty + 1))
    end = lived.after(2031)
    assert (end.rights.outcome, end.rights.stop_month) == (SETTLED_OUT, age_of(sixty))
    assert end.residents.first_payment == sixty + 1
    of_age = 1950 + age_of(sixty) // 12
    before = lived.after(of_age - 1)
    for year in YEARS:
        assert lived.of(year, ACCOUNT_TO_RESIDENT) == 0.0
        assert (lived.of(year, ACCOUNT_REFUNDS) > before.rights.account) == (year == of_age), year
    assert end.residents.account_pension == lived.after(2028).residents.account_pension


@OFTEN
def test_who_would_go_on_paying_waits_for_the_employee_pension(law: Law, month: int) -> None:
    sixty = month_index(2027) + month
    lived = farming(going_on(law), sixty, month_index(2008), 24)
    assert drawn(lived, PENSIONERS_RESIDENT) == [0.0] * len(YEARS)
    assert lived.after(2031).rights.outcome == SETTLED_EXTENDING


@OFTEN
def test_who_can_still_pay_the_months_by_the_age_waits(law: Law, month: int) -> None:
    """A hundred and eighty are asked for: one is missing in the month of sixty, and is paid in the next."""
    sixty = month_index(2027) + month
    ways = {
        EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2000), month_index(2003)),
        RESIDENT_SCHEME: range(month_index(2012), month_index(2014)),
        INSURED_BY_EMPLOYER: range(sixty + 2 - 144, sixty + 2),
    }
    forms = {OTHER_FLEXIBLE: ways[EMPLOYEE_SCHEME_AT_HUKOU], FARM: ways[RESIDENT_SCHEME]}
    lived = live(law, sixty - 720, ways, FARM, 2032, forms_of=forms)
    assert drawn(lived, PENSIONERS_RESIDENT) == [0.0] * len(YEARS)
    assert drawn(lived, PENSIONERS_EMPLOYEE) == pytest.approx(months_from(age_of(sixty) + 1))
    assert lived.after(2031).rights.outcome == SETTLED_EMPLOYEE
    assert sum(lived.of(year, RESIDENT_TO_ACCOUNTS) for year in YEARS) > 0.0


@OFTEN
def test_who_still_pays_the_employee_scheme_is_not_in_the_resident_one(law: Law, month: int) -> None:
    """国发〔2014〕8号 art. 3: until three months after sixty, then the resident pension runs."""
    sixty = month_index(2027) + month
    lived = farming(law, sixty, sixty - 20, 24, EMPLOYEE_SCHEME_AT_HUKOU)
    assert lived.after(2031).residents.first_payment == sixty + 4
    assert drawn(lived, PENSIONERS_RESIDENT) == pytest.approx(months_from(sixty + 4))


@OFTEN
def test_who_never_was_in_the_resident_scheme_comes_to_it_at_the_age(law: Law, month: int) -> None:
    """人社部发〔2014〕17号 art. 3, 6: the account moves, and the pension follows the month of the age."""
    sixty = month_index(2027) + month
    lived = live(law, sixty - 720, {INSURED_BY_EMPLOYER: range(month_index(2008), month_index(2010))}, FARM, 2032)
    assert lived.after(2031).residents.first_payment == age_of(sixty) + 1
    assert sum(lived.of(year, ACCOUNT_TO_RESIDENT) for year in YEARS) > 0.0


@pytest.mark.parametrize(("month", "goes_on"), [*((m, False) for m in MONTHS), *((m, True) for m in MONTHS[6:11])])
def test_who_pays_the_employee_scheme_beside_a_resident_pension_is_paid_out(
    law: Law, month: int, goes_on: bool
) -> None:
    """Never an employee before sixty; two months of flexible work between sixty and the age of the employee scheme."""
    sixty = month_index(2027) + month
    begins = month_index(2028) if goes_on else sixty + 3  # in a later year than the first month of the pension
    lived = farming(going_on(law) if goes_on else law, sixty, begins, 2, EMPLOYEE_SCHEME_AT_HUKOU)
    end = lived.after(2031)
    assert (end.residents.is_claimed, end.residents.first_payment) == (1, sixty + 1)
    assert end.rights.outcome == SETTLED_OUT
    assert sum(lived.of(year, ACCOUNT_TO_RESIDENT) for year in YEARS) == 0.0
    assert sum(lived.of(year, ACCOUNT_REFUNDS) for year in YEARS) > 0.0


@OFTEN
@pytest.mark.parametrize("sixty_in", [2022, 2027])
def test_the_benefit_of_the_unemployed_ends_with_a_resident_pension(law: Law, month: int, sixty_in: int) -> None:
    """社会保险法 art. 51 (4): a basic pension, that of residents too; a right to 24 months from October before."""
    sixty, lost = month_index(sixty_in) + month, month_index(sixty_in - 1, 10)
    ways = {
        RESIDENT_SCHEME: range(month_index(2012), month_index(2014)),
        INSURED_BY_EMPLOYER: range(lost - 121, lost),
    }
    idle = [range(lost, month_index(2040))]
    lived = live(law, sixty - 720, ways, FARM, 2032, idle=idle, idle_form=UNEMPLOYED)
    months = [12 * lived.of(year, UNEMPLOYMENT_RECIPIENTS) for year in range(sixty_in - 1, sixty_in + 3)]
    assert months == pytest.approx([3, month + 1, 0, 0])
    assert lived.after(2031).residents.first_payment == sixty + 1
