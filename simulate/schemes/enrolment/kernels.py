"""Enrolment, year by year: who insures where, and at what base.

A choice is taken each January and whenever the form of work or the province changes.  Its shocks are keyed by worker
and year, so that scenarios share them; part of the workers draw their traits anew each year, the others keep them.
"""

from __future__ import annotations

import math

import numpy as np

from simulate.codes import (
    CONDITIONAL, EDUCATION, EMPLOYEE, INACTIVE, OPEN, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE,
    PUBLIC_EMPLOYEE, UNEMPLOYED,
)  # fmt: skip
from simulate.engine.draws import (
    ENROLMENT_TASTES, ENROLMENT_TRAITS, ENROLMENT_YEAR, ENROLMENT_YEAR_TASTES, WORKER_TRAITS, gumbel, unit, words,
)  # fmt: skip
from simulate.engine.jit import lane, rule
from simulate.schemes.state import PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, SETTLED_EXTENDING, UNPAID

_INCOME_TEST, _ORDER_LEVY = 1, 2  # rules of platform co-payment
_MONTHS_TO_GO_ON = 60.0  # paid months from which a worker out of work may go on paying (assumption)
_DIVISOR_AT_60 = 20  # position of age 60 in the table of annuity divisors, which begins at 40
# Alternatives of a flexible worker.
NOTHING, RESIDENT_SCHEME, EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK = range(4)


@lane
def is_admitted(hukou_rule, required_months, months_there):  # type: ignore[no-untyped-def]
    """Whether a flexible worker without local hukou may insure at the place of work (人社部发〔2021〕56号 and local rules).

    Open: yes.  Conditional: after the months of contribution in the province that the local rule asks for.  Closed: no.
    """
    return hukou_rule == OPEN or (hukou_rule == CONDITIONAL and months_there >= required_months)


@lane
def pension_bought(base, reference_wage, benefit_wage, accrual_rate, account_rate, divisor):  # type: ignore[no-untyped-def]
    """Monthly pension that one more year at this base buys: P (1 + i) / 2 x 1 % + 12 x account share / divisor, yuan.

    国发〔2005〕38号 art. 6, with index i = base / reference wage; a worker's reckoning, before interest.
    """
    index = base / reference_wage
    return benefit_wage * (1.0 + index) / 2.0 * accrual_rate + 12.0 * account_rate * base / divisor


@lane
def utility_of_employee_scheme(p, year, income, net_contribution, pension, years_left, reach, knows, occupation):  # type: ignore[no-untyped-def]
    """Systematic utility of the employee scheme for a flexible worker, against nothing at zero.

    taste + value of the pension bought (discounted by age, times the reach of the qualifying period) - price as a
    share of income - not knowing the rules.
    """
    yearly_income = max(12.0 * income, 1.0)
    present_value = 12.0 * pension * p.years_in_payment[0] * math.exp(-p.discount_rate[0] * years_left)
    utility = p.taste_employee[year]
    if occupation >= 0:
        utility += p.taste_occupation[occupation]
    utility += p.value_weight[0] * reach * present_value / yearly_income
    utility -= p.price_sensitivity[0] * 12.0 * net_contribution / yearly_income
    if not knows:
        utility -= p.knowledge_effect[0]
    return utility


@lane
def choose(utility_employee, utility_resident, at_hukou_extra, at_work_extra, may_insure_at_work, tastes):  # type: ignore[no-untyped-def]
    """The alternative with the highest utility plus taste shock (a logit)."""
    best = NOTHING
    best_utility = tastes[NOTHING]
    if utility_resident + tastes[RESIDENT_SCHEME] > best_utility:
        best = RESIDENT_SCHEME
        best_utility = utility_resident + tastes[RESIDENT_SCHEME]
    if utility_employee + at_hukou_extra + tastes[EMPLOYEE_SCHEME_AT_HUKOU] > best_utility:
        best = EMPLOYEE_SCHEME_AT_HUKOU
        best_utility = utility_employee + at_hukou_extra + tastes[EMPLOYEE_SCHEME_AT_HUKOU]
    if may_insure_at_work:
        if utility_employee + at_work_extra + tastes[EMPLOYEE_SCHEME_AT_WORK] > best_utility:
            best = EMPLOYEE_SCHEME_AT_WORK
    return best


@lane
def _tastes(worker, january, is_renewed, seed):  # type: ignore[no-untyped-def]
    """Gumbel shocks of the four alternatives for a worker and year."""
    t0, t1, t2, t3 = words(worker, 0, ENROLMENT_TASTES, seed)
    if is_renewed:
        t0, t1, t2, t3 = words(worker, january, ENROLMENT_YEAR_TASTES, seed)
    return gumbel(t0), gumbel(t1), gumbel(t2), gumbel(t3)


