"""The employee pension in a worker's year: contributions booked, months remembered, accounts, pensions, death.

``ledger`` (PLACE_MEASURES,) is what the worker adds to the sums of the year, before weights; ``record`` the year.
"""

from __future__ import annotations


import numpy as np

from simulate.clock import JULY, month_index
from simulate.contracts import (
    ACCOUNT_INHERITANCE, ACCOUNT_INTEREST, ACCOUNT_PENSION, ACCOUNT_PENSION_FROM_POOL, BASIC_PENSION,
    CONTRIBUTORS_EMPLOYEE, CONTRIBUTORS_FLEXIBLE, DEATH_GRANTS, EMPLOYER_TO_ACCOUNTS, EMPLOYER_TO_POOL,
    GOVERNMENT_TO_ACCOUNTS, GOVERNMENT_TO_POOL, PENSIONERS_EMPLOYEE, PLATFORM_TO_ACCOUNTS, PLATFORM_TO_POOL,
    RECEIVED_ACCOUNTS, RECEIVED_POOL, TRANSITIONAL_PENSION, WORKER_TO_ACCOUNTS, WORKER_TO_POOL, Reals,
)  # fmt: skip
from simulate.engine.jit import rule, step
from simulate.measures.invalidity import INVALIDITY_ALLOWANCE, INVALIDITY_RECIPIENTS
from simulate.schemes.acquired import is_public_month, remember_base, row_of_bases, with_base
from simulate.schemes.crediting import interest, next_balance
from simulate.schemes.employee_pension.params import EmployeePensionParameters
from simulate.schemes.employee_pension.rules import (
    BY_YEARS, EQUAL, MEAN_PENSION, MEAN_YEARS, FlexibleMonth, adjustment_rate, contribution_base, death_grant,
    employee_contribution, flexible_month, funeral_grant, indexed_pension, invalidity_allowance,
    months_in_payment, survivor_months,
)  # fmt: skip
from simulate.schemes.state import (
    CREDITED, EMPLOYED_ALL_YEAR, IDLE, NEVER, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, SETTLED_EMPLOYEE, SETTLED_OUT,
    UNPAID, Rights,
)  # fmt: skip
from simulate.schemes.views import Now, YearRecord


_PARTS = 1e6  # of a month
_PUBLIC_START = month_index(2014, 10)  # 国发〔2015〕2号: contributions of the public service


@rule
def pay_flexible_month(e: EmployeePensionParameters, month: int, m: int, record: YearRecord) -> FlexibleMonth:
    """Divide a flexible or credited month between account and pool, and between its payers."""
    place = record.insured[m]
    return flexible_month(
        record.contribution_base[m], e.flexible_rate[month, place], e.account_rate[month, place],
        e.flexible_scheme[month], record.platform_part[m], record.government_part[m], record.pay[m] == CREDITED,
    )  # fmt: skip


@step
def collect_employed_months(e: EmployeePensionParameters, january: int, record: YearRecord, ledger: Reals) -> float:
    """Book the months paid as an employee; returns the months."""
    own_pool = own_account = firm_pool = firm_account = months = 0.0
    for m in range(record.first, record.until):
        if record.pay[m] != PAID_AS_EMPLOYEE:
            continue
        month, place, paid = january + m, record.insured[m], record.contribution_base[m]
        worker_pool, worker_account, employer_pool, employer_account = employee_contribution(
            paid, e.employee_rate[month], e.employer_rate[month, place], e.account_rate[month, place],
            e.covid_relief_share[month],
        )  # fmt: skip
        own_pool += worker_pool
        own_account += worker_account
        firm_pool += employer_pool
        firm_account += employer_account
        months += record.fraction[m]
    ledger[WORKER_TO_POOL] += own_pool
    ledger[WORKER_TO_ACCOUNTS] += own_account
    ledger[EMPLOYER_TO_POOL] += firm_pool
    ledger[EMPLOYER_TO_ACCOUNTS] += firm_account
    ledger[RECEIVED_POOL] += own_pool + firm_pool
    ledger[RECEIVED_ACCOUNTS] += own_account + firm_account
    return months


