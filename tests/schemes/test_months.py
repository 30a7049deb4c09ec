"""Each event of the law in its month: one worker by hand, for each of the twelve months an event can fall in.

Workers are lived one year at a time by the whole of ``live_year``, under a law on which nothing but the event acts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate import clock
from simulate.clock import month_index
from simulate.codes import (
    FARM,
    OTHER_FLEXIBLE,
    PLATFORM_FLEXIBLE,
)  # fmt: skip
from simulate.contracts import (
    ACCOUNT_TO_RESIDENT,
    BASIC_PENSION,
    CONTRIBUTORS_EMPLOYEE,
    DEATH_GRANTS,
    EMPLOYER_TO_POOL,
    GOVERNMENT_TO_RESIDENT,
    PAID_FOR_RESIDENT,
    PENSIONERS_EMPLOYEE,
    PENSIONERS_RESIDENT,
    RESIDENT_TO_ACCOUNTS,
    SUBSIDISED,
    WORKER_TO_ACCOUNTS,
    WORKER_TO_POOL,
    WORKER_TO_RESIDENT,
)  # fmt: skip
from simulate.measures.branches import PLATFORM_TO_EMPLOYEE_MEDICAL, RECEIVED_EMPLOYEE_MEDICAL
from simulate.measures.invalidity import INVALIDITY_ALLOWANCE, INVALIDITY_RECIPIENTS
from simulate.parameters import ParameterSet
from simulate.schemes.contribution.steps import lapse_months
from simulate.schemes.employee_pension.rules import DEEMED_AT_ONE, DEEMED_LEFT_OUT
from simulate.schemes.employee_pension.steps import paid_by_july
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU, RESIDENT_SCHEME
from simulate.schemes.law import Law
from simulate.schemes.state import (
    PAID_AS_FLEXIBLE,
    PAYS,
    SETTLED_EMPLOYEE,
    SETTLED_EXTENDING,
    UNPAID,
    new_state,
)  # fmt: skip
from simulate.schemes.subsidies.rules import SHARE_OF_PAID
from simulate.schemes.views import new_years
from tests.schemes.by_month import HENAN, MONTHS, SHANGHAI, Lived, certain_law, live, without_window
from tests.schemes.one_worker import a_person, chance_of
from tests.schemes.packed_law import constant


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    return certain_law(parameters)


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
def test_lost_capacity_gives_an_allowance_until_the_age_then_a_pension(law: Law, month: int) -> None:
    """人社部发〔2024〕72号 art. 4: from five years before the age that the law puts off, in each month of it."""
    t = law.retirement
    of_law = without_window(law)
    incapable = of_law._replace(
        retirement=of_law.retirement._replace(
            early_retirement_share=constant(t.early_retirement_share, 1.0),
            invalidity_share=constant(t.invalidity_share, 1.0) * (np.arange(clock.N_YEARS) >= 2025 - clock.FIRST_YEAR),
        )
    )
    birth = month_index(1970) + month
    age = birth + 720 + (birth + 720 - month_index(2025)) // 4 + 1  # a month later for every four, at most 36
    lived = live(incapable, birth, {INSURED_BY_EMPLOYER: range(month_index(2000), month_index(2030))}, until=2034)
    rights, first, last = lived.after(2033).rights, age - 60, clock.FIRST_YEAR + age // 12
    assert (rights.stop_month, rights.allowance_until) == (first, age)
    began = clock.FIRST_YEAR + first // 12
    assert (
        lived.of(began, INVALIDITY_RECIPIENTS)
        == lived.of(began, PENSIONERS_EMPLOYEE)
        == pytest.approx((11 - first % 12) / 12)
    )
    assert lived.of(began + 1, INVALIDITY_RECIPIENTS) == pytest.approx(1.0)
    assert lived.of(began + 1, BASIC_PENSION) == 0.0
    assert lived.of(last, INVALIDITY_RECIPIENTS) == pytest.approx((age % 12 + 1) / 12)
    assert lived.of(last, PENSIONERS_EMPLOYEE) == pytest.approx(1.0)
    allowance, pension = lived.of(last, INVALIDITY_ALLOWANCE), lived.of(last, BASIC_PENSION)
    assert allowance * (11 - age % 12) == pytest.approx(pension * (age % 12 + 1), rel=1e-6)
    assert lived.of(last, INVALIDITY_ALLOWANCE) > 0.0


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
    """国发〔2009〕32号 art. 8: no contribution is due from those sixty when it begins, in whatever month that is."""
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


@pytest.mark.parametrize("since", [2013, 2018])
def test_who_cannot_pay_is_paid_for_by_the_year(law: Law, since: int) -> None:
    """国发〔2014〕8号 art. 4 (3): the government pays the lowest tier, 100 yuan, and the subsidy of 30 with it."""
    r, e = law.resident_pension, law.enrolment
    tier = np.zeros_like(e.resident_tier_share)
    tier[:, 0] = 1.0
    helped = constant(r.paid_for_share, 1.0) * (np.arange(clock.N_YEARS) >= since - clock.FIRST_YEAR)
    helped.setflags(write=False)
    of_poor = law._replace(
        resident_pension=r._replace(paid_for_share=helped), enrolment=e._replace(resident_tier_share=tier)
    )
    ways = {RESIDENT_SCHEME: range(month_index(2012), month_index(2022))}
    lived = live(without_window(of_poor), month_index(1970, 1), ways, FARM, until=2023)
    for year in range(2012, 2022):
        floor = 200.0 if year >= 2019 else 100.0  # the tier of 100 is kept only for those the government pays for
        own, government = (floor, 40.0 if year >= 2019 else 30.0) if year < since else (0.0, 130.0)
        assert lived.of(year, WORKER_TO_RESIDENT) == pytest.approx(own), year
        assert lived.of(year, GOVERNMENT_TO_RESIDENT) == pytest.approx(government), year
        assert lived.of(year, PAID_FOR_RESIDENT) == float(year >= since)


PAID_UNTIL = month_index(2019)


def employee_then_claim(month: int) -> tuple[int, dict[int, range], int]:
    """Insured by an employer to the end of 2018, sixty in the month of 2020: claim, ways, month of birth."""
    claim = month_index(2020) + month
    return claim, {INSURED_BY_EMPLOYER: range(month_index(2003), PAID_UNTIL)}, claim - 720


@pytest.mark.parametrize("month", MONTHS)
def test_the_resident_account_joins_at_the_claim(law: Law, month: int) -> None:
    """人社部发〔2014〕17号 art. 5: the whole resident account, with interest to the month, joins the other."""
    claim, ways, birth = employee_then_claim(month)
    ways = {**ways, INSURED_BY_EMPLOYER: range(month_index(2003), month_index(2018))}
    ways[RESIDENT_SCHEME] = range(month_index(2018), month_index(2020))
    lived = live(without_window(law), birth, ways, forms_of={FARM: ways[RESIDENT_SCHEME]}, until=2022)
    e: Any = law.employee_pension
    r: Any = law.resident_pension
    before, rights, year = lived.after(2019), lived.after(2020).rights, 2020 - clock.FIRST_YEAR
    assert before.residents.account > 100.0
    joined = before.residents.account * (1 + r.crediting_rate[year, HENAN] * (month + 1) / 12)
    own = before.rights.account * (1 + e.crediting_rate[year] * (month + 1) / 12)
    assert rights.stop_month == claim
    assert lived.of(2020, RESIDENT_TO_ACCOUNTS) == pytest.approx(joined, rel=1e-9)
    assert rights.account_pension * 139 == pytest.approx(own + joined, rel=1e-9)
    assert lived.after(2020).residents.account == 0.0
    assert lived.of(2021, PENSIONERS_RESIDENT) == 0.0


@pytest.mark.parametrize("month", MONTHS)
def test_the_index_of_who_moved_is_over_the_wage_of_the_place_of_benefit(law: Law, month: int) -> None:
    """国办发〔2009〕66号 art. 7; the move falls in each month of 2010, the pension is paid at home."""
    move, claim = month_index(2010) + month, month_index(2024, 6)
    ways = {INSURED_BY_EMPLOYER: range(month_index(2000), claim + 1)}
    away = {SHANGHAI: range(month_index(2000), move)}
    rights = live(without_window(law), claim - 720, ways, places=away, until=2026).after(2025).rights
    e: Any = law.employee_pension
    months = np.array(ways[INSURED_BY_EMPLOYER])
    where = np.where(months < move, SHANGHAI, HENAN)
    index = (e.base_floor[months, where] / e.contribution_reference_wage[months, HENAN]).mean()
    assert rights.benefit_province == HENAN
    assert rights.relation_province == HENAN
    assert rights.mean_index == pytest.approx(index, rel=1e-6)
    assert rights.months_by_province[SHANGHAI] == move - month_index(2000)
    assert rights.left_month[SHANGHAI] == move
    assert (rights.left_month >= 0).sum() == 1


@pytest.mark.parametrize("rule", [DEEMED_AT_ONE, DEEMED_LEFT_OUT])
@pytest.mark.parametrize("wage", [0.6, 2.0])
def test_what_was_earned_before_the_accounts_is_in_no_index(law: Law, rule: int, wage: float) -> None:
    """云政发〔2006〕139号: a deemed month counts 1; elsewhere it is left out.  The old wage counts nowhere."""
    e: Any = law.employee_pension
    start, claim = int(e.account_start[HENAN]), month_index(2022)
    of_rule = law._replace(employee_pension=e._replace(deemed_rule=constant(e.deemed_rule, rule)))
    ways = {INSURED_BY_EMPLOYER: range(start - 120, claim + 1)}
    rights = live(without_window(of_rule), claim - 720, ways, until=2024, earlier_wage=wage).after(2023).rights
    months = np.arange(start, claim + 1)
    paid = (e.base_floor[months, HENAN] / e.contribution_reference_wage[months, HENAN]).sum()
    expected = paid / len(months) if rule == DEEMED_LEFT_OUT else (paid + 120) / (len(months) + 120)
    assert rights.deemed_months == 120
    assert rights.mean_index == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("month", MONTHS)
def test_who_is_short_moves_to_the_resident_scheme_in_the_month(law: Law, month: int) -> None:
    """人社部发〔2014〕17号 art. 6: the account with interest to the month; it bears the resident rate from the next."""
    claim, _, birth = employee_then_claim(month)
    t = law.retirement
    leaves = without_window(law)._replace(
        retirement=t._replace(
            continue_share=constant(t.continue_share, 0.0), early_claim_share=constant(t.early_claim_share, 0.0),
            resident_conversion_share=constant(t.resident_conversion_share, 1.0),
        )
    )  # fmt: skip
    lived = live(leaves, birth, {INSURED_BY_EMPLOYER: range(month_index(2010), PAID_UNTIL)}, until=2023)
    e: Any = law.employee_pension
    r: Any = law.resident_pension
    year = 2020 - clock.FIRST_YEAR
    moved = lived.after(2019).rights.account * (1 + e.crediting_rate[year] * (month + 1) / 12)
    residents = lived.after(2021).residents
    assert lived.of(2020, ACCOUNT_TO_RESIDENT) == pytest.approx(moved, rel=1e-9)
    assert residents.first_payment == claim + 1
    if month < 11:
        assert residents.account_pension * r.annuity_divisor[year] == pytest.approx(
            moved + short_years(lived), rel=1e-9
        )


def short_years(lived: Lived) -> float:
    """Paid in one sum for the resident years that are owed and missing."""
    return lived.of(2020, WORKER_TO_RESIDENT)


@pytest.mark.parametrize("paid", [60, 1])
def test_who_goes_on_paying_does_so_at_any_age(law: Law, paid: int) -> None:
    """社会保险法 art. 16, first insured after 2011-07: until the months are reached, beyond the years of any career."""
    age = month_index(2030, 3)
    ways = {INSURED_BY_EMPLOYER: range(month_index(2012), month_index(2012) + paid)}
    rights = live(without_window(law), age - 740, ways, until=2056).after(2054).rights
    needed = law.retirement.qualifying_months[int(rights.statutory_month) // 12]
    assert rights.outcome == SETTLED_EMPLOYEE
    assert rights.paid_months == needed == paid + rights.stop_month - rights.extend_from + 1
    assert rights.stop_month - rights.statutory_month > 12 * 8


@pytest.mark.parametrize("month", MONTHS)
def test_a_subsidy_is_approved_and_ends_in_its_month(law: Law, month: int) -> None:
    """国发〔2005〕36号: approved at fifty, paid from the next month for 36 months."""
    fifty = month_index(2016) + month
    s: Any = law.subsidies
    shared = law._replace(
        subsidies=s._replace(
            subsidy_kind=constant(s.subsidy_kind, SHARE_OF_PAID), subsidy_share=constant(s.subsidy_share, 0.5),
            subsidy_cap=constant(s.subsidy_cap, 0.0), registered_share=constant(s.registered_share, 1.0),
            subsidy_months=constant(s.subsidy_months, 36.0), hard_age=constant(s.hard_age, 50.0),
        )
    )  # fmt: skip
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2010), month_index(2026))}
    lived = live(without_window(shared), fifty - 600, ways, OTHER_FLEXIBLE, until=2022)
    first, last = fifty + 1, fifty + 36
    for year in range(2015, 2021):
        january = month_index(year)
        due = max(min(last, january + 11) - max(first, january) + 1, 0) / 12
        assert lived.of(year, SUBSIDISED) == pytest.approx(due), year


@pytest.mark.parametrize("month", MONTHS)
def test_a_law_ends_in_its_month(law: Law, month: int) -> None:
    """A rate of the employer's that falls to nothing from each month of 2015 on."""
    e: Any = law.employee_pension
    ends = month_index(2015) + month
    rate = e.employer_rate.copy()
    rate[ends:] = 0.0
    rate.setflags(write=e.employer_rate.flags.writeable)
    ended = law._replace(employee_pension=e._replace(employer_rate=rate))
    ways = {INSURED_BY_EMPLOYER: range(month_index(2010), month_index(2020))}
    lived = live(without_window(ended), month_index(1980), ways, until=2017)
    months = np.arange(month_index(2015), ends)
    due = (e.base_floor[months, HENAN] * e.employer_rate[months, HENAN]).sum()
    assert lived.of(2015, EMPLOYER_TO_POOL) == pytest.approx(due, rel=1e-9, abs=0.01)
    assert lived.of(2016, EMPLOYER_TO_POOL) == 0.0


