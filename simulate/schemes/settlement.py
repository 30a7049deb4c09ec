"""Settlement: the step the schemes share when a worker stops, once a life.

Months, accounts and provinces are settled: which province pays, whether the qualifying months are there, what is
awarded, and what becomes of the rights of a worker who is short.
"""

from __future__ import annotations

import numpy as np

from simulate.contracts import (
    ACCOUNT_REFUNDS, ACCOUNT_TO_RESIDENT, ACCOUNT_TRANSFER_IN, ACCOUNT_TRANSFER_OUT, AWARD_RATIO_SUM_EMPLOYEE,
    AWARD_SUM_EMPLOYEE, AWARDS_EMPLOYEE, POOL_TO_RESIDENT, POOL_TRANSFER_IN, POOL_TRANSFER_OUT, RECEIVED_ACCOUNTS,
    RECEIVED_POOL, RESIDENT_ACCOUNT_PENSION, WORKER_TO_ACCOUNTS, WORKER_TO_POOL,
)  # fmt: skip
from simulate.engine.draws import BUY_IN, unit, words
from simulate.engine.jit import lane, rule
from simulate.engine.scan import largest, total
from simulate.schemes.employee_pension.award import award
from simulate.schemes.portability.kernels import place_of_benefit
from simulate.schemes.fold import MONEY_UNIT, fixed
from simulate.schemes.portability.rules import (
    employee_to_resident, months_short, moved_account, pool_moves, resident_to_employee,
)  # fmt: skip
from simulate.schemes.retirement.kernels import GOES_ON, MOVES_TO_RESIDENT, close, extend, needed_months, when_short
from simulate.schemes.state import NEVER, SETTLED_EMPLOYEE, SETTLED_OUT, UNSETTLED

_OLDEST_TO_BUY = 74


@lane
def pay_missing_months(e, month, missing, transfer_share, ledger, rights, lane):
    """The rest of the qualifying months paid in one sum at the floor; 人社部令13号 art. 2 (insured before 2011-07)."""
    place = rights.insured_province[lane]
    base = e.flexible_base_floor[month, place]
    rate = e.flexible_rate[month, place]
    to_account = missing * base * e.account_rate[month, place]
    ledger[lane, WORKER_TO_POOL] += missing * base * rate - to_account
    ledger[lane, RECEIVED_POOL] += missing * base * rate - to_account
    ledger[lane, WORKER_TO_ACCOUNTS] += to_account
    ledger[lane, RECEIVED_ACCOUNTS] += to_account
    rights.account[lane] += to_account
    rights.pool_by_province[lane, place] += missing * base * transfer_share
    rights.paid_months[lane] += missing
    rights.index_sum[lane] += missing * base / max(e.contribution_reference_wage[month, place], 1.0)


@lane
def leave_for_resident_scheme(o, january, home, ledger, rights, residents, lane):
    """The account, and the pooled share a reform lets go, join the resident account; 人社部发〔2014〕17号 art. 6."""
    pool = total(rights.pool_by_province[lane]) * pool_moves(january + 11, o.transfer_start[0])
    credit, pooled, years = employee_to_resident(
        rights.account[lane], pool, o.conversion_pooled_share[january + 11], rights.paid_months[lane]
    )
    rights.relation_province[lane] = home
    ledger[lane, ACCOUNT_TO_RESIDENT] += credit - pooled
    ledger[lane, POOL_TO_RESIDENT] += pooled
    residents.account[lane] += credit
    residents.years[lane] += years


@rule
def settle_year(e, t, o, worker, birth_month, age, home_year, january, seed, ledger, rights, residents, gathered,
                gathered_account, is_final):  # fmt: skip
    """Settle who stops this year: an award, an extension, a move to the resident scheme, or the account.

    ``is_final`` (worker,) is set to 1 for whom this year settles for good; ``gathered`` is that of ``move_year``.
    """
    counted_share = o.resident_years_count[january]
    for lane in range(len(worker)):
        is_final[lane] = 0
        stop = rights.stop_month[lane]
        outcome = rights.outcome[lane]
        if stop >= january + 12 or outcome == SETTLED_EMPLOYEE or outcome == SETTLED_OUT:
            continue
        is_final[lane] = 1
        has_account_only = rights.account_only_months[lane] > 0.0
        if rights.paid_months[lane] <= 0.0 and not has_account_only:
            rights.outcome[lane] = SETTLED_OUT
            continue
        _, counted = resident_to_employee(residents.account[lane], residents.years[lane], counted_share)
        needed = needed_months(t, stop, rights.statutory_month[lane])
        short = months_short(needed, rights.paid_months[lane], counted)
        if short > 0.0 and has_account_only:
            rights.paid_months[lane] = 0.0  # too few for a basic pension: the account pays alone
            short = 0.0
        if short > 0.0 and outcome == UNSETTLED:
            option, months = when_short(t, worker[lane], age, short, rights, lane, seed)
            if option == GOES_ON:
                extend(january, months, rights, lane)
                is_final[lane] = 0
            elif option == MOVES_TO_RESIDENT:
                gathered[lane] = home_year[lane]
                gathered_account[lane] = rights.account[lane]
                leave_for_resident_scheme(o, january, home_year[lane], ledger, rights, residents, lane)
                close(rights, lane)
            else:
                ledger[lane, ACCOUNT_REFUNDS] += rights.account[lane]
                close(rights, lane)
            continue
        if short > 0.0:
            pay_missing_months(e, stop, short, o.transfer_share[stop], ledger, rights, lane)
        gathered[lane] = grant_award(e, o, birth_month[lane], home_year[lane], ledger, rights, lane)
        gathered_account[lane] = rights.account[lane]


