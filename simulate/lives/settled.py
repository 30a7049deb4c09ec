"""How the rights of a life were settled: the award and its parts, or what happened to them instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from simulate.clock import FIRST_YEAR
from simulate.contracts import ACCOUNT_REFUNDS, ACCOUNT_TO_RESIDENT, POOL_TO_RESIDENT
from simulate.lives.living import Life, Year
from simulate.schemes.acquired import is_public_last
from simulate.schemes.employee_pension.award import award, sum_of_indices
from simulate.schemes.portability.rules import months_short, resident_to_employee
from simulate.schemes.resident_pension.rules import flat_pension_with_bonus
from simulate.schemes.retirement.steps import needed_months
from simulate.schemes.state import FAR_AWAY, NEVER, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT, UNPAID

PUBLIC: Final = "the public scheme pays on the months of both"


@dataclass(frozen=True)
class Award:
    """An employee pension at its award; money in yuan a month of that month."""

    month: int
    province: int
    age: float
    basic: float
    transitional: float
    account: float
    allowance: float  # local, within the basic pension
    guarantee: float  # what the law before the accounts gives more, within the basic pension
    paid_months: float
    deemed_months: float
    index: float
    balance: float  # of the account
    divisor: float
    wage: float  # benefit reference wage
    last_earnings: float  # own, mean of the last year with earnings
    career_earnings: float  # own mean, each month over the mean wage of its year, in wages of the award's
    local_wage: float  # mean wage of the place of benefit in the year of the award

    @property
    def total(self) -> float:
        """All parts."""
        return self.basic + self.transitional + self.account


@dataclass(frozen=True)
class ResidentAward:
    """A resident pension at its award."""

    month: int  # the first one paid
    province: int
    flat: float
    account: float
    years_paid: float
    balance: float

    @property
    def total(self) -> float:
        """Both parts."""
        return self.flat + self.account

    @property
    def year(self) -> int:
        """Calendar year of the first payment."""
        return FIRST_YEAR + self.month // 12


@dataclass(frozen=True)
class Short:
    """Too few months at the statutory age."""

    month: int
    paid_months: float  # those of the public service that count among them
    needed: float
    missing: float
    then: str  # goes on paying, moves to the resident scheme, takes the account
    amount: float = 0.0  # yuan moved or taken
    pooled_lost: float = 0.0  # pooled contributions that stay behind


@dataclass
class Settled:
    """All that was settled in a life."""

    statutory_month: int | None = None
    needed: float = 0.0
    paid_months: float = 0.0
    index: float = 0.0
    balance: float = 0.0  # of the employee account at the end of the working life
    award: Award | None = None
    resident: ResidentAward | None = None
    short: list[Short] = field(default_factory=list)

    @property
    def pension(self) -> float:
        """Monthly pension at the first award, yuan; 0 without one."""
        if self.award is not None:
            return self.award.total
        return self.resident.total if self.resident is not None else 0.0


def settle(life: Life) -> Settled:
    """Read off the years of a life how its rights were settled."""
    out = Settled()
    for year in life.years:
        before, after = year.before.rights, year.after.rights
        was, now = int(before.outcome[0]), int(after.outcome[0])
        if after.statutory_month[0] < FAR_AWAY:
            out.statutory_month = int(after.statutory_month[0])
        if was != now:
            _note(life, year, was, now, out)
        if year.after.residents.is_claimed[0] > year.before.residents.is_claimed[0]:
            out.resident = _resident(life, year)
    last = life.last.rights
    out.paid_months = float(last.paid_months[0])
    if last.paid_months[0] > last.deemed_months[0]:
        out.index = indices_of(life, last) / float(last.paid_months[0] - last.deemed_months[0])
    if out.award is not None:
        out.balance, out.index = out.award.balance, out.award.index
    return out


def _note(life: Life, year: Year, was: int, now: int, out: Settled) -> None:
    before, after = year.before.rights, year.after.rights
    stop = int(after.stop_month[0])
    if now == SETTLED_EMPLOYEE:
        out.award = _award(life, year)
        out.needed = float(needed_months(life.law.retirement, stop, int(after.statutory_month[0])))
        return
    due = int(after.extend_from[0]) - 1 if now == SETTLED_EXTENDING else stop
    needed = float(needed_months(life.law.retirement, due, int(after.statutory_month[0])))
    out.needed = needed
    paid = float(after.paid_months[0]) - _paid_after(year, due)
    missing = _missing(life, year, due, needed, paid)
    if now == SETTLED_EXTENDING:
        out.short.append(Short(due, paid, needed, missing, "goes on paying"))
    elif now == SETTLED_OUT and paid > 0.0:
        out.short.append(_out(year, stop, paid, needed, missing))
        out.balance = out.short[-1].amount or float(before.account[0])
    elif now == SETTLED_OUT:
        out.short.append(Short(stop, 0.0, needed, missing, "no month was paid in the employee scheme"))


def _paid_after(year: Year, month: int) -> float:
    """Months of the year that count, paid after a month."""
    is_counted = (year.pay != UNPAID) & (year.january + np.arange(12) > month)
    return float(year.fraction[is_counted].sum())


def _missing(life: Life, year: Year, due: int, needed: float, paid: float) -> float:
    """Months missing in the month ``due`` by the rule that settled it; resident years count as far as a law says."""
    residents, share = year.before.residents, float(life.law.portability.resident_years_count[due])
    _, counted = resident_to_employee(float(residents.account[0]), float(residents.years[0]), share)
    return float(months_short(needed, paid, counted))


def _out(year: Year, stop: int, paid: float, needed: float, missing: float) -> Short:
    after, sums = year.after, year.sums
    pooled = float(after.rights.pool_by_province[0].sum())
    if sums is not None and sums[ACCOUNT_TO_RESIDENT] > 0.0:
        moved = float(sums[ACCOUNT_TO_RESIDENT] + sums[POOL_TO_RESIDENT])
        left = pooled - float(sums[POOL_TO_RESIDENT])
        return Short(stop, paid, needed, missing, "moves to the resident scheme", moved, left)
    taken = float(sums[ACCOUNT_REFUNDS]) if sums is not None else float(year.before.rights.account[0])
    was_public = after.rights.public_months[0] > 0.0
    if was_public and is_public_last(int(after.rights.public_last_month[0]), int(after.rights.last_month[0])):
        return Short(stop, paid, needed, 0.0, PUBLIC, taken, pooled)
    return Short(stop, paid, needed, missing, "takes the account", taken, pooled)


def indices_of(life: Life, rights: Any) -> float:
    """Sum of the indices of the months paid, at the place of benefit, or before an award where last insured."""
    awarded, insured = int(rights.benefit_province[0]), int(rights.insured_province[0])
    place = insured if awarded == NEVER else awarded
    return float(sum_of_indices(life.law.employee_pension, rights.bases[0], life.birth_month // 12, place))


def _award(life: Life, year: Year) -> Award:
    """The award of the year, computed once more by the function that granted it, for what it was computed from."""
    rights = year.after.rights
    stop, province = int(rights.stop_month[0]), int(rights.benefit_province[0])
    granted_on = (
        life.law.employee_pension, stop, life.birth_month, float(rights.paid_months[0]),
        float(rights.deemed_months[0]), indices_of(life, rights), int(rights.first_month[0]),
    )  # fmt: skip
    last = float(rights.income[0]), province
    balance = float(rights.account_pension[0]) * award(*granted_on, 0.0, *last).divisor
    made = award(*granted_on, balance, *last)
    wage = life.law.economy.national_wage[year.january // 12]
    career = float(rights.career_earnings[0] / max(rights.career_months[0], 1.0) * wage)
    return Award(
        month=stop, province=province, age=(stop - life.birth_month) / 12.0, basic=float(rights.basic_pension[0]),
        transitional=float(rights.transitional_pension[0]), account=float(rights.account_pension[0]),
        allowance=made.allowance, guarantee=made.guarantee, paid_months=float(rights.paid_months[0]),
        deemed_months=float(rights.deemed_months[0]), index=made.mean_index, balance=balance, divisor=made.divisor,
        wage=made.wage, last_earnings=float(rights.income[0]), career_earnings=career,
        local_wage=float(life.law.economy.wage[stop // 12, province]),
    )  # fmt: skip


def _resident(life: Life, year: Year) -> ResidentAward:
    """The award of the year by the rules that granted it; the balance is that before the year's pensions."""
    r, residents = life.law.resident_pension, year.after.residents
    y = year.year - FIRST_YEAR
    flat = flat_pension_with_bonus(
        float(r.flat_pension[y, year.home]), float(residents.years[0]), float(r.qualifying_years[y]),
        float(r.long_contribution_bonus[y]),
    )  # fmt: skip
    account = float(residents.account_pension[0])
    balance = account * float(r.annuity_divisor[y])
    return ResidentAward(int(residents.first_payment[0]), year.home, flat, account, float(residents.years[0]), balance)
