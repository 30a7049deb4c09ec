"""Injury at work of a batch of workers: premiums, and benefits as frequency x severity x amount, without draws."""

from __future__ import annotations

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.contracts import (
    EMPLOYER_TO_WORK_INJURY, GOVERNMENT_TO_INJURY, INJURY_DEATH, INJURY_DISABILITY, INJURY_MEDICAL, INSURED_INJURY,
    PLATFORM_TO_INJURY, RECEIVED_INJURY, RECEIVED_WORK_INJURY, WORK_INJURY_BENEFITS, WORKER_TO_INJURY,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.engine.scan import largest, smallest
from simulate.schemes.occupational_injury.rules import (
    DEATHS, EMPLOYEES, GUANGDONG, ILO_FUND, LOCAL_MONTHLY, LOCAL_ONE_OFF, MEDICAL, N_COSTS, NANTONG, NATIONAL_PER_ORDER,
    NO_MODEL, OWN_MONTHLY, OWN_ONE_OFF, TAICANG, WEIFANG, WUJIANG, ZHEJIANG, death_grant, funeral_benefit,
    monthly_allowance, one_off_benefit, order_premium, rate_premium, subsidised_premium, wage_considered,
)  # fmt: skip
from simulate.schemes.state import IDLE, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, SETTLED_EMPLOYEE

_JULY = 6
_PAID_IN_FIRST_YEAR = 6.0  # months of a new allowance, injuries being spread over the year


@rule
def insured_share(model, participation, covered_share, pays_pension, has_local_hukou):
    """Share of a platform month that is insured under a model (ILO 2022, table 7).

    National: the platforms that take part; Nantong and Weifang: with the employee pension only; Taicang: with it and
    with local hukou; the others: all, as far as they join.
    """
    if model == NATIONAL_PER_ORDER:
        return covered_share * participation
    if model == NANTONG or model == WEIFANG:
        return participation if pays_pension else 0.0
    if model == TAICANG:
        return participation if pays_pension and has_local_hukou else 0.0
    return participation


@rule
def month_premium(model, income, pension_base, local_wage, earnings_per_order, per_order, rate, flat, subsidy,
                  ilo_flat, ilo_markup, pays_pension, lowest, highest):  # fmt: skip
    """(platform's, worker's, government's) premium of an insured month, yuan; flat sums are a year's.

    Taicang: nothing is paid in but what benefits cost, by government.  The proposed fund: the tariff and a mark-up,
    or the flat sum where there is no tariff.
    """
    platform, worker, government = 0.0, 0.0, 0.0
    if model == NATIONAL_PER_ORDER:
        platform = order_premium(income, earnings_per_order, per_order)
    elif model == NANTONG or model == WEIFANG:
        worker = rate_premium(pension_base, rate)
    elif model == WUJIANG:
        worker, government = subsidised_premium(flat / 12.0, subsidy / 12.0, pays_pension)
    elif model == ZHEJIANG:
        platform = rate_premium(local_wage, rate)
    elif model == GUANGDONG:
        platform = rate_premium(wage_considered(income, local_wage, lowest, highest), rate)
    elif model == ILO_FUND:
        if per_order > 0.0:
            platform = order_premium(income, earnings_per_order, per_order) * (1.0 + ilo_markup)
        else:
            platform = ilo_flat / 12.0
    return platform, worker, government


@rule
def death_benefits(deaths, funeral_months, local_wage, multiple, income_per_head):
    """Expected funeral benefit and death grant, yuan."""
    return deaths * (funeral_benefit(funeral_months, local_wage) + death_grant(multiple, income_per_head))


@rule
def pay_allowances(i, year, place, ledger, rights, support):
    """Adjust the monthly allowances in payment and pay the year's; beside an old-age pension only a part is due.

    ``place`` (worker,) is the province in July: under the Taicang model government pays what benefits cost.
    """
    if year <= i.start[0]:
        return
    step = 1.0 + i.indexation[year]
    beside_pension = 12.0 * i.retired_share[0]
    model = i.model[12 * year + _JULY]
    of_work, of_injury, outcome = support.work_injury_allowance, support.injury_allowance, rights.outcome
    for lane in range(len(place)):
        if of_work[lane] == 0.0 and of_injury[lane] == 0.0:
            continue
        months = beside_pension if outcome[lane] == SETTLED_EMPLOYEE else 12.0
        of_work[lane] *= step
        ledger[lane, WORK_INJURY_BENEFITS] += months * of_work[lane]
        if of_injury[lane] == 0.0:
            continue
        of_injury[lane] *= step
        paid = months * of_injury[lane]
        ledger[lane, INJURY_DISABILITY] += paid
        if model[place[lane]] == TAICANG:
            ledger[lane, GOVERNMENT_TO_INJURY] += paid
            ledger[lane, RECEIVED_INJURY] += paid


@rule
def injure_year(i, wage, form, occupation, place, home, income, base, pay, pays, has_platforms, january, year,
                first_row, row, expected, ledger, support):  # fmt: skip
    """Premiums and expected benefits of a year: employees' work injury, platform workers' occupational injury.

    ``wage`` (year, province) yuan a month; ``home`` (worker,) hukou province of the year; ``base`` (worker, 12) the
    pension base of months paid; ``expected`` is room for the costs of one worker.
    """
    injure_employees(i, wage, place, base, pay, pays, january, year, first_row, ledger, support)
    if has_platforms and year >= i.first_model[0]:
        injure_platform_workers(
            i, wage, form, occupation, place, home, income, base, pay, january, year, first_row, row, expected, ledger,
            support,
        )  # fmt: skip


@rule
def injure_employees(i, wage, place, base, pay, pays, january, year, first_row, ledger, support):
    """Work injury in the months paid as an employee: the employer's premium, and what injuries are expected to cost."""
    lowest, highest = i.wage_bounds[0], i.wage_bounds[1]
    frequency = i.work_injury_frequency[year]
    cost = i.cost[year, EMPLOYEES]
    funeral, multiple, income_per_head = i.funeral_months[year], i.death_grant_multiple[year], i.income_per_head[year]
    rate = i.work_injury_rate[january : january + 12]
    is_one_rate = smallest(rate) == largest(rate)
    local_wage, stock = wage[max(year - 1, 0)], support.work_injury_allowance
    for lane in range(pay.shape[0]):
        if pays[lane] == IDLE:
            continue
        months = 0
        total = 0.0
        for m in range(12):
            is_paid = pay[lane, m] == PAID_AS_EMPLOYEE
            months += is_paid
            total += base[lane, m] if is_paid else 0.0
        if months == 0:
            continue
        premium = rate_premium(total, rate[0])
        if not is_one_rate:
            premium = 0.0
            for m in range(12):
                if pay[lane, m] == PAID_AS_EMPLOYEE:
                    premium += rate_premium(base[lane, m], rate[m])
        if premium <= 0.0:
            continue
        ledger[lane, EMPLOYER_TO_WORK_INJURY] += premium
        ledger[lane, RECEIVED_WORK_INJURY] += premium
        local = local_wage[place[first_row + _JULY, lane]]
        own = wage_considered(total / months, local, lowest, highest)
        risk = months / 12.0 * frequency
        grant = death_benefits(cost[DEATHS], funeral, local, multiple, income_per_head)
        allowance = risk * (monthly_allowance(cost[OWN_MONTHLY], own) + monthly_allowance(cost[LOCAL_MONTHLY], local))
        one_off = one_off_benefit(cost[OWN_ONE_OFF], own) + one_off_benefit(cost[LOCAL_ONE_OFF], local)
        stock[lane] += allowance
        benefits = risk * (cost[MEDICAL] + one_off + grant) + _PAID_IN_FIRST_YEAR * allowance
        ledger[lane, WORK_INJURY_BENEFITS] += benefits


@rule
def injure_platform_workers(i, wage, form, occupation, place, home, income, base, pay, january, year, first_row, row,
                            expected, ledger, support):  # fmt: skip
    """Platform months without a contract: premiums by payer, then the year's expected benefits at the mean income."""
    lowest, highest = i.wage_bounds[0], i.wage_bounds[1]
    funeral, multiple, income_per_head = i.funeral_months[year], i.death_grant_multiple[year], i.income_per_head[year]
    for lane in range(pay.shape[0]):
        job = occupation[row, lane]
        if job < 0:
            continue
        insured = earned = of_taicang = local = 0.0
        platform = worker = government = 0.0
        expected[:] = 0.0
        for m in range(12):
            month = january + m
            where = place[first_row + m, lane]
            model = i.model[month, where]
            if model == NO_MODEL or form[first_row + m, lane] != PLATFORM_FLEXIBLE:
                continue
            is_paid = pay[lane, m] == PAID_AS_FLEXIBLE
            is_home = home[lane] == where
            share = insured_share(model, i.participation[model], i.covered_share[month, job], is_paid, is_home)
            if share <= 0.0:
                continue
            local = wage[max(year - 1, 0), where]
            by_platform, by_worker, by_government = month_premium(
                model, income[lane, m], base[lane, m], local, i.earnings_per_order[year, job],
                i.per_order_premium[month, job], i.contribution_rate[model], i.flat_premium[year],
                i.flat_subsidy[year], i.ilo_flat_premium[year], i.ilo_markup[0], is_paid, lowest, highest,
            )  # fmt: skip
            platform += share * by_platform
            worker += share * by_worker
            government += share * by_government
            insured += share
            earned += share * income[lane, m]
            of_taicang += share if model == TAICANG else 0.0
            for column in range(N_COSTS):
                expected[column] += share / 12.0 * i.frequency[job] * i.cost[year, model, column]
        if insured <= 0.0:
            continue
        own = wage_considered(earned / insured, local, lowest, highest)
        allowance = monthly_allowance(expected[OWN_MONTHLY], own) + monthly_allowance(expected[LOCAL_MONTHLY], local)
        disability = one_off_benefit(expected[OWN_ONE_OFF], own) + one_off_benefit(expected[LOCAL_ONE_OFF], local)
        disability += _PAID_IN_FIRST_YEAR * allowance
        death = death_benefits(expected[DEATHS], funeral, local, multiple, income_per_head)
        government += of_taicang / insured * (expected[MEDICAL] + disability + death)
        support.injury_allowance[lane] += allowance
        ledger[lane, INSURED_INJURY] += insured / 12.0
        ledger[lane, PLATFORM_TO_INJURY] += platform
        ledger[lane, WORKER_TO_INJURY] += worker
        ledger[lane, GOVERNMENT_TO_INJURY] += government
        ledger[lane, RECEIVED_INJURY] += platform + worker + government
        ledger[lane, INJURY_MEDICAL] += expected[MEDICAL]
        ledger[lane, INJURY_DISABILITY] += disability
        ledger[lane, INJURY_DEATH] += death
