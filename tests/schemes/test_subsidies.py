"""Subsidies, matching, credits for care and deferral on a few workers, month by month."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from simulate.clock import N_MONTHS, month_index, year_index
from simulate.codes import INACTIVE, OTHER_FLEXIBLE, PLATFORM_FLEXIBLE, PROVINCES
from simulate.contracts import (
    CARE_CREDITED,
    PLACE_MEASURES,
    RECEIVED_ACCOUNTS,
    RECEIVED_POOL,
    SUBSIDISED,
    WORKER_TO_ACCOUNTS,
    WORKER_TO_POOL,
)
from simulate.parameters import ParameterSet
from simulate.schemes.state import (
    CREDITED,
    FAR_AWAY,
    NEVER,
    PAID_AS_FLEXIBLE,
    UNPAID,
    Rights,
    Support,
    new_rights,
    new_support,
)
from simulate.schemes.subsidies import kernels, params
from simulate.schemes.subsidies.params import SubsidyParameters

FLOOR, RATE, ACCOUNT_RATE, WAGE = 5000.0, 0.2, 0.08, 8000.0
BEIJING, GUANGDONG = PROVINCES.code("beijing"), PROVINCES.code("guangdong")
MALE, FEMALE = 0, 1
DUE = FLOOR * RATE


class Year(NamedTuple):
    """A year of a few workers, as the kernels see it."""

    january: int
    worker: NDArray
    birth_month: NDArray
    sex: NDArray
    form: NDArray
    occupation: NDArray
    home: NDArray
    income: NDArray
    insured: NDArray
    pays: NDArray
    pay: NDArray
    base: NDArray
    due: NDArray
    platform_part: NDArray
    government_part: NDArray
    granted: NDArray
    registered: NDArray
    fraction: NDArray
    ledger: NDArray
    rights: Rights
    support: Support


def a_year(year: int, birth_years: list[int], sexes: list[int], form: int, pay: int) -> Year:
    """Workers born in January who do and pay the same in every month."""
    n = len(birth_years)
    full = np.full((n, 12), 0.0)
    return Year(
        january=12 * year_index(year), worker=np.arange(n, dtype=np.int64) + (7 << 32),
        birth_month=np.array([month_index(each) for each in birth_years]), sex=np.array(sexes, np.int16),
        form=np.full((12, n), form, np.int16), occupation=np.zeros(n, np.int16),
        home=np.full(n, BEIJING, np.int16), income=np.full((n, 12), 4000.0),
        insured=np.full((n, 12), GUANGDONG, np.int16), pays=np.ones(n, np.int16),
        pay=np.full((n, 12), pay, np.int16), base=np.full((n, 12), FLOOR), due=np.full((n, 12), DUE),
        platform_part=full.copy(), government_part=full.copy(), granted=np.zeros(n, np.int64),
        registered=(np.arange(n) + 0.5) / n,
        fraction=np.ones((n, 12)), ledger=np.zeros((n, len(PLACE_MEASURES))), rights=new_rights(n),
        support=new_support(n),
    )  # fmt: skip


def table(value: float) -> NDArray:
    return np.full((N_MONTHS, len(PROVINCES)), value)


def subsidise(s: SubsidyParameters, y: Year, age: int) -> None:
    is_granted = kernels.is_on_offer(s, y.january, age)
    if is_granted:
        kernels.subsidise_year(
            s, y.january, y.birth_month, y.sex, y.form, 0, y.occupation, y.income, y.insured, y.pays, y.pay,
            table(FLOOR), table(RATE), table(WAGE), y.due, y.platform_part, y.government_part, y.granted, y.registered,
            y.rights, y.support,
        )  # fmt: skip
    kernels.remember_subsidies_year(is_granted, y.pays, y.pay, y.government_part, y.granted, y.ledger, y.support)


def credit(s: SubsidyParameters, y: Year) -> None:
    kernels.credit_care_year(
        s, y.january, y.birth_month, y.sex, y.form, 0, y.home, table(RATE), table(ACCOUNT_RATE), table(WAGE), y.pays,
        y.pay, y.insured, y.base, y.due, y.platform_part, y.government_part, y.fraction, y.ledger, y.rights,
        y.support,
    )  # fmt: skip


def defer(s: SubsidyParameters, y: Year) -> None:
    kernels.defer_year(
        s, y.january, y.worker, y.form, 0, y.home, y.pays, y.pay, y.due, table(FLOOR), table(RATE),
        table(ACCOUNT_RATE), table(WAGE), 0.12, 1, y.ledger, y.rights, y.support,
    )  # fmt: skip


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
    assert y.government_part[0, 0] == 0.0
    assert y.government_part[0, 1:] == pytest.approx(DUE * 2 / 3)  # Guangdong, of what is paid
    assert not y.government_part[1].any()  # 39
    assert y.support.subsidised_months.tolist() == [11.0, 0.0]
    assert y.support.subsidised_until.tolist() == [FAR_AWAY, NEVER]
    assert y.ledger[:, SUBSIDISED] == pytest.approx([11 / 12, 0.0])


def test_men_wait_until_fifty_and_thirty_six_months_are_all(law_of_all: SubsidyParameters) -> None:
    y = a_year(2025, [1985], [MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    subsidise(law_of_all, y, 40)
    assert not y.government_part.any()
    y = a_year(2025, [1970], [MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.support.subsidised_until[0] = FAR_AWAY
    y.support.subsidised_months[0] = 32.0
    subsidise(law_of_all, y, 55)
    assert np.count_nonzero(y.government_part) == 4
    assert y.support.subsidised_months[0] == 36.0


def test_near_retirement_it_runs_until_then(law_of_all: SubsidyParameters) -> None:
    y = a_year(2025, [1967], [MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.rights.statutory_month[0] = month_index(2025, 10)
    subsidise(law_of_all, y, 58)
    assert np.flatnonzero(y.government_part[0]).tolist() == list(range(1, 9))
    assert y.support.subsidised_until[0] == month_index(2025, 10)


def test_months_that_lapse_do_not_use_up_the_right(law_of_all: SubsidyParameters) -> None:
    y = a_year(2025, [1980], [FEMALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    kernels.subsidise_year(
        law_of_all, y.january, y.birth_month, y.sex, y.form, 0, y.occupation, y.income, y.insured, y.pays, y.pay,
        table(FLOOR), table(RATE), table(WAGE), y.due, y.platform_part, y.government_part, y.granted, y.registered,
        y.rights, y.support,
    )  # fmt: skip
    y.pay[0, 6:] = UNPAID
    kernels.remember_subsidies_year(True, y.pays, y.pay, y.government_part, y.granted, y.ledger, y.support)
    assert y.support.subsidised_months[0] == 5.0


def test_the_registered_are_a_share(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), registered_share=0.3)
    y = a_year(2025, [1980] * 400, [FEMALE] * 400, OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    subsidise(s, y, 45)
    assert (y.government_part[:, 1] > 0).mean() == pytest.approx(0.3)


def test_never_more_than_the_platform_leaves(law_of_all: SubsidyParameters) -> None:
    y = a_year(2026, [1980], [FEMALE], PLATFORM_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.platform_part[:] = DUE / 2
    y.government_part[:] = 100.0  # the state's part of a split
    subsidise(law_of_all, y, 46)
    assert y.government_part[0, 0] == 100.0
    assert y.government_part[0, 1:] == pytest.approx(DUE / 2)


def test_matching_of_low_incomes_by_occupation(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), matching_share=2 / 3)
    s = s._replace(matching_occupation=np.array([1, 0, 1, 1, 1, 1, 1, 1], np.int16))
    y = a_year(2026, [1995] * 3, [MALE] * 3, PLATFORM_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.income[0, 6:] = FLOOR
    y.occupation[1] = 1
    y.form[:, 2] = OTHER_FLEXIBLE
    subsidise(s, y, 31)
    assert y.government_part[0, :6] == pytest.approx(DUE * 2 / 3)
    assert not y.government_part[0, 6:].any()
    assert not y.government_part[1:].any()
    y.government_part[:] = 0.0
    subsidise(changed(s, matching_other_flexible=1), y, 31)
    assert y.government_part[2].all()


def test_nothing_is_touched_where_nothing_is_on_offer(parameters: ParameterSet) -> None:
    y = a_year(2025, [2000], [FEMALE], PLATFORM_FLEXIBLE, PAID_AS_FLEXIBLE)
    s = params.build(parameters)
    assert not kernels.is_on_offer(s, y.january, 25)
    assert kernels.is_on_offer(s, y.january, 40)
    assert not kernels.is_on_offer(s, 12 * year_index(2004), 40)


def test_care_is_credited_to_women_out_of_work_up_to_a_limit(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), care_credit=1, care_months=9)
    y = a_year(2030, [2000, 2000, 1980], [FEMALE, MALE, FEMALE], INACTIVE, UNPAID)
    y.pays[:] = 0
    y.rights.relation_province[0] = GUANGDONG
    credit(s, y)
    assert y.pay[0].tolist() == [CREDITED] * 9 + [UNPAID] * 3
    assert not (y.pay[1:] == CREDITED).any()  # a man; a woman of fifty
    assert y.base[0, 0] == pytest.approx(0.6 * WAGE)
    assert y.government_part[0, 0] == pytest.approx(0.6 * WAGE * RATE) == y.due[0, 0]
    assert y.insured[0, 0] == GUANGDONG
    assert y.ledger[:, CARE_CREDITED] == pytest.approx([0.75, 0.0, 0.0])
    assert y.pays.tolist() == [1, 0, 0]
    assert y.support.credited_months[0] == 9.0


def test_unfunded_credits_cost_nothing_and_men_may_have_them(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), care_credit=2, care_funded_share=0.0)
    y = a_year(2030, [2000], [MALE], INACTIVE, UNPAID)
    credit(s, y)
    assert (y.pay == CREDITED).all()
    assert not y.due.any()
    assert (y.insured == BEIJING).all()  # at home, without a relation


def test_no_credit_in_the_law_of_today(parameters: ParameterSet) -> None:
    y = a_year(2030, [2000], [FEMALE], INACTIVE, UNPAID)
    credit(params.build(parameters), y)
    assert (y.pay == UNPAID).all()


def test_months_of_2020_are_paid_in_2021(parameters: ParameterSet) -> None:
    s = changed(params.build(parameters), deferral_take_up=1.0)
    y = a_year(2020, [1985, 1985], [FEMALE, FEMALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.pay[0, :4] = UNPAID
    defer(s, y)
    assert y.support.deferred_months.tolist() == [4.0, 0.0]
    assert not y.ledger.any()
    later = a_year(2021, [1985, 1985], [FEMALE, FEMALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)._replace(
        rights=y.rights, support=y.support
    )  # fmt: skip
    defer(s, later)
    assert later.ledger[0, WORKER_TO_POOL] == pytest.approx(4 * FLOOR * 0.12) == later.ledger[0, RECEIVED_POOL]
    assert later.ledger[0, WORKER_TO_ACCOUNTS] == pytest.approx(4 * FLOOR * 0.08) == later.ledger[0, RECEIVED_ACCOUNTS]
    assert y.rights.paid_months.tolist() == [4.0, 0.0]
    assert y.rights.index_sum[0] == pytest.approx(4 * FLOOR / WAGE)
    assert y.rights.months_by_province[0, BEIJING] == 4.0
    assert y.support.deferred_months[0] == 0.0
    assert y.rights.pool_by_province[0, BEIJING] == pytest.approx(4 * FLOOR * 0.12)


def test_who_has_claimed_pays_no_more(parameters: ParameterSet) -> None:
    y = a_year(2021, [1965], [MALE], OTHER_FLEXIBLE, PAID_AS_FLEXIBLE)
    y.support.deferred_months[0] = 4.0
    y.rights.stop_month[0] = month_index(2021, 6)
    defer(params.build(parameters), y)
    assert not y.ledger.any()
    assert y.support.deferred_months[0] == 0.0
    y.pay[0, :] = UNPAID
    defer(params.build(parameters), y)
    assert y.support.deferred_months[0] == 0.0  # 2021: no relief
