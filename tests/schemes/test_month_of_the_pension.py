"""The month in which a pension begins: what was paid until then is paid until then, by the month of the claim."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulate.clock import month_index, year_index
from simulate.codes import FARM, PLATFORM_FLEXIBLE
from simulate.contracts import (
    BELOW_DIBAO,
    FLOOR_RECIPIENTS,
    FLOOR_TOP_UP,
    INJURY_DISABILITY,
    PENSIONERS_EMPLOYEE,
    PENSIONERS_RESIDENT,
    PLATFORM_TO_POOL,
    RESIDENT_FLAT_PENSION,
    RESIDENT_TO_ACCOUNTS,
    WORK_INJURY_BENEFITS,
)  # fmt: skip
from simulate.parameters import ParameterSet
from simulate.schemes.enrolment.following import INSURED_BY_EMPLOYER
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU, RESIDENT_SCHEME
from simulate.schemes.law import Law
from simulate.schemes.occupational_injury import steps as injury
from simulate.schemes.platform_copayment.rules import THREE_WAY
from simulate.schemes.social_floor.rules import DIBAO
from simulate.schemes.state import SETTLED_EMPLOYEE, new_state
from simulate.schemes.views import Here, new_years
from tests.schemes.by_month import HENAN, MONTHS, Lived, certain_law, live, without_window
from tests.schemes.one_worker import a_person, in_year, new_ledger
from tests.schemes.packed_law import constant

YEAR = 2030  # of the claim
AGE = 744  # months of age at which men retire here: two years after a resident pension may begin
BASE = 1000.0  # yuan, every month and place
OFTEN = pytest.mark.parametrize("month", MONTHS)


@pytest.fixture(scope="module")
def law(parameters: ParameterSet) -> Law:
    """Men retire at 62, with a month paid."""
    whole = without_window(certain_law(parameters))
    t, e = whole.retirement, whole.employee_pension
    original = t.original_age.copy()
    original[:, 0] = AGE
    original.setflags(write=t.original_age.flags.writeable)
    return whole._replace(
        retirement=t._replace(
            original_age=original, maximum_delay=constant(t.maximum_delay, 0.0),
            qualifying_months=constant(t.qualifying_months, 1.0),
        ),
        employee_pension=e._replace(
            base_floor=constant(e.base_floor, BASE), flexible_base_floor=constant(e.flexible_base_floor, BASE),
            base_ceiling=constant(e.base_ceiling, BASE), flexible_rate=constant(e.flexible_rate, 0.2),
        ),
    )  # fmt: skip


def first_insured_late(law: Law, claim: int) -> Lived:
    """Fifteen years in the resident scheme, its pension from sixty, then the first month with an employer at 62."""
    ways = {RESIDENT_SCHEME: range(month_index(2012), month_index(2027)), INSURED_BY_EMPLOYER: range(claim, claim + 1)}
    return live(law, claim - AGE, ways, until=YEAR + 3)


@OFTEN
def test_a_resident_pension_is_paid_until_the_employee_one_begins(law: Law, month: int) -> None:
    """人社部发〔2014〕17号 art. 8: never both; and never neither, in the year in which one follows the other."""
    claim = month_index(YEAR) + month
    lived = first_insured_late(law, claim)
    r: Any = law.resident_pension
    flat = r.flat_pension[year_index(YEAR), HENAN]
    assert lived.of(YEAR, PENSIONERS_RESIDENT) == pytest.approx((month + 1) / 12)
    assert lived.of(YEAR, PENSIONERS_EMPLOYEE) == pytest.approx((11 - month) / 12)
    assert lived.of(YEAR, RESIDENT_FLAT_PENSION) == pytest.approx((month + 1) * flat, abs=0.01)
    for year in (YEAR + 1, YEAR + 2):
        assert (lived.of(year, PENSIONERS_RESIDENT), lived.of(year, PENSIONERS_EMPLOYEE)) == (0.0, 1.0)
    was = lived.after(YEAR - 1).residents
    left = was.account * (1 + r.crediting_rate[year_index(YEAR), HENAN] * (month + 1) / 12)
    paid = (month + 1) * was.account_pension
    assert lived.of(YEAR, RESIDENT_TO_ACCOUNTS) == pytest.approx(left - paid, abs=0.01)


@pytest.mark.parametrize("year", [2021, 2026])
def test_a_resident_pension_is_paid_until_months_are_bought(law: Law, year: int) -> None:
    """Bought in January, an employee pension begins in February."""
    t: Any = law.retirement
    hazard = constant(t.buy_in_hazard, 0.0)
    hazard.setflags(write=True)
    hazard[year_index(year)] = 1.0
    hazard.setflags(write=t.buy_in_hazard.flags.writeable)
    selling = law._replace(retirement=t._replace(buy_in_hazard=hazard))
    ways = {RESIDENT_SCHEME: range(month_index(2012), month_index(2018))}
    lived = live(selling, month_index(1956, 6), ways, until=year + 2)
    months = [
        (12 * lived.of(at, PENSIONERS_RESIDENT), 12 * lived.of(at, PENSIONERS_EMPLOYEE)) for at in (year, year + 1)
    ]
    assert months == [pytest.approx((1, 11)), pytest.approx((0, 12))]


@OFTEN
def test_the_floor_is_owed_until_the_pension_begins(law: Law, month: int) -> None:
    """社会救助暂行办法 art. 9 to 12: Dibao month by month, the whole line of a worker without a pension."""
    f: Any = law.social_floor
    drawn = law._replace(
        social_floor=f._replace(kind=constant(f.kind, DIBAO), dibao_take_up=constant(f.dibao_take_up, 1.0))
    )
    claim = month_index(YEAR) + month
    lived = live(drawn, claim - AGE, {INSURED_BY_EMPLOYER: range(month_index(2000), claim + 1)}, until=YEAR + 2)
    line = law.economy.dibao_rural[year_index(YEAR)]
    assert lived.after(YEAR).rights.stop_month == claim
    assert lived.of(YEAR, FLOOR_TOP_UP) == pytest.approx((month + 1) * line, abs=0.01)
    assert lived.of(YEAR, FLOOR_RECIPIENTS) == pytest.approx((month + 1) / 12)
    assert (lived.of(YEAR + 1, FLOOR_TOP_UP), lived.of(YEAR, BELOW_DIBAO)) == (0.0, 0.0)


@OFTEN
def test_the_floor_lifts_a_resident_pension_until_the_employee_one_begins(law: Law, month: int) -> None:
    f, r = law.social_floor, law.resident_pension
    drawn = law._replace(
        social_floor=f._replace(kind=constant(f.kind, DIBAO), dibao_take_up=constant(f.dibao_take_up, 1.0)),
        resident_pension=r._replace(flat_pension=constant(r.flat_pension, 100.0)),
    )
    lived = first_insured_late(drawn, month_index(YEAR) + month)
    line = law.economy.dibao_rural[year_index(YEAR)]
    own = 100.0 + lived.after(YEAR - 1).residents.account_pension
    rights = lived.after(YEAR).rights
    pension = rights.basic_pension + rights.transitional_pension + rights.account_pension
    expected = (month + 1) * (line - own) + (11 - month) * (line - pension)
    assert lived.of(YEAR, FLOOR_TOP_UP) == pytest.approx(expected, abs=0.01)


@OFTEN
def test_an_allowance_for_injury_is_whole_until_the_pension_begins(law: Law, month: int) -> None:
    """工伤保险条例 art. 35: 100 yuan a month of each fund, a quarter of it beside a pension."""
    i: Any = law.occupational_injury
    quarter = i._replace(retired_share=constant(i.retired_share, 0.25), indexation=constant(i.indexation, 0.0))
    state, ledger = new_state(1), new_ledger()
    me = state[0]
    me.occupational_injury.allowance = me.occupational_injury.work_allowance = 100.0
    here = Here(FARM, HENAN, True, 0.0)
    me.rights.outcome, me.rights.stop_month = SETTLED_EMPLOYEE, month_index(YEAR) + month
    for year in (YEAR, YEAR + 1):
        injury.pay_allowances(quarter, law.economy, a_person(), in_year(year), here, new_years(1)[0], ledger[0], me)
        months = (month + 1) + 0.25 * (11 - month) if year == YEAR else 3.0
        assert ledger[0, [INJURY_DISABILITY, WORK_INJURY_BENEFITS]] == pytest.approx([100.0 * months] * 2), year
        ledger[:] = 0.0


@OFTEN
def test_the_levy_on_fees_goes_on_beside_a_pension(law: Law, month: int) -> None:
    """KSVG § 25: on all fees, of pensioners too; 30 % of a fifth of fees counted up to 1,000 yuan."""
    c: Any = law.platform_copayment
    three_way = law._replace(
        platform_copayment=c._replace(
            rule=constant(c.rule, THREE_WAY),
            default_share=constant(c.default_share, 0.0),
            three_way_platform_share=constant(c.three_way_platform_share, 0.3),
        )
    )
    claim = month_index(YEAR) + month
    insured = {EMPLOYEE_SCHEME_AT_HUKOU: range(month_index(2026), month_index(2028))}
    works_on = {PLATFORM_FLEXIBLE: range(month_index(2028), month_index(YEAR + 2))}
    lived = live(three_way, claim - AGE, insured, PLATFORM_FLEXIBLE, YEAR + 2, forms_of=works_on)
    assert lived.after(YEAR).rights.stop_month == claim
    assert [lived.of(year, PLATFORM_TO_POOL) for year in (YEAR - 1, YEAR, YEAR + 1)] == pytest.approx([720.0] * 3)


@OFTEN
@pytest.mark.parametrize("start_age", [60.0, 60.5, 63.25])
def test_the_floor_begins_with_the_month_after_its_age(law: Law, month: int, start_age: float) -> None:
    """Half a year counts as six months, whatever the month of birth."""
    f: Any = law.social_floor
    from_age = law._replace(
        social_floor=f._replace(
            kind=constant(f.kind, DIBAO),
            dibao_take_up=constant(f.dibao_take_up, 1.0),
            start_age=constant(f.start_age, start_age),
        )
    )
    birth = month_index(1970) + month
    lived = live(from_age, birth, {}, until=2035)
    first = birth + int(12 * start_age) + 1
    for year in range(2029, 2035):
        january, line = month_index(year), law.economy.dibao_rural[year_index(year)]
        months = sum(m >= first for m in range(january, january + 12))
        flat = (
            law.resident_pension.flat_pension[year_index(year), HENAN]
            if np.any(lived.after(year).residents.is_claimed)
            else 0
        )
        assert flat == 0 or flat < line
        drawn = 12 * lived.of(year, PENSIONERS_RESIDENT)
        income = drawn * (flat + lived.after(year).residents.account_pension)
        assert 12 * lived.of(year, FLOOR_RECIPIENTS) == pytest.approx(months), year
        if months == 12 and drawn in (0, 12):
            assert lived.of(year, FLOOR_TOP_UP) == pytest.approx(12 * line - income, abs=0.01), year
