"""Subsidies, matching, credits for care and deferral on a few workers, month by month."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from simulate.clock import N_MONTHS, month_index, year_index
from simulate.codes import INACTIVE, OTHER_FLEXIBLE, PLATFORM_FLEXIBLE, PROVINCES, TERTIARY
from simulate.contracts import (
    CARE_CREDITED,
    RECEIVED_ACCOUNTS,
    RECEIVED_POOL,
    SUBSIDISED,
    WORKER_TO_ACCOUNTS,
    WORKER_TO_POOL,
)
from simulate.parameters import ParameterSet
from simulate.schemes.contribution import steps as contribution
from simulate.schemes.in_force import has_subsidy
from simulate.schemes.state import CREDITED, FAR_AWAY, NEVER, PAID_AS_FLEXIBLE, UNPAID, State
from simulate.schemes.subsidies import params
from simulate.schemes.subsidies.params import SubsidyParameters
from simulate.schemes.subsidies.rules import CARE_CREDITS
from simulate.schemes.subsidies.steps import note_lapsed, pay_last_year
from tests.schemes import one_worker
from tests.schemes.one_worker import WorkersYear, a_person, chance_of, in_year

FLOOR, RATE, ACCOUNT_RATE, WAGE = 5000.0, 0.2, 0.08, 8000.0
BEIJING, GUANGDONG = PROVINCES.code("beijing"), PROVINCES.code("guangdong")
MALE, FEMALE = 0, 1
DUE = FLOOR * RATE


def table(value: float) -> NDArray:
    return np.full((N_MONTHS, len(PROVINCES)), value)


class EmployeePension(NamedTuple):
    """What the steps read of the employee pension, (month, province)."""

    flexible_base_floor: NDArray = table(FLOOR)
    base_floor: NDArray = table(FLOOR)
    flexible_rate: NDArray = table(RATE)
    account_rate: NDArray = table(ACCOUNT_RATE)
    contribution_reference_wage: NDArray = table(WAGE)


class Portability(NamedTuple):
    """What deferral reads of the rules of moving, (month,) and (1,)."""

    transfer_share: NDArray = np.full(N_MONTHS, 0.12)
    pool_from: NDArray = np.array([month_index(1998)])


PENSION, PORTABILITY = EmployeePension(), Portability()


def a_year(
    year: int, birth_years: list[int], sexes: list[int], form: int, pay: int, state: State | None = None
) -> WorkersYear:
    """Workers of Beijing born in January who do and pay the same in every month, in Guangdong."""
    n = len(birth_years)
    people = [
        a_person(lane + (7 << 32), birth_month=month_index(birth), sex=sex, home=BEIJING, occupation=0)
        for lane, (birth, sex) in enumerate(zip(birth_years, sexes, strict=True))
    ]
    chances = [chance_of(registered=(lane + 0.5) / n) for lane in range(n)]
    return one_worker.a_year(
        in_year(year), people, state, chances,
        form=form, pay=pay, income=4000.0, insured=GUANGDONG, contribution_base=FLOOR, due=DUE, fraction=1.0,
    )  # fmt: skip


def grant(s: SubsidyParameters, y: WorkersYear) -> None:
    january = y.now.january
    has_matching = bool(s.matching_share[january].any())
    for person, chance, record, _, me in y:
        contribution.subsidise_months(PENSION, s, person, chance, january, has_matching, record, me)


def remember(y: WorkersYear) -> None:
    for _, _, record, ledger, me in y:
        contribution.count_public_money(record, ledger, me.support)


def subsidise(s: SubsidyParameters, y: WorkersYear, age: int) -> None:
    if has_subsidy(s, y.now.year, age):
        grant(s, y)
    remember(y)


def credit(s: SubsidyParameters, y: WorkersYear) -> None:
    for person, _, record, ledger, me in y:
        contribution.credit_care_months(PENSION, s, person, y.now.january, record, me)
        contribution.count_public_money(record, ledger, me.support)


def defer(s: SubsidyParameters, y: WorkersYear) -> None:
    for person, _, record, ledger, me in y:
        pay_last_year(PENSION, PORTABILITY, person, y.now, record, ledger, me)
        note_lapsed(s, person, y.now, record, me)


@pytest.fixture
def law_of_all(parameters: ParameterSet) -> SubsidyParameters:
    """The law of today, with every worker of the age registered."""
    s = params.build(parameters)
    return s._replace(registered_share=np.ones_like(s.registered_share))


def changed(s: SubsidyParameters, **fields: Any) -> SubsidyParameters:
    """Parameters with some fields of one value everywhere."""
    return s._replace(**{name: np.full_like(getattr(s, name), value) for name, value in fields.items()})


def test_a_woman_of_forty_is_subsidised_from_the_month_after(law_of_all: SubsidyParameters) -> None:
    y = a_year(2025, [1985, 1986], [FEMALE, FEMALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    subsidise(law_of_all, y, 40)
    assert y.months.government_part[0, 0] == 0.0
    assert y.months.government_part[0, 1:] == pytest.approx(DUE * 2 / 3)  # Guangdong, of what is paid
    assert not y.months.government_part[1].any()  # 39
    assert y.state.support.subsidised_months.tolist() == [11.0, 0.0]
    assert y.state.support.subsidised_until.tolist() == [FAR_AWAY, NEVER]
    assert y.ledger[:, SUBSIDISED] == pytest.approx([11 / 12, 0.0])


def test_men_wait_until_fifty_and_thirty_six_months_are_all(law_of_all: SubsidyParameters) -> None:
    y = a_year(2025, [1985], [MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    subsidise(law_of_all, y, 40)
    assert not y.months.government_part.any()
    y = a_year(2025, [1970], [MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.state.support.subsidised_until[0] = FAR_AWAY
    y.state.support.subsidised_months[0] = 32.0
    subsidise(law_of_all, y, 55)
    assert np.count_nonzero(y.months.government_part) == 4
    assert y.state.support.subsidised_months[0] == 36.0


def test_near_retirement_it_runs_until_then(law_of_all: SubsidyParameters) -> None:
    y = a_year(2025, [1967], [MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.state.rights.statutory_month[0] = month_index(2025, 10)
    subsidise(law_of_all, y, 58)
    assert np.flatnonzero(y.months.government_part[0]).tolist() == list(range(1, 9))
    assert y.state.support.subsidised_until[0] == month_index(2025, 10)


def test_a_graduate_is_subsidised_for_two_years_and_keeps_the_later_right(parameters: ParameterSet) -> None:
    """财社〔2017〕164号 art. 7: 24 months from leaving college, here at twenty-two in January; others get nothing."""
    s = changed(params.build(parameters), registered_share=0.0, graduate_share=1.0)
    for year, months in ((2024, 0), (2025, 12), (2026, 12), (2027, 0)):
        y = a_year(year, [2003, 2003], [MALE, MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
        y.people[0].education = TERTIARY
        subsidise(s, y, year - 2003)
        assert np.count_nonzero(y.months.government_part, axis=1).tolist() == [months, 0]
        assert y.months.government_part.max() == pytest.approx(DUE * 2 / 3 if months else 0.0)
        assert not y.state.support.subsidised_months.any()


def test_months_that_lapse_do_not_use_up_the_right(law_of_all: SubsidyParameters) -> None:
    y = a_year(2025, [1980], [FEMALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    grant(law_of_all, y)
    y.months.pay[0, 6:] = UNPAID
    remember(y)
    assert y.state.support.subsidised_months[0] == 5.0


def test_the_registered_are_a_share(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), registered_share=0.3)
    y = a_year(2025, [1980] * 400, [FEMALE] * 400, OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    subsidise(s, y, 45)
    assert (y.months.government_part[:, 1] > 0).mean() == pytest.approx(0.3)


def test_never_more_than_the_platform_leaves(law_of_all: SubsidyParameters) -> None:
    y = a_year(2026, [1980], [FEMALE], PLATFORM_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.months.platform_part[:] = DUE / 2
    y.months.government_part[:] = 100.0  # the state's part of a split
    subsidise(law_of_all, y, 46)
    assert y.months.government_part[0, 0] == 100.0
    assert y.months.government_part[0, 1:] == pytest.approx(DUE / 2)


def test_matching_of_low_incomes_by_occupation(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), matching_share=2 / 3)
    s = s._replace(matching_occupation=np.tile(np.array([1, 0, 1, 1, 1, 1, 1, 1], np.int16), (N_MONTHS, 1)))
    y = a_year(2026, [1995] * 3, [MALE] * 3, PLATFORM_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.months.income[0, 6:] = FLOOR
    y.people[1].occupation = 1
    y.months.form[2] = OTHER_FLEXIBLE
    subsidise(s, y, 31)
    assert y.months.government_part[0, :6] == pytest.approx(DUE * 2 / 3)
    assert not y.months.government_part[0, 6:].any()
    assert not y.months.government_part[1:].any()
    y.months.government_part[:] = 0.0
    subsidise(changed(s, matching_other_flexible=1), y, 31)
    assert y.months.government_part[2].all()


def test_nothing_is_touched_where_nothing_is_on_offer(parameters: ParameterSet) -> None:
    y = a_year(2025, [2000], [FEMALE], PLATFORM_FLEXIBLE, PAID_AS_FLEXIBLE)
    s = params.build(parameters)
    assert not has_subsidy(s, y.now.year, 25)
    assert has_subsidy(s, y.now.year, 40)
    assert not has_subsidy(s, year_index(2004), 40)


def test_care_is_credited_to_women_out_of_work_up_to_a_limit(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), care_credit=1, care_months=9)
    y = a_year(2030, [2000, 2000, 1980], [FEMALE, MALE, FEMALE], INACTIVE, UNPAID)
    y.months.pays[:] = 0
    y.state.rights.relation_province[0] = GUANGDONG
    credit(s, y)
    assert y.months.pay[0].tolist() == [CREDITED] * 9 + [UNPAID] * 3
    assert not (y.months.pay[1:] == CREDITED).any()  # a man; a woman of fifty
    assert y.months["contribution_base"][0, 0] == pytest.approx(0.6 * WAGE)
    assert y.months.government_part[0, 0] == pytest.approx(0.6 * WAGE * RATE) == y.months.due[0, 0]
    assert y.months.insured[0, 0] == GUANGDONG
    assert y.ledger[:, CARE_CREDITED] == pytest.approx([0.75, 0.0, 0.0])
    assert y.months.pays.tolist() == [1, 0, 0]
    assert y.state.support.credited_months[0] == 9.0


def test_unfunded_credits_cost_nothing_and_men_may_have_them(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), care_credit=CARE_CREDITS.code("both"), care_funded_share=0.0)
    y = a_year(2030, [2000], [MALE], INACTIVE, UNPAID)
    credit(s, y)
    assert (y.months.pay == CREDITED).all()
    assert not y.months.due.any()
    assert (y.months.insured == BEIJING).all()  # at home, without a relation


def test_no_credit_in_the_law_of_today(parameters: ParameterSet) -> None:
    y = a_year(2030, [2000], [FEMALE], INACTIVE, UNPAID)
    credit(params.build(parameters), y)
    assert (y.months.pay == UNPAID).all()


def test_months_of_2020_are_paid_in_2021(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), deferral_take_up=1.0)
    y = a_year(2020, [1985, 1985], [FEMALE, FEMALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.months.pay[0, :4] = UNPAID
    defer(s, y)
    assert y.state.support.deferred_months.tolist() == [4.0, 0.0]
    assert not y.ledger.any()
    later = a_year(2021, [1985, 1985], [FEMALE, FEMALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE, y.state)
    defer(s, later)
    assert later.ledger[0, WORKER_TO_POOL] == pytest.approx(4 * FLOOR * 0.12) == later.ledger[0, RECEIVED_POOL]
    assert later.ledger[0, WORKER_TO_ACCOUNTS] == pytest.approx(4 * FLOOR * 0.08) == later.ledger[0, RECEIVED_ACCOUNTS]
    assert y.state.rights.paid_months.tolist() == [4.0, 0.0]
    assert y.state.rights.bases[0].sum() == pytest.approx(4 * FLOOR)
    assert y.state.rights.months_by_province[0, BEIJING] == 4.0
    assert y.state.support.deferred_months[0] == 0.0
    assert y.state.rights.pool_by_province[0, BEIJING] == pytest.approx(4 * FLOOR * 0.12)


def test_who_claimed_before_pays_no_more(parameters: ParameterSet) -> None:
    y = a_year(2021, [1965], [MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.state.support.deferred_months[0] = 4.0
    y.state.rights.stop_month[0] = month_index(2020, 12)
    defer(params.build(parameters), y)
    assert not y.ledger.any()
    assert y.state.support.deferred_months[0] == 0.0
    y.months.pay[0, :] = UNPAID
    defer(params.build(parameters), y)
    assert y.state.support.deferred_months[0] == 0.0  # 2021: no relief
