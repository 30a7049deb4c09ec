"""What a worker weighs: the months paid by the month of the choice, and the subsidy that the tier in fact brings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import month_index, year_index
from simulate.codes import CONDITIONAL, EMPLOYEE, OTHER_FLEXIBLE, PROVINCES
from simulate.contracts import GOVERNMENT_TO_RESIDENT
from simulate.measures.branches import MEDICAL_WORKING
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.offer_rules import offer_at, worth_of_resident_scheme
from simulate.schemes.enrolment.rules import RESIDENT_SCHEME
from simulate.schemes.law import Law, as_records
from simulate.schemes.portability.rules import TEN_YEAR
from simulate.schemes.state import PAID_AS_EMPLOYEE, UNPAID, new_state
from simulate.schemes.views import new_years
from tests.schemes.by_month import HENAN, MONTHS, SHANGHAI, certain_law, live, without_window
from tests.schemes.one_worker import a_person, chance_of
from tests.schemes.packed_law import constant

ZHEJIANG = PROVINCES.code("zhejiang")
BORN = month_index(1975, 6)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    return without_window(certain_law(parameters))


def offered(law: Law, month: int, paid: float, there: float, months: range, place: int = SHANGHAI) -> float:
    """Value of a year in Shanghai in a month of 2030, with months paid by January and in the year's ``months``."""
    [record], me, year = as_records([law]), new_state(1)[0], new_years(1)[0]
    me.rights.paid_months = paid
    me.rights.months_by_province[SHANGHAI] = there
    year.pay[:] = UNPAID
    year.until = 12
    for m in months:
        year.pay[m], year.insured[m] = PAID_AS_EMPLOYEE, place
    person = a_person(birth_month=BORN, home=HENAN)
    return float(
        offer_at(
            record, person, chance_of(), False, month_index(2030) + month, SHANGHAI, SHANGHAI, OTHER_FLEXIBLE, -1,
            6000.0, year, me,
        ).value
    )  # fmt: skip


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("paid", [0.0, 30.0, 170.0])
def test_months_paid_this_year_count_towards_the_qualifying_ones(law: Law, month: int, paid: float) -> None:
    """社会保险法 art. 16: months add up whenever they were paid; the rest can be paid by the age, or not."""
    of_benefit = law.portability._replace(benefit_place_rule=constant(law.portability.benefit_place_rule, TEN_YEAR))
    ten_year = law._replace(portability=of_benefit)
    this_year = offered(ten_year, month, paid, 0.0, range(month))
    assert this_year == offered(ten_year, month, paid + month, float(month), range(0))
    if month and paid < 100.0:  # who is born in 1975 has no fifteen years left
        assert this_year > offered(ten_year, month, paid, 0.0, range(0))
    elsewhere = offered(ten_year, month, paid, 0.0, range(month), HENAN)
    assert elsewhere == offered(ten_year, month, paid + month, 0.0, range(0))


def test_months_paid_this_year_count_at_the_place_of_benefit(law: Law) -> None:
    """国办发〔2009〕66号 art. 6 (2): with ten years there Shanghai pays, whose wage is higher."""
    o, e = law.portability, law.employee_pension
    ahead = 156  # months left to sixty-three, less a few
    ten_years = law._replace(
        portability=o._replace(
            benefit_place_rule=constant(o.benefit_place_rule, TEN_YEAR),
            benefit_place_months=constant(o.benefit_place_months, float(ahead)),
        )
    )
    values = [offered(ten_years, 11, 400.0, float(before), range(11)) for before in range(60)]
    later = [offered(ten_years, 11, 400.0, float(before + 11), range(0)) for before in range(60)]
    assert values == later
    assert len(set(np.round(values, 6))) == 2
    assert e.benefit_reference_wage[year_index(2030), SHANGHAI] > e.benefit_reference_wage[year_index(2030), HENAN]


@pytest.mark.parametrize("month", MONTHS[:5])
def test_months_paid_later_in_the_year_let_nobody_into_medical_insurance_before(law: Law, month: int) -> None:
    """A door that asks for 120 months: 115 as an employee, three of flexible work without a pension, employed again."""
    m: Any = law.employee_medical
    shut = law._replace(
        employee_medical=m._replace(
            employee_take_up=constant(m.employee_take_up, 1.0),
            take_up_without_pension=constant(m.take_up_without_pension, 1.0),
            hukou_rule=constant(m.hukou_rule, CONDITIONAL), hukou_rule_months=constant(m.hukou_rule_months, 120.0),
        )
    )  # fmt: skip
    lost = month_index(2020) + month
    again = lost + 3
    there = {ZHEJIANG: range(month_index(1996), month_index(2040))}
    for before, alone in ((115, 0), (119, 0), (120, 3)):
        ways = {INSURED_BY_EMPLOYER: range(lost - before, month_index(2030))}
        lived = live(
            shut, month_index(1980), ways, EMPLOYEE, 2021, places=there, idle=[range(lost, again)],
            idle_form=OTHER_FLEXIBLE,
        )  # fmt: skip
        assert 12 * lived.of(2020, MEDICAL_WORKING) == pytest.approx(9 + alone), before
    some = {INSURED_BY_EMPLOYER: range(lost - 118, lost + 2)}  # the last two months open it
    lived = live(
        shut, month_index(1980), some, OTHER_FLEXIBLE, 2021, places=there, idle=[range(lost - 200, lost - 118)]
    )
    assert 12 * lived.of(2020, MEDICAL_WORKING) == pytest.approx(12)


def of_tiers(law: Law, minimum: float, chosen: int) -> Law:
    """The law in which everybody keeps to one tier, where nothing below a minimum is accepted."""
    p, r = law.enrolment, law.resident_pension
    tiers = np.zeros_like(p.resident_tier_share)
    tiers[:, chosen] = 1.0
    tiers.setflags(write=p.resident_tier_share.flags.writeable)
    return law._replace(
        enrolment=p._replace(resident_tier_share=tiers),
        resident_pension=r._replace(
            minimum_tier=constant(r.minimum_tier, minimum), paid_for_share=constant(r.paid_for_share, 0.0)
        ),
    )  # fmt: skip


def worth(law: Law, tier: int) -> float:
    [record], residents = as_records([law]), new_state(1)[0].residents
    residents.tier = tier
    return worth_of_resident_scheme(
        record, a_person(birth_month=BORN, home=HENAN), month_index(2025), 3000.0, residents
    )


@pytest.mark.parametrize("tier", range(1, 10))
def test_who_must_pay_a_higher_tier_weighs_the_subsidy_of_it(law: Law, tier: int) -> None:
    """国发〔2014〕8号 art. 4 (3): it goes by what is paid; a minimum of a tier's sum is as if it were chosen."""
    paid = float(law.resident_pension.tier[year_index(2025), tier])
    forced, chosen = of_tiers(law, paid, 0), of_tiers(law, 0.0, tier)
    assert worth(forced, 0) == worth(chosen, tier)
    assert worth(of_tiers(law, paid + 50.0, 0), 0) != worth(forced, 0)
    born = month_index(1980)
    given = [
        live(each, born, {RESIDENT_SCHEME: range(month_index(2024), month_index(2026))}, until=2026).of(
            2025, GOVERNMENT_TO_RESIDENT
        )
        for each in (forced, chosen)
    ]
    assert given[0] == given[1] == float(law.resident_pension.entry_subsidy[year_index(2025), HENAN, tier])
