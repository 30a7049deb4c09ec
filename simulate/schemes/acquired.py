"""What several schemes read of a worker: bases and months paid, work, public service, which scheme is the last."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulate.clock import JULY
from simulate.codes import FARM, OTHER_FLEXIBLE, PUBLIC_EMPLOYEE
from simulate.contracts import Codes
from simulate.engine.jit import rule
from simulate.schemes.fields import FIRST_AGE_PAID, LAST_AGE_PAID, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE
from simulate.schemes.state import Rights
from simulate.schemes.views import CHANGING, YearRecord


class Stay(NamedTuple):
    """Months of a year that other branches than the pension are paid for, in one province of work."""

    employed: int  # months paid as an employee
    bases: float  # their contribution bases together, yuan
    flexible: int  # months paid as a flexible worker
    public: int  # months with earnings in the public service
    public_earned: float  # earned in them, yuan


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
def months_paid_by(before: float, pay: Codes, first: int, m: int) -> float:
    """Months paid anywhere up to the month ``m`` of a year: ``before`` it, and those from its month ``first`` on.

    ``pay`` (month,) of the year, of which those chosen count as in ``months_paid_there``.
    """
    months = before
    for earlier in range(first, m):
        if pay[earlier] == PAID_AS_EMPLOYEE or pay[earlier] == PAID_AS_FLEXIBLE:
            months += 1.0
    return months


@rule
def months_paid_there(before: float, pay: Codes, insured: Codes, first: int, m: int, place: int) -> float:
    """Months paid in a province up to the month ``m`` of a year: ``before`` it, and those from its month ``first`` on.

    ``pay`` and ``insured`` (month,) of the year.  While its months are being chosen, those chosen count as paid: which
    of them lapse for want of money is known later, and months let in by them are refused then (``refuse_months``).
    """
    months = before
    for earlier in range(first, m):
        if insured[earlier] == place and (pay[earlier] == PAID_AS_EMPLOYEE or pay[earlier] == PAID_AS_FLEXIBLE):
            months += 1.0
    return months


@rule
def is_work(form: int) -> bool:
    """Whether a form is one of work, on a farm, with a contract or without."""
    return FARM <= form <= OTHER_FLEXIBLE


@rule
def form_of_work(m: int, form: Codes, last_form: int) -> int:
    """Form of work in the month ``m`` of a year; of a worker out of work then, in the last month of work before it.

    国发〔1978〕104号 art. 1: a woman's age goes by whether she is 工人 or 干部, which is kept while out of work.

    ``form`` (month,) of the year; ``last_form`` that of the last month of work before the year, NEVER without one.
    """
    for earlier in range(m, -1, -1):
        if is_work(form[earlier]):
            return int(form[earlier])
    return int(last_form)


@rule
def is_public_last(public_last_month: int, last_month: int) -> bool:
    """Whether the public scheme is the last one; months in both add up and it pays.

    国发〔2015〕2号, 人社部规〔2017〕1号.  Months last paid in each, -1 for none.
    """
    return public_last_month >= last_month


@rule
def is_public_month(m: int, record: YearRecord) -> bool:
    """Whether a month has pay of the public service, where its other branches are paid whatever else is paid for it."""
    is_public: bool = record.form[m] == PUBLIC_EMPLOYEE and record.income[m] > 0.0
    return is_public


@rule
def end_of_stay(first: int, steady_form: int, place: Codes) -> int:
    """Month of a year to before which the province of work of the month ``first`` stays the same, 12 for its end."""
    if steady_form != CHANGING:
        return 12
    until = first + 1
    while until < 12 and place[until] == place[first]:
        until += 1
    return until


@rule
def stay_of(first: int, until: int, record: YearRecord) -> Stay:
    """What the months from ``first`` to before ``until`` are; the whole year's are summed already."""
    if until - first == 12:
        return Stay(
            record.employed_months, record.employed_bases, record.flexible_months, record.public_months,
            record.public_earned,
        )  # fmt: skip
    employed, bases, flexible, public, public_earned = 0, 0.0, 0, 0, 0.0
    for m in range(first, until):
        is_public = is_public_month(m, record)
        if is_public:
            public += 1
            public_earned += record.income[m]
        if record.pay[m] == PAID_AS_EMPLOYEE:
            employed += 1
            bases += record.contribution_base[m]
        elif record.pay[m] == PAID_AS_FLEXIBLE and not is_public:
            flexible += 1
    return Stay(employed, bases, flexible, public, public_earned)
