"""Enrolment, year by year: who insures where, and at what base.

A choice is taken each January and whenever the form of work or the province changes.  Its shocks are keyed by worker
and year, so that scenarios share them; part of the workers draw their traits anew each year, the others keep them.
"""

from __future__ import annotations

import math


from simulate.codes import (
    CONDITIONAL, EDUCATION, EMPLOYEE, INACTIVE, OPEN, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE,
    PUBLIC_EMPLOYEE, UNEMPLOYED,
)  # fmt: skip
from simulate.engine.draws import (
    ENROLMENT_TASTES, ENROLMENT_TRAITS, ENROLMENT_YEAR, ENROLMENT_YEAR_TASTES, WORKER_TRAITS, gumbel, unit, words,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.schemes.state import PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, SETTLED_EXTENDING, UNPAID

_NO_COPAYMENT, _INCOME_TEST, _ORDER_LEVY = range(3)  # rules of platform co-payment
_MONTHS_TO_GO_ON = 60.0  # paid months from which a worker out of work may go on paying (assumption)
_DIVISOR_AT_60 = 20  # position of age 60 in the table of annuity divisors, which begins at 40
# Alternatives of a flexible worker.
NOTHING, RESIDENT_SCHEME, EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK = range(4)


@rule
def is_admitted(hukou_rule, required_months, months_there):
    """Whether a flexible worker without local hukou may insure at the place of work (人社部发〔2021〕56号).

    Open: yes.  Conditional: after the months of contribution in the province that the local rule asks for.  Closed: no.
    """
    return hukou_rule == OPEN or (hukou_rule == CONDITIONAL and months_there >= required_months)


@rule
def pension_bought(base, reference_wage, benefit_wage, accrual_rate, account_rate, divisor):
    """Monthly pension that one more year at this base buys: P (1 + i) / 2 x 1 % + 12 x account share / divisor, yuan.

    国发〔2005〕38号 art. 6, with index i = base / reference wage; a worker's reckoning, before interest.
    """
    index = base / reference_wage
    return benefit_wage * (1.0 + index) / 2.0 * accrual_rate + 12.0 * account_rate * base / divisor


@rule
def utility_of_employee_scheme(taste, value_weight, price_sensitivity, present_value, net_contribution, income):
    """Systematic utility of the employee scheme for a flexible worker, against nothing at zero.

    taste + weight x present value of the pension bought over yearly income
    - sensitivity x net contribution over income;
    money in yuan a month, the present value in yuan.
    """
    monthly_income = max(income, 1.0)
    value = present_value / (12.0 * monthly_income)
    return taste + value_weight * value - price_sensitivity * net_contribution / monthly_income


@rule
def present_value_of_pension(pension, years_in_payment, discount_rate, years_left, reach):
    """What a worker counts a monthly pension for today, yuan: younger workers discount it more.

    12 x pension x years x exp(-rate x years to retirement) x reach^2, where reach is the share of the qualifying months
    that can still be paid (at most 1).
    """
    return 12.0 * pension * years_in_payment * math.exp(-discount_rate * years_left) * reach * reach


@rule
def choose(at_hukou, at_work, resident, may_insure_at_work, tastes):
    """The alternative with the highest utility plus taste shock (a logit); nothing has utility zero."""
    best = NOTHING
    most = tastes[NOTHING]
    if resident + tastes[RESIDENT_SCHEME] > most:
        best = RESIDENT_SCHEME
        most = resident + tastes[RESIDENT_SCHEME]
    if at_hukou + tastes[EMPLOYEE_SCHEME_AT_HUKOU] > most:
        best = EMPLOYEE_SCHEME_AT_HUKOU
        most = at_hukou + tastes[EMPLOYEE_SCHEME_AT_HUKOU]
    if may_insure_at_work and at_work + tastes[EMPLOYEE_SCHEME_AT_WORK] > most:
        best = EMPLOYEE_SCHEME_AT_WORK
    return best


@rule
def _tastes(worker, january, is_renewed, seed):
    """Gumbel shocks of the four alternatives for a worker and year."""
    t0, t1, t2, t3 = words(worker, 0, ENROLMENT_TASTES, seed)
    if is_renewed:
        t0, t1, t2, t3 = words(worker, january, ENROLMENT_YEAR_TASTES, seed)
    return gumbel(t0), gumbel(t1), gumbel(t2), gumbel(t3)


@rule
def is_flexible(form):
    """Whether the form of work is without a contract."""
    return form == PLATFORM_FLEXIBLE or form == OTHER_FLEXIBLE


@rule
def expected_copayment(kind, share, eligible_share, levy_per_income, income, due):
    """What a platform worker expects the platform to pay of the month's contribution, yuan."""
    if kind == _INCOME_TEST:
        return share * eligible_share * due
    if kind == _ORDER_LEVY:
        return min(due, levy_per_income * income)
    return 0.0


@rule
def share_given_contracts(response, kind, share, levy_per_income, flexible_rate, employer_rate):
    """Share of platform flexible workers whom platforms give contracts, as the cost wedge between the two closes.

    response x wedge closed = what the platform pays for a flexible worker over the employer's rate, per yuan of base.
    """
    if kind == _NO_COPAYMENT or response <= 0.0:
        return 0.0
    cost = levy_per_income if kind == _ORDER_LEVY else share * flexible_rate
    return response * min(1.0, cost / employer_rate)


@rule
def choose_year(p, e, c, rights, worker, hukou_type, home, form, occupation, place, income, year, row, first_row,
                qualifying, seed, pay, insured, target, resident_choice, pays):  # fmt: skip
    """Fill, for the twelve months of a calendar year, how each is paid, where, and the base aimed at.

    ``pay``, ``insured`` and ``target`` are (worker, month of the year); ``resident_choice`` (worker,) is 1 for who is
    in the resident scheme; ``pays`` (worker,) is 1 for who has a month paid or platform work, so that later steps pass
    over the others.  ``form``, ``place`` are (month, worker) from row ``first_row``; ``home``, ``occupation`` (year,
    worker) at ``row``; ``income`` (worker, 12) yuan.  ``year`` counts from 1950.
    """
    january = 12 * year
    divisor = e.annuity_divisor[_DIVISOR_AT_60]
    floor_share = p.floor_declaration_share[year]
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
        has_paid = is_extending
        for m in range(12):
            month = january + m
            kind = form[first_row + m, lane]
            where = place[first_row + m, lane]
            pay[lane, m] = UNPAID
            insured[lane, m] = where
            target[lane, m] = 0.0
            if month >= stop:
                continue
            if is_extending:
                if month >= rights.extend_from[lane]:
                    pay[lane, m] = PAID_AS_FLEXIBLE
                    insured[lane, m] = rights.insured_province[lane]
                    is_active = 1
                continue
            if kind == PLATFORM_FLEXIBLE:
                is_active = 1
                if c.rule[month, where] != _NO_COPAYMENT:
                    levy = c.order_levy_rate[month] / c.income_share_of_orders[0]
                    contracts = share_given_contracts(
                        p.contract_response[0], c.rule[month, where], c.share[month], levy,
                        e.flexible_rate[month, where], e.employer_rate[month, where],
                    )  # fmt: skip
                    _, _, _, contract_trait = words(worker[lane], 0, WORKER_TRAITS, seed)
                    if unit(contract_trait) < contracts:
                        kind = PLATFORM_EMPLOYEE
            if kind == EMPLOYEE or kind == PLATFORM_EMPLOYEE:
                rate = p.platform_employee_compliance[year]
                if kind == EMPLOYEE:
                    rate = p.employee_compliance[year, hukou_type[lane]]
                if compliance < rate:
                    pay[lane, m] = PAID_AS_EMPLOYEE
                    is_active = 1
                    employed_at = where
                    if declaring >= floor_share:
                        earned = usual_income if usual_income > 0.0 else income[lane, m]
                        target[lane, m] = p.declared_share[year] * earned
            elif kind == PLATFORM_FLEXIBLE or kind == OTHER_FLEXIBLE:
                earned = usual_income if usual_income > 0.0 else max(income[lane, m], 1.0)
                if kind != previous_form or where != previous_place:
                    job = occupation[row, lane] if kind == PLATFORM_FLEXIBLE else -1
                    floor = e.flexible_base_floor[month, hukou]
                    base = min(max(p.chosen_base_share[0] * earned, floor), e.base_ceiling[month, hukou])
                    due = e.flexible_rate[month, hukou] * base
                    taste = p.taste_employee[year] + p.taste_hukou[hukou_type[lane]]
                    if not knows:
                        taste -= p.knowledge_effect[0]
                    borne = 0.0
                    must = False
                    if job >= 0:
                        taste += p.taste_occupation[job]
                        must = compliance < p.compulsory_share[year, job]
                        borne = expected_copayment(
                            c.rule[month, where], c.share[month], rights.eligible_share[lane],
                            c.order_levy_rate[month] / c.income_share_of_orders[0], earned, due,
                        )  # fmt: skip
                    months_left = max(float(rights.statutory_month[lane] - month), 0.0)
                    pension = pension_bought(
                        base, e.contribution_reference_wage[month, hukou], e.benefit_reference_wage[year, hukou],
                        e.accrual_rate[year], e.account_rate[month, hukou], divisor,
                    )  # fmt: skip
                    present_value = present_value_of_pension(
                        pension, p.years_in_payment[0], p.discount_rate[0], months_left / 12.0,
                        min(1.0, (rights.paid_months[lane] + months_left) / qualifying),
                    )  # fmt: skip
                    employee = utility_of_employee_scheme(
                        taste, p.value_weight[0], p.price_sensitivity[0], present_value, due - borne, earned
                    )
                    habit = rights.habit[lane]
                    attraction = e.benefit_reference_wage[year, where] / e.benefit_reference_wage[year, hukou] - 1.0
                    admitted = is_admitted(
                        p.hukou_rule[month, where], p.hukou_rule_months[month, where],
                        rights.months_by_province[lane, where],
                    )  # fmt: skip
                    alternative = choose(
                        employee + (p.habit[0] if habit == EMPLOYEE_SCHEME_AT_HUKOU else 0.0),
                        employee + (p.habit[0] if habit == EMPLOYEE_SCHEME_AT_WORK else 0.0) - p.effort[0]
                        + p.place_response[0] * attraction,
                        p.taste_resident[year] + (p.habit[0] if habit == RESIDENT_SCHEME else 0.0),
                        where != hukou and admitted, _tastes(worker[lane], january, is_renewed, seed),
                    )  # fmt: skip
                    if must:
                        alternative = EMPLOYEE_SCHEME_AT_WORK if where != hukou else EMPLOYEE_SCHEME_AT_HUKOU
                    chosen = alternative
                if alternative >= EMPLOYEE_SCHEME_AT_HUKOU:
                    pay[lane, m] = PAID_AS_FLEXIBLE
                    is_active = 1
                    insured[lane, m] = where if alternative == EMPLOYEE_SCHEME_AT_WORK else hukou
                    target[lane, m] = p.chosen_base_share[0] * earned
            elif kind != EDUCATION and kind != PUBLIC_EMPLOYEE:
                others_form = kind
                if goes_on_paying and (kind == UNEMPLOYED or kind == INACTIVE):
                    pay[lane, m] = PAID_AS_FLEXIBLE
                    is_active = 1
                    insured[lane, m] = rights.insured_province[lane]
            has_paid |= pay[lane, m] != UNPAID
            previous_form = kind
            previous_place = where
        if chosen >= 0:
            rights.habit[lane] = chosen
        elif employed_at >= 0:
            rights.habit[lane] = EMPLOYEE_SCHEME_AT_HUKOU if employed_at == hukou else EMPLOYEE_SCHEME_AT_WORK
        joins = False
        if has_paid:
            pass  # one basic scheme a year: who pays the employee scheme does not pay the resident one
        elif chosen >= 0:
            joins = chosen == RESIDENT_SCHEME
        elif others_form >= 0 or previous_form == EMPLOYEE or previous_form == PLATFORM_EMPLOYEE:
            kind = others_form if others_form >= 0 else previous_form
            joins = joining < p.resident_participation[year, kind]
        resident_choice[lane] = 1 if joins else 0
        pays[lane] = is_active


@rule
def lapse_year(p, form, income, due, platform_part, first_row, pays, pay):
    """A flexible worker whose net contribution exceeds the affordable share of income lets the month lapse."""
    limit = p.affordable_share[0]
    for lane in range(pay.shape[0]):
        if pays[lane] == 0:
            continue
        for m in range(12):
            if pay[lane, m] == PAID_AS_FLEXIBLE and is_flexible(form[first_row + m, lane]):
                if due[lane, m] - platform_part[lane, m] > limit * income[lane, m]:
                    pay[lane, m] = UNPAID
