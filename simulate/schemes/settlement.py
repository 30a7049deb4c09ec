"""Settlement: the step the schemes share when a worker stops, once a life.

Months, accounts and provinces are settled: which province pays, whether the qualifying months are there, what is
awarded, and what becomes of the rights of a worker who is short.
"""

from __future__ import annotations

from simulate.clock import month_index
from simulate.contracts import (
    ACCOUNT_REFUNDS, ACCOUNT_TO_RESIDENT, AWARD_RATIO_SUM_EMPLOYEE, AWARD_SUM_EMPLOYEE, AWARDS_EMPLOYEE,
    RECEIVED_ACCOUNTS, RECEIVED_POOL, RESIDENT_ACCOUNT_PENSION, WORKER_TO_ACCOUNTS, WORKER_TO_POOL,
)  # fmt: skip
from simulate.engine.draws import BUY_IN, unit, words
from simulate.engine.jit import lane, rule
from simulate.schemes.employee_pension.award_rules import (
    account_pension, annuity_divisor, basic_pension, pension_1978, pension_1997, transitional_pension,
)  # fmt: skip
from simulate.schemes.employee_pension.rules import mean_index
from simulate.schemes.portability.rules import benefit_place
from simulate.schemes.retirement.kernels import GOES_ON, MOVES_TO_RESIDENT, close, extend, needed_months, when_short
from simulate.schemes.state import NEVER, SETTLED_EMPLOYEE, SETTLED_OUT, UNSETTLED

_LAW_1997 = month_index(1998)
_LAW_2005 = month_index(2006)
_OLDEST_TO_BUY = 74


@lane
def place_of_benefit(e, hukou, rights, lane):
    """Province that pays, by article 6 of 国办发〔2009〕66号; the fullest earlier province stands for the last one."""
    insured = rights.insured_province[lane]
    fullest = NEVER
    most = e.benefit_place_months[0]
    for province in range(rights.months_by_province.shape[1]):
        months = rights.months_by_province[lane, province]
        if province != insured and months >= most:
            fullest = province
            most = months
    there = rights.months_by_province[lane, insured]
    return benefit_place(hukou, insured, there, fullest, e.benefit_place_months[0])


@lane
def award(e, stop_month, birth_month, paid, deemed, index_sum, first_month, account, last_wage, province):
    """Basic, transitional and account pension, yuan a month, by the law of the month of claiming.

    The province's flat allowance counts with the basic pension.  Who worked before the accounts gets no
    less than the old law's pension, as long as that is guaranteed.
    """
    year = stop_month // 12
    wage = e.benefit_reference_wage[year, province]
    gap = max(float(stop_month - first_month) - paid, 0.0)
    index = mean_index(index_sum, paid, gap, e.gap_rule[province], e.gap_index[0])
    transitional = transitional_pension(wage, index, deemed, e.transitional_coefficient[province])
    old_law = pension_1978(last_wage, e.old_law_replacement[year])
    if stop_month < _LAW_1997:
        basic = old_law
        transitional = 0.0
        from_account = 0.0
    elif stop_month < _LAW_2005:
        from_account = account_pension(account, e.law_1997[1])
        total = pension_1997(wage, e.law_1997[0], account, e.law_1997[1], transitional)
        basic = total - from_account - transitional
    else:
        divisor = annuity_divisor(stop_month - birth_month, e.annuity_divisor, e.divisor_interpolated[stop_month] != 0)
        basic = basic_pension(
            e.award_variant[province], wage, wage, index, paid, e.accrual_rate[year], e.jilin_increment
        )
        basic += e.local_allowance[year]
        from_account = account_pension(account, divisor)
    if deemed > 0.0:
        basic += max(old_law - basic - transitional - from_account, 0.0)
    return basic, transitional, from_account