@rule
def collect_flexible_months(
    e: EmployeePensionParameters, january: int, record: YearRecord, ledger: Reals, rights: Rights
) -> float:
    """Book the months paid as a flexible worker or credited, by payer; returns the months.

    Months paid into the account alone count for nothing else: their ``fraction`` becomes zero.
    """
    own_pool = own_account = platform_pool = platform_account = public_pool = public_account = 0.0
    months = 0.0
    for m in range(record.first, record.until):
        if record.pay[m] == UNPAID or record.pay[m] == PAID_AS_EMPLOYEE:
            continue
        counts = record.fraction[m]
        paid = pay_flexible_month(e, january + m, m, record)
        own_pool += paid.own_pool
        own_account += paid.own_account
        platform_pool += paid.platform_pool
        platform_account += paid.platform_account
        public_pool += paid.public_pool
        public_account += paid.public_account
        if paid.is_account_only:
            rights.account_only_months += counts
            record.fraction[m] = 0.0
        months += counts if record.pay[m] == PAID_AS_FLEXIBLE else 0.0
    ledger[WORKER_TO_POOL] += own_pool
    ledger[WORKER_TO_ACCOUNTS] += own_account
    ledger[PLATFORM_TO_POOL] += platform_pool
    ledger[PLATFORM_TO_ACCOUNTS] += platform_account
    ledger[GOVERNMENT_TO_POOL] += public_pool
    ledger[GOVERNMENT_TO_ACCOUNTS] += public_account
    ledger[RECEIVED_POOL] += own_pool + platform_pool + public_pool
    ledger[RECEIVED_ACCOUNTS] += own_account + platform_account + public_account
    return months


@step
def remember_bases(e: EmployeePensionParameters, now: Now, record: YearRecord, rights: Rights) -> None:
    """The bases of the months lived; none of the months before accounts, which are deemed paid.

    A levy below the floor is a lower base, that of the part of a month it counts for: it is not shared out once more.
    """
    for half in range(2):
        row = row_of_bases(now.age, 6 * half)
        held = rights.bases[row]  # not looked up and kept again for each month
        for m in range(max(record.first, 6 * half), min(record.until, 6 * half + 6)):
            if record.pay[m] != UNPAID and now.january + m >= e.account_start[record.insured[m]]:
                held = with_base(held, record.contribution_base[m] if record.fraction[m] > 0.0 else 0.0)
        rights.bases[row] = held


@step
def collect_months(e: EmployeePensionParameters, now: Now, record: YearRecord, ledger: Reals, rights: Rights) -> None:
    """Book the contributions of the months lived by payer and fund, and the months and bases they count with.

    ``record.fraction`` is the part of a month that counts: 1 unless a levy at source pays less than the floor, 0 where
    flexible workers have accounts alone.  A credited month has an index, and is not a contributor's month.
    """
    paid_before = ledger[WORKER_TO_ACCOUNTS]
    months = collect_employed_months(e, now.january, record, ledger)
    if record.pays == PAYS:  # a worker who was not an employee all year
        flexible_months = collect_flexible_months(e, now.january, record, ledger, rights)
        ledger[CONTRIBUTORS_FLEXIBLE] += flexible_months / 12.0
        months += flexible_months
    ledger[CONTRIBUTORS_EMPLOYEE] += months / 12.0
    remember_bases(e, now, record, rights)
    rights.own_account_paid += ledger[WORKER_TO_ACCOUNTS] - paid_before


@rule
def remember_stay(
    e: EmployeePensionParameters, place: int, first: int, last: int, months: float, deemed: float, rights: Rights
) -> None:
    """Months paid in one province without a break between others, from the month ``first`` to the month ``last``."""
    rights.months_by_province[place] += months
    rights.paid_months += months
    rights.deemed_months += deemed
    rights.last_month = last
    rights.insured_province = place
    if rights.first_month == NEVER:
        rights.first_month = first


