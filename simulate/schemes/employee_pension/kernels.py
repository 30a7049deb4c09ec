"""The employee pension of a batch of workers: bases, contributions, accounts, pensions in payment, payments on death.

Every step passes over the workers it does not concern (``pays`` IDLE) and calls the rules of ``rules`` for the rest:
two worker-years in three have no contribution, so that skipping beats doing all months side by side.  ``ledger`` is
(worker, PLACE_MEASURES): what a worker adds to the sums of the year, before weights.
"""

from __future__ import annotations

from simulate.contracts import (
    ACCOUNT_INHERITANCE, ACCOUNT_INTEREST, ACCOUNT_PENSION, ACCOUNT_PENSION_FROM_POOL, BASIC_PENSION,
    CONTRIBUTORS_EMPLOYEE, CONTRIBUTORS_FLEXIBLE, DEATH_GRANTS, EMPLOYER_TO_ACCOUNTS, EMPLOYER_TO_POOL,
    GOVERNMENT_TO_ACCOUNTS, GOVERNMENT_TO_POOL,
    PENSIONERS_EMPLOYEE, PLATFORM_TO_ACCOUNTS, PLATFORM_TO_POOL, RECEIVED_ACCOUNTS, RECEIVED_POOL,
    TRANSITIONAL_PENSION, WORKER_TO_ACCOUNTS, WORKER_TO_POOL,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.schemes.crediting import next_balance
from simulate.schemes.employee_pension.rules import (
    ACCOUNT_ONLY, contribution_base, contribution_index, death_grant, employee_contribution, flexible_contribution,
    funeral_grant, indexed_pension, months_in_payment, payer_shares, survivor_months,
)  # fmt: skip
from simulate.schemes.state import (
    CREDITED, EMPLOYED_ALL_YEAR, IDLE, NEVER, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, SETTLED_EMPLOYEE, SETTLED_OUT,
    UNPAID,
)  # fmt: skip


@rule
def due_year(e, january, pays, pay, insured, target, base, due, fraction, platform_part, government_part):
    """Fill ``base`` and the flexible worker's ``due`` contribution (worker, month of the year), yuan a month.

    Who pays without earnings pays at the floor of employees.  ``fraction``, the part of a month that counts, starts at
    one, the parts of platform and government at nought.
    """
    for lane in range(pay.shape[0]):
        if pays[lane] == IDLE:
            continue
        for m in range(12):
            month = january + m
            place = insured[lane, m]
            fraction[lane, m] = 1.0
            platform_part[lane, m] = 0.0
            government_part[lane, m] = 0.0
            if pay[lane, m] == PAID_AS_FLEXIBLE:
                aim = target[lane, m] if target[lane, m] > 0.0 else e.base_floor[month, place]
                floor = e.flexible_base_floor[month, place]
                base[lane, m] = contribution_base(aim, floor, e.base_ceiling[month, place])
                due[lane, m] = base[lane, m] * e.flexible_rate[month, place]
            else:
                floor = e.base_floor[month, place]
                base[lane, m] = contribution_base(target[lane, m], floor, e.base_ceiling[month, place])
                due[lane, m] = 0.0


@rule
def collect_year(e, january, pays, pay, insured, base, fraction, platform_part, government_part, ledger,
                 rights):  # fmt: skip
    """Book the year's contributions by payer and fund, and the months and index they earn.

    ``fraction`` is the part of a month that counts (1 unless a levy at source pays less than the floor, 0 where
    flexible workers have accounts alone).  The parts of platform and government replace the worker's, in account and
    pool alike; a credited month is paid by the government alone, as far as it is funded.
    """
    for lane in range(pay.shape[0]):
        if pays[lane] == IDLE:
            continue
        own_pool = own_account = firm_pool = firm_account = platform_pool = platform_account = 0.0
        public_pool = public_account = 0.0
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
                is_account_only = pay[lane, m] == PAID_AS_FLEXIBLE and e.flexible_scheme[month] == ACCOUNT_ONLY
                account_rate = e.flexible_rate[month, place] if is_account_only else e.account_rate[month, place]
                contribution, to_account, to_pool = flexible_contribution(
                    paid, e.flexible_rate[month, place], account_rate
                )
                is_credited = pay[lane, m] == CREDITED
                own, by_platform, by_government = payer_shares(
                    contribution, platform_part[lane, m], government_part[lane, m], is_credited
                )
                own_pool += to_pool * own
                own_account += to_account * own
                platform_pool += to_pool * by_platform
                platform_account += to_account * by_platform
                public_pool += to_pool * by_government
                public_account += to_account * by_government
                if is_account_only:
                    rights.account_only_months[lane] += counts
                    fraction[lane, m] = 0.0
                if is_credited:
                    index += counts * contribution_index(paid, e.contribution_reference_wage[month, place])
                    continue
                flexible_months += counts
            months += counts
            counts = fraction[lane, m]
            index += counts * contribution_index(paid, e.contribution_reference_wage[month, place])
        rights.index_sum[lane] += index
        ledger[lane, WORKER_TO_POOL] += own_pool
        ledger[lane, WORKER_TO_ACCOUNTS] += own_account
        ledger[lane, EMPLOYER_TO_POOL] += firm_pool
        ledger[lane, EMPLOYER_TO_ACCOUNTS] += firm_account
        ledger[lane, RECEIVED_POOL] += own_pool + firm_pool + platform_pool + public_pool
        ledger[lane, RECEIVED_ACCOUNTS] += own_account + firm_account + platform_account + public_account
        ledger[lane, CONTRIBUTORS_EMPLOYEE] = months / 12.0
        if pays[lane] == PAYS:  # who was not an employee all year
            ledger[lane, PLATFORM_TO_POOL] += platform_pool
            ledger[lane, PLATFORM_TO_ACCOUNTS] += platform_account
            ledger[lane, GOVERNMENT_TO_POOL] += public_pool
            ledger[lane, GOVERNMENT_TO_ACCOUNTS] += public_account
            ledger[lane, CONTRIBUTORS_FLEXIBLE] = flexible_months / 12.0


@rule
def remember_year(e, january, pays, pay, insured, fraction, rights):
    """Months paid, where, since when, and which of them are deemed (before accounts began in the province)."""
    for lane in range(pay.shape[0]):
        if pays[lane] == IDLE:
            continue
        if pays[lane] == EMPLOYED_ALL_YEAR:
            place = int(insured[lane, 0])
            months = there = 12.0
            deemed = min(max(float(e.account_start[place] - january), 0.0), 12.0)
            if rights.first_month[lane] == NEVER:
                rights.first_month[lane] = january
        else:
            months = deemed = there = 0.0
            place = NEVER
        for m in range(12 if pays[lane] == PAYS else 0):
            if pay[lane, m] == UNPAID:
                continue
            if insured[lane, m] != place:
                if place != NEVER:
                    rights.months_by_province[lane, place] += there
                there = 0.0
                place = int(insured[lane, m])
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
    for lane in range(ledger.shape[0]):
        credit = ledger[lane, RECEIVED_ACCOUNTS]
        balance = rights.account[lane]
        if balance == 0.0 and credit == 0.0:
            continue
        rights.account[lane] = next_balance(balance, rate, credit)
        ledger[lane, ACCOUNT_INTEREST] += balance * rate


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
        months = months_in_payment(january, rights.stop_month[lane])
        if months <= 0.0:
            continue
        ledger[lane, PENSIONERS_EMPLOYEE] += months / 12.0
        ledger[lane, BASIC_PENSION] += months * rights.basic_pension[lane]
        ledger[lane, TRANSITIONAL_PENSION] += months * rights.transitional_pension[lane]
        owed = months * rights.account_pension[lane]
        from_account = min(owed, rights.account[lane])
        rights.account[lane] -= from_account
        ledger[lane, ACCOUNT_PENSION] += from_account
        ledger[lane, ACCOUNT_PENSION_FROM_POOL] += owed - from_account


@rule
def pay_on_death(e, year, january, death_rate, sex, ledger, rights):
    """Expected payments on death: the balance to the heirs, funeral grant and survivors' sum, times the death rate."""
    for lane in range(len(rights.outcome)):
        if rights.first_month[lane] == NEVER or rights.outcome[lane] == SETTLED_OUT:
            continue
        rate = death_rate[sex[lane]]
        ledger[lane, ACCOUNT_INHERITANCE] += rate * rights.account[lane]
        drawn = 0.0
        if rights.outcome[lane] == SETTLED_EMPLOYEE:
            drawn = max(float(january + 6 - rights.stop_month[lane]), 0.0)
        income = e.income_per_head[year]
        months = survivor_months(rights.paid_months[lane], drawn, e.survivor_months, e.survivor_minimum_months[0])
        grant = death_grant(
            funeral_grant(e.funeral_months[year], income), months * income, rights.account[lane],
            rights.paid_months[lane], e.death_grant_cap_months[0],
        )  # fmt: skip
        ledger[lane, DEATH_GRANTS] += rate * grant