@rule
def buy_in_year(e, t, o, worker, birth_month, hukou_type, home_year, age, january, seed, ledger, rights, residents,
                gathered, gathered_account):  # fmt: skip
    """Who is past the pension age without a pension may, where a local programme lets, buy the months in one sum."""
    year = january // 12
    if age > _OLDEST_TO_BUY or largest(t.buy_in_hazard[year]) <= 0.0:
        return
    for lane in range(len(worker)):
        hazard = t.buy_in_hazard[year, hukou_type[lane]]
        if rights.outcome[lane] != SETTLED_OUT or hazard <= 0.0:
            continue
        w0, _, _, _ = words(worker[lane], january, BUY_IN, seed)
        if unit(w0) >= hazard:
            continue
        if rights.insured_province[lane] == NEVER:
            rights.insured_province[lane] = home_year[lane]
            rights.first_month[lane] = january
        rights.stop_month[lane] = january
        missing = t.qualifying_months[year] - rights.paid_months[lane]
        pay_missing_months(e, january, max(missing, 0.0), o.transfer_share[january], ledger, rights, lane)
        ledger[lane, RESIDENT_ACCOUNT_PENSION] += residents.account[lane]  # paid out: nobody draws two basic pensions
        residents.account[lane] = 0.0
        residents.is_claimed[lane] = 0
        gathered[lane] = grant_award(e, o, birth_month[lane], home_year[lane], ledger, rights, lane)
        gathered_account[lane] = rights.account[lane]


@lane
def grant_award(e, o, birth_month, home, ledger, rights, lane):
    """The pension is awarded: place, parts, and the start of payment; returns the place, where all the money comes."""
    stop = rights.stop_month[lane]
    relation = rights.relation_province[lane]
    if relation == NEVER:
        relation = rights.insured_province[lane]
    place = place_of_benefit(
        o.benefit_place_rule[stop], home, relation, rights.insured_province[lane], rights.months_by_province[lane],
        o.benefit_place_months[0],
    )  # fmt: skip
    rights.relation_province[lane] = place
    granted = award(
        e, stop, birth_month, rights.paid_months[lane], rights.deemed_months[lane], rights.index_sum[lane],
        rights.first_month[lane], rights.account[lane], rights.income[lane], place,
    )  # fmt: skip
    rights.outcome[lane] = SETTLED_EMPLOYEE
    rights.benefit_province[lane] = place
    rights.basic_pension[lane] = granted.basic
    rights.transitional_pension[lane] = granted.transitional
    rights.account_pension[lane] = granted.account
    total = granted.basic + granted.transitional + granted.account
    ledger[lane, AWARDS_EMPLOYEE] += 1.0
    ledger[lane, AWARD_SUM_EMPLOYEE] += total
    ledger[lane, AWARD_RATIO_SUM_EMPLOYEE] += total / e.contribution_reference_wage[stop, place]
    return place


@rule
def fold_transfers(weight, group, sex, pool_share, gathered, gathered_account, rights, is_reported, year, table):
    """Move the money of who gathers it from every province where it lies; what arrives is what leaves, unit for unit.

    ``pool_share`` of the pooled money moves; ``table`` is (group, year, province, sex, measure).
    """
    for lane in range(len(group)):
        there = np.int64(gathered[lane])
        if there == NEVER:
            continue
        pool = rights.pool_by_province[lane]
        together = total(pool)
        units = weight[sex[lane]] * MONEY_UNIT
        for province in range(len(pool) if is_reported else 0):
            if province == there or pool[province] <= 0.0:
                continue
            left = table[group[lane], year, province, sex[lane]]
            come = table[group[lane], year, there, sex[lane]]
            pooled = fixed(units * pool_share * pool[province])
            account = fixed(units * moved_account(gathered_account[lane], pool[province], together))
            left[POOL_TRANSFER_OUT] += pooled
            come[POOL_TRANSFER_IN] += pooled
            left[ACCOUNT_TRANSFER_OUT] += account
            come[ACCOUNT_TRANSFER_IN] += account
        pool[:] = 0.0
        pool[there] = together