@lane
def pay_missing_months(e, month, missing, ledger, rights, lane):
    """The rest of the qualifying months paid in one sum at the floor; 人社部令13号 art. 2 (insured before 2011-07)."""
    place = rights.insured_province[lane]
    base = e.flexible_base_floor[month, place]
    rate = e.flexible_rate[month, place]
    to_account = missing * base * e.account_rate[month, place]
    ledger[WORKER_TO_POOL, lane] += missing * base * rate - to_account
    ledger[RECEIVED_POOL, lane] += missing * base * rate - to_account
    ledger[WORKER_TO_ACCOUNTS, lane] += to_account
    ledger[RECEIVED_ACCOUNTS, lane] += to_account
    rights.account[lane] += to_account
    rights.paid_months[lane] += missing
    rights.index_sum[lane] += missing * base / max(e.contribution_reference_wage[month, place], 1.0)


@rule
def settle_year(e, t, worker, birth_month, age, home_year, january, seed, ledger, rights, residents, is_final):
    """Settle who stops this year: an award, an extension, a move to the resident scheme, or the account.

    ``is_final`` (worker,) is set to 1 for whom this year settles for good.
    """
    for lane in range(len(worker)):
        is_final[lane] = 0
        stop = rights.stop_month[lane]
        outcome = rights.outcome[lane]
        if stop >= january + 12 or outcome == SETTLED_EMPLOYEE or outcome == SETTLED_OUT:
            continue
        is_final[lane] = 1
        if rights.paid_months[lane] <= 0.0:
            rights.outcome[lane] = SETTLED_OUT
            continue
        short = needed_months(t, stop, rights.statutory_month[lane]) - rights.paid_months[lane]
        if short > 0.0 and outcome == UNSETTLED:
            option, months = when_short(t, worker[lane], january, age, short, rights, lane, seed)
            if option == GOES_ON:
                extend(january, months, rights, lane)
                is_final[lane] = 0
            else:
                if option == MOVES_TO_RESIDENT:
                    ledger[ACCOUNT_TO_RESIDENT, lane] += rights.account[lane]
                    residents.account[lane] += rights.account[lane]
                    residents.years[lane] += rights.paid_months[lane] / 12.0
                else:
                    ledger[ACCOUNT_REFUNDS, lane] += rights.account[lane]
                close(rights, lane)
            continue
        if short > 0.0:
            pay_missing_months(e, stop, short, ledger, rights, lane)
        grant_award(e, birth_month[lane], home_year[lane], ledger, rights, lane)


@rule
def buy_in_year(e, t, worker, birth_month, hukou_type, home_year, age, january, seed, ledger, rights, residents):
    """Who is past the pension age without a pension may, where a local programme lets, buy the months in one sum."""
    year = january // 12
    if age > _OLDEST_TO_BUY or t.buy_in_hazard[year].max() <= 0.0:
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
        pay_missing_months(e, january, max(missing, 0.0), ledger, rights, lane)
        ledger[RESIDENT_ACCOUNT_PENSION, lane] += residents.account[lane]  # paid out: nobody draws two basic pensions
        residents.account[lane] = 0.0
        residents.is_claimed[lane] = 0
        grant_award(e, birth_month[lane], home_year[lane], ledger, rights, lane)


@lane
def grant_award(e, birth_month, home, ledger, rights, lane):
    """The pension is awarded: place, parts, and the start of payment."""
    stop = rights.stop_month[lane]
    place = place_of_benefit(e, home, rights, lane)
    basic, transitional, from_account = award(
        e, stop, birth_month, rights.paid_months[lane], rights.deemed_months[lane], rights.index_sum[lane],
        rights.first_month[lane], rights.account[lane], rights.income[lane], place,
    )  # fmt: skip
    rights.outcome[lane] = SETTLED_EMPLOYEE
    rights.benefit_province[lane] = place
    rights.basic_pension[lane] = basic
    rights.transitional_pension[lane] = transitional
    rights.account_pension[lane] = from_account
    total = basic + transitional + from_account
    ledger[AWARDS_EMPLOYEE, lane] += 1.0
    ledger[AWARD_SUM_EMPLOYEE, lane] += total
    ledger[AWARD_RATIO_SUM_EMPLOYEE, lane] += total / e.contribution_reference_wage[stop, place]