@step
def remember_months(e: EmployeePensionParameters, january: int, record: YearRecord, rights: Rights) -> None:
    """Months paid, where, since when, and which of them are deemed (before accounts began in the province)."""
    if record.pays == EMPLOYED_ALL_YEAR and record.until == 12:
        place = int(record.insured[0])
        deemed = min(max(float(e.account_start[place] - january), 0.0), 12.0)
        remember_stay(e, place, january, january + 11, 12.0, deemed, rights)
        return
    place, first, last, months, deemed = NEVER, NEVER, NEVER, 0.0, 0.0
    for m in range(record.first, record.until):
        if record.pay[m] == UNPAID:
            continue
        if record.insured[m] != place:
            if place != NEVER:
                remember_stay(e, place, first, last, months, deemed, rights)
            place, first, months, deemed = int(record.insured[m]), january + m, 0.0, 0.0
        last = january + m
        months += record.fraction[m]
        if last < e.account_start[place]:
            deemed += record.fraction[m]
    if place != NEVER:
        remember_stay(e, place, first, last, months, deemed, rights)


@rule
def remember_public_months(e: EmployeePensionParameters, now: Now, record: YearRecord, rights: Rights) -> None:
    """Months in the public service, which add up with those of the employee scheme (国发〔2015〕2号).

    From 2014-10 contributions are paid there on own wages; months before are deemed paid.  Months after that of a claim
    add up with nothing.
    """
    for m in range(record.first, record.until):
        if not is_public_month(m, record):
            continue
        month, place = now.january + m, record.place[m]
        rights.public_months += 1.0
        rights.public_last_month = month
        if rights.public_first_month == NEVER:
            rights.public_first_month = month
        if month < _PUBLIC_START:
            rights.public_deemed_months += 1.0
        else:
            base = contribution_base(record.income[m], e.base_floor[month, place], e.base_ceiling[month, place])
            remember_base(now.age, m, base, rights)


@rule
def open_account(record: YearRecord, rights: Rights) -> None:
    """The balance that bears interest from January on."""
    record.opening = rights.account
    record.credited = 0.0
    record.interest_from = 0


@step
def credit_account(
    e: EmployeePensionParameters, now: Now, until: int, record: YearRecord, ledger: Reals, rights: Rights
) -> None:
    """Interest of the months up to ``until``, and what was contributed since, go into the account.

    A claim within the year bears interest for its months alone, and what is left of the account for the rest
    (劳办发〔1997〕116号; the rates are of a year).
    """
    credit = ledger[RECEIVED_ACCOUNTS] - record.credited
    months = float(until - record.interest_from)
    opening = record.opening
    if opening == 0.0 and credit == 0.0:
        record.interest_from = until
        return
    rate = e.crediting_rate[now.year]
    rights.account = next_balance(opening, rate, credit, months) + (rights.account - opening)
    ledger[ACCOUNT_INTEREST] += interest(opening, rate, months)
    record.credited = ledger[RECEIVED_ACCOUNTS]
    record.interest_from = until


@rule
def adjust_pension(e: EmployeePensionParameters, year: int, rights: Rights) -> None:
    """The adjustment of 1 January for a pension in payment."""
    rate = adjustment_rate(
        e.indexation[year], rights.basic_pension + rights.transitional_pension + rights.account_pension,
        e.indexation_parts[year, MEAN_PENSION], rights.paid_months / 12.0, e.indexation_parts[year, MEAN_YEARS],
        e.indexation_parts[year, EQUAL], e.indexation_parts[year, BY_YEARS],
    )  # fmt: skip
    rights.basic_pension = indexed_pension(rights.basic_pension, rate)
    rights.transitional_pension = indexed_pension(rights.transitional_pension, rate)
    rights.account_pension = indexed_pension(rights.account_pension, rate)


