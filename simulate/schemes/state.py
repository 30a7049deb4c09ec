"""What a batch of workers has acquired so far under one scenario: the state the schemes read and write.

Every field is an array over the workers of the batch.  Money is nominal yuan.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulate.codes import PROVINCES
from simulate.contracts import Codes, Counts, Reals

UNPAID, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE = range(3)  # how a month is paid
UNSETTLED, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT = range(4)
NEVER = -1
FAR_AWAY = 1 << 40  # a month no life reaches


class Rights(NamedTuple):
    """Rights in the employee scheme and the pension that came of them."""

    paid_months: Reals  # months that count, deemed ones included
    deemed_months: Reals  # of these, before individual accounts began in the province of insurance
    index_sum: Reals  # sum over months of base / reference wage
    first_month: Counts  # first month paid, NEVER if none
    last_year: Counts  # last calendar year with a month paid, NEVER if none
    months_by_province: Reals  # (worker, province)
    account: Reals  # balance, yuan; after claiming what is left of it
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
    eligible_share: Reals  # share of last year's platform months that met the platform's income test
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
        paid_months=zeros(), deemed_months=zeros(), index_sum=zeros(), first_month=never(), last_year=never(),
        months_by_province=np.zeros((n, len(PROVINCES))), account=zeros(), outcome=codes(UNSETTLED),
        statutory_month=far_away(),
        stop_month=far_away(), category=codes(NEVER), extend_from=never(),
        benefit_province=codes(NEVER), basic_pension=zeros(), transitional_pension=zeros(), account_pension=zeros(),
        habit=codes(), insured_province=codes(NEVER), income=zeros(), eligible_share=zeros(), floor_history=codes(),
        career_earnings=zeros(), career_months=zeros(), public_months=zeros(), working_months=zeros(),
    )  # fmt: skip


def new_residents(n: int) -> Residents:
    """Nothing acquired yet, for ``n`` workers."""
    return Residents(
        years=np.zeros(n), last_year=np.full(n, NEVER, np.int64), account=np.zeros(n),
        tier=np.full(n, NEVER, np.int16), is_claimed=np.zeros(n, np.int16), account_pension=np.zeros(n),
    )  # fmt: skip


class State(NamedTuple):
    """All that a batch of workers has acquired under one scenario."""

    rights: Rights
    residents: Residents

    def copy(self) -> State:
        """The same state, apart."""
        rights: list[Any] = [array.copy() for array in self.rights]
        residents: list[Any] = [array.copy() for array in self.residents]
        return State(Rights(*rights), Residents(*residents))


def new_state(n: int) -> State:
    """Nothing acquired yet, for ``n`` workers."""
    return State(new_rights(n), new_residents(n))
