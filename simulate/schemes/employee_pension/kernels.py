"""The employee pension of a batch of workers: bases, contributions, accounts, pensions in payment, payments on death.

Every step passes over the workers it does not concern (``pays`` 0) and calls the rules of ``rules`` for the others: two
worker-years in three have no contribution, so that skipping beats doing all months side by side.  ``ledger`` is
(PLACE_MEASURES, worker): what a worker adds to the sums of the year, before weights.
"""

from __future__ import annotations

from simulate.contracts import (
    ACCOUNT_INHERITANCE, ACCOUNT_INTEREST, ACCOUNT_PENSION, ACCOUNT_PENSION_FROM_POOL, BASIC_PENSION,
    CONTRIBUTORS_EMPLOYEE, CONTRIBUTORS_FLEXIBLE, DEATH_GRANTS, EMPLOYER_TO_ACCOUNTS, EMPLOYER_TO_POOL,
    PENSIONERS_EMPLOYEE, PLATFORM_TO_ACCOUNTS, PLATFORM_TO_POOL, RECEIVED_ACCOUNTS, RECEIVED_POOL,
    TRANSITIONAL_PENSION, WORKER_TO_ACCOUNTS, WORKER_TO_POOL,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.schemes.employee_pension.rules import (
    contribution_base, contribution_index, death_grant, employee_contribution, flexible_contribution, funeral_grant,
    indexed_pension, next_account, survivor_months,
)  # fmt: skip
from simulate.schemes.state import NEVER, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, SETTLED_EMPLOYEE, SETTLED_OUT, UNPAID


@rule
def due_year(e, january, pays, pay, insured, target, base, due):
    """Fill ``base`` and the flexible worker's ``due`` contribution (worker, month of the year), yuan a month."""
    for lane in range(pay.shape[0]):
        if pays[lane] == 0:
            continue
        for m in range(12):
            month = january + m
            place = insured[lane, m]
            if pay[lane, m] == PAID_AS_FLEXIBLE:
                floor = e.flexible_base_floor[month, place]
                base[lane, m] = contribution_base(target[lane, m], floor, e.base_ceiling[month, place])
                due[lane, m] = base[lane, m] * e.flexible_rate[month, place]
            else:
                floor = e.base_floor[month, place]
                base[lane, m] = contribution_base(target[lane, m], floor, e.base_ceiling[month, place])
                due[lane, m] = 0.0


@rule
def collect_year(e, january, pays, pay, insured, base, fraction, platform_part, ledger, rights):  # fmt: skip
    """Book the year's contributions by payer and fund, and the months and index they earn.

    ``fraction`` is the part of a month that counts (1 unless a levy at source pays less than the floor).  A platform's
    part replaces the worker's, in account and pool alike.
    """
    for lane in range(pay.shape[0]):
        if pays[lane] == 0:
            continue
        own_pool = own_account = firm_pool = firm_account = platform_pool = platform_account = 0.0
        months = flexible_months = index = 0.0
        for m in range(12):
            if pay[lane, m] == UNPAID:
                continue
            month = january + m
            place = insured[lane, m]
            paid = base[lane, m]
            counts = fraction[lane, m]
            if pay[lane, m] == PAID_AS_EMPLOYEE:
                worker_pool, worker_account, employer_pool, employer_account = employee_contribution(
                    paid, e.employee_rate[month], e.employer_rate[month, place], e.account_rate[month, place],
                    e.covid_relief_share[month],
                )  # fmt: skip
                own_pool += worker_pool
                own_account += worker_account
                firm_pool += employer_pool
                firm_account += employer_account
            else:
                contribution, to_account, to_pool = flexible_contribution(
                    paid, e.flexible_rate[month, place], e.account_rate[month, place]
                )
                by_platform = platform_part[lane, m] / contribution if contribution > 0.0 else 0.0
                own_pool += to_pool * (1.0 - by_platform)
                own_account += to_account * (1.0 - by_platform)
                platform_pool += to_pool * by_platform
                platform_account += to_account * by_platform
                flexible_months += counts
            months += counts
            index += counts * contribution_index(paid, e.contribution_reference_wage[month, place])
        rights.index_sum[lane] += index
        ledger[WORKER_TO_POOL, lane] += own_pool
        ledger[WORKER_TO_ACCOUNTS, lane] += own_account
        ledger[EMPLOYER_TO_POOL, lane] += firm_pool
        ledger[EMPLOYER_TO_ACCOUNTS, lane] += firm_account
        ledger[PLATFORM_TO_POOL, lane] += platform_pool
        ledger[PLATFORM_TO_ACCOUNTS, lane] += platform_account
        ledger[RECEIVED_POOL, lane] += own_pool + firm_pool + platform_pool
        ledger[RECEIVED_ACCOUNTS, lane] += own_account + firm_account + platform_account
        ledger[CONTRIBUTORS_EMPLOYEE, lane] = months / 12.0
        ledger[CONTRIBUTORS_FLEXIBLE, lane] = flexible_months / 12.0


@rule
def remember_year(e, january, pays, pay, insured, fraction, rights):
    """Months paid, where, since when, and which of them are deemed (before accounts began in the province)."""
    for lane in range(pay.shape[0]):
        if pays[lane] == 0:
            continue
        months = 0.0
        deemed = 0.0
        there = 0.0
        place = NEVER
        for m in range(12):
            if pay[lane, m] == UNPAID:
                continue
            if insured[lane, m] != place:
                if place != NEVER:
                    rights.months_by_province[lane, place] += there
                there = 0.0
                place = insured[lane, m]
            if rights.first_month[lane] == NEVER:
                rights.first_month[lane] = january + m
            counts = fraction[lane, m]
            there += counts
            months += counts
            if january + m < e.account_start[place]:
                deemed += counts
        if place == NEVER:
            continue
        rights.months_by_province[lane, place] += there
        rights.paid_months[lane] += months
        rights.deemed_months[lane] += deemed
        rights.last_year[lane] = january // 12
        rights.insured_province[lane] = place


@rule
def credit_year(e, year, ledger, rights):
    """Interest on the accounts and, before the award, the year's contributions to them."""
    rate = e.crediting_rate[year]
    for lane in range(ledger.shape[1]):
        credit = ledger[RECEIVED_ACCOUNTS, lane]
        balance = rights.account[lane]
        if balance == 0.0 and credit == 0.0:
            continue
        rights.account[lane] = next_account(balance, rate, credit)
        ledger[ACCOUNT_INTEREST, lane] += balance * rate


@rule
def index_pensions(e, year, rights):
    """The adjustment of 1 January for every pension in payment."""
    rate = e.indexation[year]
    for lane in range(len(rights.outcome)):
        if rights.outcome[lane] == SETTLED_EMPLOYEE:
            rights.basic_pension[lane] = indexed_pension(rights.basic_pension[lane], rate)
            rights.transitional_pension[lane] = indexed_pension(rights.transitional_pension[lane], rate)
            rights.account_pension[lane] = indexed_pension(rights.account_pension[lane], rate)


@rule
def pay_pensions(january, ledger, rights):
    """Pay the year's months from the month after claiming; a used-up account goes on for life out of the pool."""
    for lane in range(len(rights.outcome)):
        if rights.outcome[lane] != SETTLED_EMPLOYEE:
            continue
        months = min(12.0, float(january + 11 - rights.stop_month[lane]))
        if months <= 0.0:
            continue
        ledger[PENSIONERS_EMPLOYEE, lane] += months / 12.0
        ledger[BASIC_PENSION, lane] += months * rights.basic_pension[lane]
        ledger[TRANSITIONAL_PENSION, lane] += months * rights.transitional_pension[lane]
        owed = months * rights.account_pension[lane]
        from_account = min(owed, rights.account[lane])
        rights.account[lane] -= from_account
        ledger[ACCOUNT_PENSION, lane] += from_account
        ledger[ACCOUNT_PENSION_FROM_POOL, lane] += owed - from_account


@rule
def pay_on_death(e, year, january, death_rate, sex, ledger, rights):
    """Expected payments on death: the balance to the heirs, funeral grant and survivors' sum, times the death rate."""
    for lane in range(len(rights.outcome)):
        if rights.paid_months[lane] <= 0.0 or rights.outcome[lane] == SETTLED_OUT:
            continue
        rate = death_rate[sex[lane]]
        ledger[ACCOUNT_INHERITANCE, lane] += rate * rights.account[lane]
        drawn = 0.0
        if rights.outcome[lane] == SETTLED_EMPLOYEE:
            drawn = max(float(january + 6 - rights.stop_month[lane]), 0.0)
        income = e.income_per_head[year]
        months = survivor_months(rights.paid_months[lane], drawn, e.survivor_months, e.survivor_minimum_months[0])
        grant = death_grant(
            funeral_grant(e.funeral_months[year], income), months * income, rights.account[lane],
            rights.paid_months[lane], e.death_grant_cap_months[0],
        )  # fmt: skip
        ledger[DEATH_GRANTS, lane] += rate * grant