@rule
def pay_allowance(first: int, months: float, ledger: Reals, rights: Rights) -> float:
    """Pay the allowance of ``months`` from the month ``first``, the pool's part; returns what the account owes.

    Further from the age than five years it is less; from then on it is the award, adjusted (assumption: the law
    calculates it again).
    """
    owed, until = 0.0, first + int(months)
    for month in range(first, until):
        basic, transitional, account = invalidity_allowance(
            rights.basic_pension, rights.transitional_pension, rights.account_pension,
            float(rights.allowance_until - month), False,
        )  # fmt: skip
        ledger[INVALIDITY_ALLOWANCE] += basic + transitional
        owed += account
    ledger[INVALIDITY_RECIPIENTS] += months / 12.0
    return owed


@rule
def pay_pension(january: int, ledger: Reals, rights: Rights) -> None:
    """Pay the year's months from the month after claiming; a used-up account goes on for life out of the pool."""
    months = months_in_payment(january, rights.stop_month)
    ledger[PENSIONERS_EMPLOYEE] += months / 12.0
    owed = 0.0
    if rights.allowance_until >= january:
        first = max(january, rights.stop_month + 1)
        of_allowance = min(months, max(float(rights.allowance_until + 1 - first), 0.0))
        owed = pay_allowance(first, of_allowance, ledger, rights)
        months -= of_allowance
    ledger[BASIC_PENSION] += months * rights.basic_pension
    ledger[TRANSITIONAL_PENSION] += months * rights.transitional_pension
    owed += months * rights.account_pension
    from_account = min(owed, rights.account)
    rights.account -= from_account
    ledger[ACCOUNT_PENSION] += from_account
    ledger[ACCOUNT_PENSION_FROM_POOL] += owed - from_account


@rule
def paid_by_july(record: YearRecord, rights: Rights) -> float:
    """Months paid by a worker who dies in the middle of the year, to a millionth.

    Parts of months added and taken off again leave a little less than was there, and 60 months would be under 60.
    """
    paid = rights.paid_months - record.late_months
    if record.pays != IDLE:
        for m in range(JULY, 12):
            paid -= record.fraction[m] if record.pay[m] != UNPAID else 0.0
        paid = np.rint(paid * _PARTS) / _PARTS
    return paid


@rule
def own_paid_by_july(e: EmployeePensionParameters, january: int, record: YearRecord, rights: Rights) -> float:
    """What the same worker had paid into the account, interest left out, yuan."""
    own = rights.own_account_paid - record.late_account
    for m in range(JULY, 12 if record.pays != IDLE else JULY):
        month, place = january + m, record.insured[m]
        if record.pay[m] == PAID_AS_EMPLOYEE:
            own -= employee_contribution(
                record.contribution_base[m], e.employee_rate[month], e.employer_rate[month, place],
                e.account_rate[month, place], e.covid_relief_share[month],
            ).worker_to_account  # fmt: skip
        elif record.pay[m] != UNPAID:
            own -= pay_flexible_month(e, month, m, record).own_account
    return max(own, 0.0)


@step
def pay_on_death(
    e: EmployeePensionParameters, january: int, death_rate: float, record: YearRecord, ledger: Reals, rights: Rights
) -> None:  # fmt: skip
    """Expected payments on death: the balance to the heirs, funeral grant and survivors' sum, times the death rate."""
    if rights.first_month == NEVER or rights.outcome == SETTLED_OUT:
        return
    year = january // 12
    ledger[ACCOUNT_INHERITANCE] += death_rate * rights.account
    drawn = 0.0
    if rights.outcome == SETTLED_EMPLOYEE:
        drawn = max(float(january + 6 - rights.stop_month), 0.0)
    place = rights.benefit_province if rights.benefit_province != NEVER else rights.relation_province
    income = e.income_per_head[year, place]
    paid = paid_by_july(record, rights)
    if paid <= 0.0:
        return
    months = survivor_months(paid, drawn, e.survivor_months[year], e.survivor_minimum_months[year])
    cap = e.death_grant_cap_months[year]
    own = own_paid_by_july(e, january, record, rights) if paid < cap else 0.0  # else nothing asks for it
    grant = death_grant(funeral_grant(e.funeral_months[year], income), months * income, own, paid, cap)
    ledger[DEATH_GRANTS] += death_rate * grant