@pytest.mark.parametrize("month", MONTHS)
def test_payments_on_death_count_the_months_drawn(law: Law, month: int) -> None:
    """人社部发〔2021〕18号 art. 4, deaths in the middle of the year: months paid and drawn to the month."""
    claim = month_index(2020) + month
    ways = {INSURED_BY_EMPLOYER: range(month_index(1990), PAID_UNTIL)}
    lived = live(without_window(law), claim - 720, ways, until=2027, death_rate=0.01)
    e: Any = law.employee_pension
    rights, year = lived.after(2025).rights, 2025 - clock.FIRST_YEAR
    assert rights.paid_months == PAID_UNTIL - month_index(1990) == 348  # 29 years: 9 + 14 months of income
    drawn = month_index(2025, 7) - claim
    sums = e.funeral_months[year] + 23.0 - drawn / 12
    assert lived.of(2025, DEATH_GRANTS) == pytest.approx(0.01 * sums * e.income_per_head[year, HENAN], rel=1e-7)


@pytest.mark.parametrize("month", MONTHS)
def test_a_platform_pays_its_part_of_the_months_worked_for_it(law: Law, month: int) -> None:
    """Half of the medical contribution on leaving a platform for other flexible work in each month of 2028."""
    leaves, own = month_index(2028) + month, law.employee_medical
    half = law._replace(employee_medical=own._replace(
        platform_share=constant(own.platform_share, 0.5), flexible_take_up=constant(own.flexible_take_up, 1.0)
    ))  # fmt: skip
    ways = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2026), month_index(2031))}
    on_platform = {PLATFORM_FLEXIBLE: range(month_index(2026), leaves)}
    lived = live(half, month_index(1985), ways, OTHER_FLEXIBLE, until=2030, forms_of=on_platform)
    parts = [lived.of(year, PLATFORM_TO_EMPLOYEE_MEDICAL) / lived.of(year, RECEIVED_EMPLOYEE_MEDICAL)
             for year in (2027, 2028, 2029)]  # fmt: skip
    assert parts == pytest.approx([0.5, 0.5 * month / 12, 0.0])