@lane
def is_flexible(form):  # type: ignore[no-untyped-def]
    """Whether the form of work is without a contract."""
    return form == PLATFORM_FLEXIBLE or form == OTHER_FLEXIBLE


@lane
def expected_copayment(c, month, place, income, due, eligible_share):  # type: ignore[no-untyped-def]
    """What a platform worker expects the platform to pay of the month's contribution, yuan."""
    if c.rule[month, place] == _INCOME_TEST:
        return c.share[month] * eligible_share * due
    if c.rule[month, place] == _ORDER_LEVY:
        return min(due, c.order_levy_rate[month] * income / c.income_share_of_orders[0])
    return 0.0


@lane
def share_given_contracts(p, c, e, month, place):  # type: ignore[no-untyped-def]
    """Share of platform flexible workers whom platforms give contracts, as the cost wedge between the two closes.

    wedge closed = what the platform pays for a flexible worker over the employer's rate, both per yuan of base.
    """
    if p.contract_response[0] <= 0.0 or c.rule[month, place] == 0:
        return 0.0
    cost = c.share[month] * e.flexible_rate[month, place]
    if c.rule[month, place] == _ORDER_LEVY:
        cost = c.order_levy_rate[month] / c.income_share_of_orders[0]
    return p.contract_response[0] * min(1.0, cost / e.employer_rate[month, place])


@lane
def flexible_choice(p, e, c, month, year, lane, rights, income, hukou_type, home, place, form, occupation, months_left,
                    qualifying, compliance, knows, tastes):  # type: ignore[no-untyped-def]  # fmt: skip
    """The alternative a flexible worker chooses in ``month``: NOTHING, RESIDENT_SCHEME, EMPLOYEE_SCHEME_AT_HUKOU or _AT_WORK."""
    job = occupation if form == PLATFORM_FLEXIBLE else -1
    if job >= 0 and compliance < p.compulsory_share[year, job]:
        return EMPLOYEE_SCHEME_AT_WORK if place != home else EMPLOYEE_SCHEME_AT_HUKOU
    floor = e.flexible_base_floor[month, home]
    base = min(max(p.chosen_base_share[0] * income, floor), e.base_ceiling[month, home])
    due = e.flexible_rate[month, home] * base
    borne = 0.0
    if form == PLATFORM_FLEXIBLE:
        borne = expected_copayment(c, month, place, income, due, rights.eligible_share[lane])
    reach = min(1.0, (rights.paid_months[lane] + max(months_left, 0.0)) / qualifying)
    pension = pension_bought(
        base, e.contribution_reference_wage[month, home], e.benefit_reference_wage[year, home], e.accrual_rate[year],
        e.account_rate[month, home], e.annuity_divisor[_DIVISOR_AT_60],
    )  # fmt: skip
    employee = utility_of_employee_scheme(
        p, year, income, due - borne, pension, max(months_left, 0.0) / 12.0, reach * reach, knows, job
    )  # fmt: skip
    employee += p.taste_hukou[hukou_type]
    habit = rights.habit[lane]
    resident = p.taste_resident[year] + (p.habit[0] if habit == RESIDENT_SCHEME else 0.0)
    at_hukou = p.habit[0] if habit == EMPLOYEE_SCHEME_AT_HUKOU else 0.0
    at_work = (p.habit[0] if habit == EMPLOYEE_SCHEME_AT_WORK else 0.0) - p.effort[0]
    at_work += p.place_response[0] * (e.benefit_reference_wage[year, place] / e.benefit_reference_wage[year, home] - 1.0)
    admitted = is_admitted(
        p.hukou_rule[month, place], p.hukou_rule_months[month, place], rights.months_by_province[lane, place]
    )
    return choose(employee, resident, at_hukou, at_work, place != home and admitted, tastes)


