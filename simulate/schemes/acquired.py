"""What several schemes read of a worker: bases of months paid, public service, which scheme is the last."""

from __future__ import annotations

import numpy as np

from simulate.clock import JULY
from simulate.codes import PUBLIC_EMPLOYEE
from simulate.engine.jit import rule
from simulate.schemes.fields import FIRST_AGE_PAID, LAST_AGE_PAID
from simulate.schemes.state import Rights
from simulate.schemes.views import YearRecord


@rule
def row_of_bases(age: int, m: int) -> int:
    """Row of the bases paid on by the month ``m`` of the year in which ``age`` is reached: one a half-year."""
    return 2 * (min(max(age, FIRST_AGE_PAID), LAST_AGE_PAID) - FIRST_AGE_PAID) + m // 6


@rule
def with_base(held: np.float32, base: float) -> np.float32:
    """The bases of a half-year with another one paid on, yuan, for the index at the award."""
    return np.float32(held + base)


@rule
def remember_base(age: int, m: int, base: float, rights: Rights) -> None:
    """A base paid on in month ``m`` of the year in which ``age`` is reached, yuan, for the index at the award."""
    row = row_of_bases(age, m)
    rights.bases[row] = with_base(rights.bases[row], base)


@rule
def remember_sum(month: int, months: float, to_account: float, record: YearRecord) -> None:
    """Months paid together in one, and what of it the worker paid into the account: deaths in July come before some."""
    if month % 12 >= JULY:
        record.late_months += months
        record.late_account += to_account


@rule
def is_public_last(public_last_year: int, last_year: int) -> bool:
    """Whether the public scheme is the last one; months in both add up and it pays.

    国发〔2015〕2号, 人社部规〔2017〕1号.  Calendar years last paid in each, -1 for none.
    """
    return public_last_year >= last_year


@rule
def is_public_month(m: int, record: YearRecord) -> bool:
    """Whether a month has pay of the public service, where its other branches are paid whatever else is paid for it."""
    is_public: bool = record.form[m] == PUBLIC_EMPLOYEE and record.income[m] > 0.0
    return is_public
