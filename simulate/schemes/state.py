"""What a batch of workers has acquired so far under one scenario: the state the schemes read and write.

Every field is an array over the workers of the batch.  Money is nominal yuan.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulate.codes import PROVINCES
from simulate.contracts import Codes, Counts, Reals

UNPAID, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, CREDITED = range(4)  # how a month is paid
IDLE, PAYS, EMPLOYED_ALL_YEAR = range(3)  # what a year is to a worker: see ``enrolment.choose_year``
UNSETTLED, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT = range(4)
NEVER = -1
PUBLIC_CAREER = 120.0  # months of public service from which a worker has the public scheme's pension (assumption)
UNKNOWN_SHARE = 0.5  # of months passing the platform's income test, what a worker new to it expects (assumption)
FAR_AWAY = 1 << 40  # a month no life reaches


class Rights(NamedTuple):
    """Rights in the employee scheme and the pension that came of them."""

    paid_months: Reals  # months that count, deemed ones included
    account_only_months: Reals  # months paid into the account alone, which do not count otherwise
    deemed_months: Reals  # of these, before individual accounts began in the province of insurance
    index_sum: Reals  # sum over months of base / reference wage
    first_month: Counts  # first month paid, NEVER if none
    last_year: Counts  # last calendar year with a month paid, NEVER if none
    months_by_province: Reals  # (worker, province)
    account: Reals  # balance, yuan; after claiming what is left of it
    pool_by_province: Reals  # (worker, province) pooled share of contributions that moves with the worker, yuan
    relation_province: Codes  # where the pension relation stands, NEVER before the first month
    outcome: Codes  # UNSETTLED, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT
    statutory_month: Counts  # month of statutory retirement of the category, far away until it is near
    stop_month: Counts  # month of claiming, or month until which contributions are expected
    category: Codes  # retirement category, NEVER until it is known
    extend_from: Counts  # month from which a worker short of months goes on paying, NEVER if not
    benefit_province: Codes  # NEVER until an award
    basic_pension: Reals  # yuan a month, in payment
    transitional_pension: Reals
    account_pension: Reals
    habit: Codes  # alternative chosen last year by a flexible worker
    insured_province: Codes  # province of the last month paid
    income: Reals  # mean monthly earnings of the last year with earnings, yuan
    eligible_share: Reals  # share of platform months of the last year with any that met the income test
    floor_history: Codes  # last months at or above the floor, one bit a month
    career_earnings: Reals  # sum of monthly earnings over the mean wage of the year, months with earnings
    career_months: Reals
    public_months: Reals  # months as a public employee, who has a pension of the public scheme
    working_months: Reals  # months in paid work outside farm and public service


class Residents(NamedTuple):
    """Rights in the resident scheme."""

    years: Reals  # years paid
    last_year: Counts  # last calendar year paid, NEVER if none
    account: Reals  # balance, yuan
    tier: Codes  # position of the tier the worker keeps to, NEVER until the first contribution
    is_claimed: Codes
    account_pension: Reals  # yuan a month
    dual_paid: Reals  # own money paid in years also paid in the employee scheme, yuan


class Support(NamedTuple):
    """What the state and the injury funds owe or have given."""

    subsidised_months: Reals  # months of contribution subsidised by government
    subsidised_until: Counts  # last month a subsidy may be drawn, NEVER before the first
    deferred_months: Reals  # months lapsed that may still be paid
    credited_months: Reals  # months credited for care
    injury_allowance: Reals  # expected monthly allowances in payment by the occupational-injury fund, yuan
    work_injury_allowance: Reals  # the same by the work-injury fund


class Position(NamedTuple):
    """A life's balance with all schemes, in months of the mean wage, per person alive at the reference age."""

    paid: Reals  # contributions of the worker
    received: Reals  # pensions and refunds


def new_rights(n: int) -> Rights:
    """Nothing acquired yet, for ``n`` workers."""

    def zeros() -> Reals:
        return np.zeros(n)

    def far_away() -> Counts:
        return np.full(n, FAR_AWAY, np.int64)

    def never() -> Counts:
        return np.full(n, NEVER, np.int64)

    def codes(value: int = 0) -> Codes:
        return np.full(n, value, np.int16)

    return Rights(
        paid_months=zeros(), account_only_months=zeros(), deemed_months=zeros(), index_sum=zeros(), first_month=never(),
        last_year=never(), months_by_province=np.zeros((n, len(PROVINCES))), account=zeros(),
        pool_by_province=np.zeros((n, len(PROVINCES))), relation_province=codes(NEVER), outcome=codes(UNSETTLED),
        statutory_month=far_away(), stop_month=far_away(), category=codes(NEVER), extend_from=never(),
        benefit_province=codes(NEVER), basic_pension=zeros(), transitional_pension=zeros(), account_pension=zeros(),
        habit=codes(), insured_province=codes(NEVER), income=zeros(), eligible_share=np.full(n, UNKNOWN_SHARE),
        floor_history=codes(), career_earnings=zeros(), career_months=zeros(), public_months=zeros(),
        working_months=zeros(),
    )  # fmt: skip


def new_residents(n: int) -> Residents:
    """Nothing acquired yet, for ``n`` workers."""
    return Residents(
        years=np.zeros(n), last_year=np.full(n, NEVER, np.int64), account=np.zeros(n),
        tier=np.full(n, NEVER, np.int16), is_claimed=np.zeros(n, np.int16), account_pension=np.zeros(n),
        dual_paid=np.zeros(n),
    )  # fmt: skip


def new_support(n: int) -> Support:
    """Nothing owed yet, for ``n`` workers."""
    return Support(
        subsidised_months=np.zeros(n), subsidised_until=np.full(n, NEVER, np.int64), deferred_months=np.zeros(n),
        credited_months=np.zeros(n), injury_allowance=np.zeros(n), work_injury_allowance=np.zeros(n),
    )  # fmt: skip


class State(NamedTuple):
    """All that a batch of workers has acquired under one scenario."""

    rights: Rights
    residents: Residents
    support: Support
    position: Position

    def copy(self) -> State:
        """The same state, apart."""
        return State(*(type(part)(*(array.copy() for array in part)) for part in self))  # type: ignore[arg-type]


def new_state(n: int) -> State:
    """Nothing acquired yet, for ``n`` workers."""
    return State(new_rights(n), new_residents(n), new_support(n), Position(np.zeros(n), np.zeros(n)))