@rule
def choose_year(p, e, c, rights, worker, hukou_type, home, form, occupation, place, income, year, row, first_row,
                statutory_month, qualifying, seed, pay, insured, target, resident_choice, pays):  # type: ignore[no-untyped-def]  # fmt: skip
    """Fill, for the twelve months of a calendar year, how each is paid, where, and the base aimed at.

    ``pay``, ``insured`` and ``target`` are (month of the year, worker); ``resident_choice`` (worker,) is 1 for who is
    in the resident scheme; ``pays`` (worker,) is 1 for who has a month paid or platform work, so that later steps pass
    over the others.  ``form``, ``place`` are (month, worker) from row ``first_row``; ``home``, ``occupation`` (year,
    worker) at ``row``; ``income`` (12, worker) yuan.  ``year`` counts from 1950.
    """
    january = 12 * year
    for lane in range(len(worker)):
        y0, y1, y2, _ = words(worker[lane], january, ENROLMENT_YEAR, seed)
        is_renewed = unit(y0) < p.trait_renewal[0]
        w0, w1, w2, w3 = words(worker[lane], 0, ENROLMENT_TRAITS, seed)
        compliance = unit(y1) if is_renewed else unit(w0)
        declaring = unit(w1)
        joining = unit(y2) if is_renewed else unit(w2)
        knows = unit(w3) < p.knowledge[year]
        stop = rights.stop_month[lane]
        is_extending = rights.outcome[lane] == SETTLED_EXTENDING
        hukou = home[row, lane]
        usual_income = rights.income[lane]
        was_paying = rights.last_year[lane] >= year - 2 and rights.paid_months[lane] >= _MONTHS_TO_GO_ON
        goes_on_paying = was_paying and declaring < p.continuation_share[year]
        alternative = NOTHING
        chosen = -1
        previous_form = -1
        previous_place = -1
        others_form = -1
        employed_at = -1
        is_active = 0
        for m in range(12):
            month = january + m
            kind = form[first_row + m, lane]
            where = place[first_row + m, lane]
            pay[m, lane] = UNPAID
            insured[m, lane] = where
            target[m, lane] = 0.0
            if month >= stop:
                continue
            if is_extending:
                if month >= rights.extend_from[lane]:
                    pay[m, lane] = PAID_AS_FLEXIBLE
                    insured[m, lane] = rights.insured_province[lane]
                    is_active = 1
                continue
            if kind == PLATFORM_FLEXIBLE:
                is_active = 1
                _, _, _, contract_trait = words(worker[lane], 0, WORKER_TRAITS, seed)
                if unit(contract_trait) < share_given_contracts(p, c, e, month, where):
                    kind = PLATFORM_EMPLOYEE
            if kind == EMPLOYEE or kind == PLATFORM_EMPLOYEE:
                rate = p.platform_employee_compliance[year]
                if kind == EMPLOYEE:
                    rate = p.employee_compliance[year, hukou_type[lane]]
                if compliance < rate:
                    pay[m, lane] = PAID_AS_EMPLOYEE
                    is_active = 1
                    employed_at = where
                    if declaring >= p.floor_declaration_share[year]:
                        earned = usual_income if usual_income > 0.0 else income[m, lane]
                        target[m, lane] = p.declared_share[year] * earned
            elif kind == PLATFORM_FLEXIBLE or kind == OTHER_FLEXIBLE:
                earned = usual_income if usual_income > 0.0 else max(income[m, lane], 1.0)
                if kind != previous_form or where != previous_place:
                    tastes = _tastes(worker[lane], january, is_renewed, seed)
                    alternative = flexible_choice(
                        p, e, c, month, year, lane, rights, earned, hukou_type[lane], hukou, where, kind,
                        occupation[row, lane], float(statutory_month[lane] - month), qualifying, compliance, knows,
                        tastes,
                    )  # fmt: skip
                    chosen = alternative
                if alternative >= EMPLOYEE_SCHEME_AT_HUKOU:
                    pay[m, lane] = PAID_AS_FLEXIBLE
                    is_active = 1
                    insured[m, lane] = where if alternative == EMPLOYEE_SCHEME_AT_WORK else hukou
                    target[m, lane] = p.chosen_base_share[0] * earned
            elif kind != EDUCATION and kind != PUBLIC_EMPLOYEE:
                others_form = kind
                if goes_on_paying and (kind == UNEMPLOYED or kind == INACTIVE):
                    pay[m, lane] = PAID_AS_FLEXIBLE
                    is_active = 1
                    insured[m, lane] = rights.insured_province[lane]
            previous_form = kind
            previous_place = where
        if chosen >= 0:
            rights.habit[lane] = chosen
        elif employed_at >= 0:
            rights.habit[lane] = EMPLOYEE_SCHEME_AT_HUKOU if employed_at == hukou else EMPLOYEE_SCHEME_AT_WORK
        joins = False
        if chosen >= 0:
            joins = chosen == RESIDENT_SCHEME
        elif others_form >= 0 or previous_form == EMPLOYEE or previous_form == PLATFORM_EMPLOYEE:
            kind = others_form if others_form >= 0 else previous_form
            joins = joining < p.resident_participation[year, kind]
        resident_choice[lane] = 1 if joins else 0
        pays[lane] = is_active


@rule
def lapse_year(p, form, income, due, platform_part, first_row, pays, pay):  # type: ignore[no-untyped-def]
    """A flexible worker whose net contribution exceeds the affordable share of the month's income lets the month lapse."""
    limit = p.affordable_share[0]
    for lane in range(pay.shape[1]):
        if pays[lane] == 0:
            continue
        for m in range(12):
            if pay[m, lane] == PAID_AS_FLEXIBLE and is_flexible(form[first_row + m, lane]):
                if due[m, lane] - platform_part[m, lane] > limit * income[m, lane]:
                    pay[m, lane] = UNPAID