@pytest.mark.parametrize("lapses", [False, True])
def test_nobody_lets_lapse_what_the_law_compels(law: Law, lapses: bool) -> None:
    """A contribution is more than may be afforded: who is free lets it lapse, who is compelled pays."""
    p = law.enrolment
    poor = p._replace(
        affordable_share=constant(p.affordable_share, 0.0),
        compulsory_share=constant(p.compulsory_share, 0.0 if lapses else 1.0),
    )
    record = new_years(1)[0]
    record.until, record.pay[:], record.form[:], record.income[:] = 12, PAID_AS_FLEXIBLE, PLATFORM_FLEXIBLE, 3000.0
    record.due[:] = 700.0
    lapse_months(poor, a_person(occupation=0), chance_of(), 2030 - clock.FIRST_YEAR, record)
    assert (record.pay == (UNPAID if lapses else PAID_AS_FLEXIBLE)).all()


@pytest.mark.parametrize("part", [0.1, 0.3, 0.55, 0.7, 0.9])
def test_parts_of_months_since_july_leave_whole_months(part: float) -> None:
    """Sixty months by June, parts of the six after it under a levy at source: sixty still, and no cap on death."""
    record, rights = new_years(1)[0], new_state(1)[0].rights
    record.pays, record.pay[6:], record.fraction[:] = PAYS, PAID_AS_FLEXIBLE, part
    rights.paid_months = 60.0
    for _ in range(6):
        rights.paid_months += part
    assert paid_by_july(record, rights) == 60.0


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0, 1.5])
def test_who_goes_on_paying_pays_at_the_floor_of_flexible_workers(law: Law, ratio: float) -> None:
    """人社部令13号 art. 2: 20 % of it in each month of 2032, two years after the age; employees' if they have none."""
    e: Any = law.employee_pension
    own = ratio * e.base_floor
    own.setflags(write=e.flexible_base_floor.flags.writeable)
    floors = without_window(law)._replace(employee_pension=e._replace(flexible_base_floor=own))
    ways = {INSURED_BY_EMPLOYER: range(month_index(2012), month_index(2017))}
    lived = live(floors, month_index(2030, 3) - 740, ways, until=2034)
    months = np.arange(month_index(2032), month_index(2033))
    assert lived.after(2032).rights.outcome == SETTLED_EXTENDING
    paid = lived.of(2032, WORKER_TO_POOL) + lived.of(2032, WORKER_TO_ACCOUNTS)
    assert paid == pytest.approx(0.2 * (ratio or 1.0) * e.base_floor[months, HENAN].sum(), rel=1e-9)
