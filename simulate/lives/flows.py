"""What was paid and received in a life, by whom and into what: month by month from the rules, year by year."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate import codes
from simulate import contracts as c
from simulate.contracts import Reals
from simulate.lives.living import Life, Year
from simulate.measures.invalidity import INVALIDITY_ALLOWANCE
from simulate.schemes.employee_pension.rules import (
    employee_contribution,
    flexible_month,
    months_in_payment,
)
from simulate.schemes.state import CREDITED, PAID_AS_EMPLOYEE, SETTLED_EMPLOYEE, UNPAID

PAYERS: Final = codes.PAYERS.labels
INTO: Final = ("pool", "account", "resident")
WORKER, EMPLOYER, PLATFORM, GOVERNMENT = map(codes.PAYERS.code, ("worker", "employer", "platform", "government"))
POOL, ACCOUNT, RESIDENT = range(3)
_PAID_IN: Final = {
    (WORKER, POOL): c.WORKER_TO_POOL, (WORKER, ACCOUNT): c.WORKER_TO_ACCOUNTS,
    (WORKER, RESIDENT): c.WORKER_TO_RESIDENT, (EMPLOYER, POOL): c.EMPLOYER_TO_POOL,
    (EMPLOYER, ACCOUNT): c.EMPLOYER_TO_ACCOUNTS, (PLATFORM, POOL): c.PLATFORM_TO_POOL,
    (PLATFORM, ACCOUNT): c.PLATFORM_TO_ACCOUNTS, (GOVERNMENT, POOL): c.GOVERNMENT_TO_POOL,
    (GOVERNMENT, ACCOUNT): c.GOVERNMENT_TO_ACCOUNTS, (GOVERNMENT, RESIDENT): c.GOVERNMENT_TO_RESIDENT,
}  # fmt: skip
RECEIVED: Final = {
    "basic pension": c.BASIC_PENSION, "transitional pension": c.TRANSITIONAL_PENSION,
    "invalidity allowance": INVALIDITY_ALLOWANCE,
    "account pension": c.ACCOUNT_PENSION, "account pension out of the pool": c.ACCOUNT_PENSION_FROM_POOL,
    "account paid out": c.ACCOUNT_REFUNDS, "resident flat pension": c.RESIDENT_FLAT_PENSION,
    "resident account pension": c.RESIDENT_ACCOUNT_PENSION,
    "resident account pension from the government": c.RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT,
    "resident contributions paid back": c.RESIDENT_REFUNDS, "old-age floor": c.FLOOR_TOP_UP,
}  # fmt: skip


class MonthPaid(NamedTuple):
    """Who paid what in a month, yuan."""

    parts: Reals  # (payer, pool or account)

    @property
    def total(self) -> float:
        """All of it."""
        return float(self.parts.sum())


def month_paid(life: Life, year: Year, m: int) -> MonthPaid:
    """The contribution of month ``m`` of a year, divided by the rules the kernels call."""
    e, month, place = life.law.employee_pension, year.january + m, int(year.insured[m])
    parts = np.zeros((4, 2))
    if year.pay[m] == UNPAID:
        return MonthPaid(parts)
    base = float(year.base[m])
    if year.pay[m] == PAID_AS_EMPLOYEE:
        own_pool, own, firm, firm_account = employee_contribution(
            base, e.employee_rate[month], e.employer_rate[month, place], e.account_rate[month, place],
            e.covid_relief_share[month],
        )  # fmt: skip
        parts[WORKER], parts[EMPLOYER] = (own_pool, own), (firm, firm_account)
        return MonthPaid(parts)
    paid = flexible_month(
        base, float(e.flexible_rate[month, place]), float(e.account_rate[month, place]), int(e.flexible_scheme[month]),
        float(year.platform[m]), float(year.government[m]), bool(year.pay[m] == CREDITED),
    )  # fmt: skip
    parts[WORKER] = paid.own_pool, paid.own_account
    parts[PLATFORM] = paid.platform_pool, paid.platform_account
    parts[GOVERNMENT] = paid.public_pool, paid.public_account
    return MonthPaid(parts)


def year_paid(life: Life, year: Year) -> Reals:
    """(payer, into) yuan of a year: as booked in report years, before them by the rules of each month.

    The resident scheme begins nowhere before the report years.
    """
    out = np.zeros((4, 3))
    if year.sums is not None:
        for (payer, into), measure in _PAID_IN.items():
            out[payer, into] = year.sums[measure]
        return out
    for m in range(12):
        out[:, :2] += month_paid(life, year, m).parts
    return out


def year_received(life: Life, year: Year) -> dict[str, float]:
    """Yuan received in a year by kind, nothing left out; before the report years pensions alone."""
    if year.sums is not None:
        return {name: float(year.sums[measure]) for name, measure in RECEIVED.items() if year.sums[measure] != 0.0}
    rights = year.after.rights
    months = months_in_payment(year.january, int(rights.stop_month[0]))
    if rights.outcome[0] != SETTLED_EMPLOYEE or months <= 0.0:
        return {}
    monthly = {
        "basic pension": rights.basic_pension[0], "transitional pension": rights.transitional_pension[0],
        "account pension": rights.account_pension[0],
    }  # fmt: skip
    return {name: float(months * amount) for name, amount in monthly.items() if amount != 0.0}
