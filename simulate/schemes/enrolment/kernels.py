"""Enrolment, year by year: who insures where, and at what base.

A choice is taken each January and whenever the form of work or the province changes.  Its shocks are keyed by worker
and year, so that scenarios share them; part of the workers draw their traits anew each year, the others keep them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from simulate.codes import (
    EDUCATION, EMPLOYEE, INACTIVE, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE, UNEMPLOYED,
)  # fmt: skip
from simulate.engine.draws import (
    ENROLMENT_TASTES, ENROLMENT_TRAITS, ENROLMENT_YEAR, ENROLMENT_YEAR_TASTES, SUBSIDY, WORKER_TRAITS, gumbel, unit,
    words,
)  # fmt: skip
from simulate.contracts import Codes, Counts, Reals
from simulate.engine.jit import rule
from simulate.schemes.cost_sharing import (
    NO_COPAYMENT, contribution_base, expected_public_share, expected_share, is_matched, is_of_age, kind_that_binds,
    main_platform_share, platform_cost,
)  # fmt: skip
from simulate.schemes.enrolment.rules import (
    EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK, NOTHING, RESIDENT_SCHEME, choose, is_admitted, is_flexible,
    is_outside, pension_bought, present_value_of_pension, share_given_contracts, utility_of_employee_scheme,
)  # fmt: skip
from simulate.schemes.state import (
    EMPLOYED_ALL_YEAR, IDLE, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, SETTLED_EXTENDING, UNPAID,
)  # fmt: skip

_MONTHS_TO_GO_ON = 60.0  # paid months from which a worker out of work may go on paying (assumption)
_DIVISOR_AT_60 = 20  # position of age 60 in the table of annuity divisors, which begins at 40
N_ALTERNATIVES: Final = 4
CHANGING: Final = -1  # no steady form in the year


class Choices(NamedTuple):
    """What chance has to do with the choices of a batch of workers, drawn once for all scenarios of a run."""

    compliance: Reals  # (year, worker) uniform, against the share of employers who insure
    joining: Reals  # (year, worker) uniform, against the share who are in the resident scheme
    declaring: Reals  # (worker,) uniform, for the declared base
    knowing: Reals  # (worker,) uniform, against the share who know the rules
    contract: Reals  # (worker,) uniform, against the share given contracts
    platforms: Reals  # (worker,) uniform, for the number of platforms one works for
    registered: Reals  # (worker,) uniform, against the share registered as hard to employ
    tastes: Reals  # (year, worker, alternative) Gumbel; nothing in years without flexible work
    # Of the careers, worked out here once for all scenarios:
    steady: Codes  # (year, worker) form of a year without a change of form or place, CHANGING otherwise
    has_platforms: Codes  # (year,) 1 for a year in which any of the workers does flexible platform work


def draw_choices(worker: Counts, form: Codes, place: Codes, first_year: int, renewal: float, seed: int) -> Choices:
    """Draw the choices of a batch; ``form``, ``place`` (month, worker) from January of ``first_year``, from 1950.

    In a year a worker draws compliance, joining and tastes anew with the chance ``renewal``; else keeps its own.
    """
    n_years, n = form.shape[0] // 12, len(worker)
    choices = Choices(
        np.empty((n_years, n)), np.empty((n_years, n)), np.empty(n), np.empty(n), np.empty(n), np.empty(n), np.empty(n),
        np.empty((n_years, n, N_ALTERNATIVES)), np.empty((n_years, n), np.int16),
        np.zeros(n_years, np.int16),
    )  # fmt: skip
    _draw_choices(worker, form, place, first_year, renewal, seed, *choices)
    return choices


@rule
def _draw_choices(worker, form, place, first_year, renewal, seed, compliance, joining, declaring, knowing, contract,
                  platforms, registered, tastes, steady, has_platforms):  # fmt: skip
    """Fill the arrays of ``Choices``: year by year, worker by worker, as forms and places lie in memory."""
    n = len(worker)
    own_compliance, own_joining, own_taste = np.empty(n), np.empty(n), np.empty((n, N_ALTERNATIVES))
    for lane in range(n):
        w0, w1, w2, w3 = words(worker[lane], 0, ENROLMENT_TRAITS, seed)
        own_compliance[lane], declaring[lane] = unit(w0), unit(w1)
        own_joining[lane], knowing[lane] = unit(w2), unit(w3)
        t0, t1, t2, t3 = words(worker[lane], 0, ENROLMENT_TASTES, seed)
        own_taste[lane, 0], own_taste[lane, 1] = gumbel(t0), gumbel(t1)
        own_taste[lane, 2], own_taste[lane, 3] = gumbel(t2), gumbel(t3)
        _, _, _, trait = words(worker[lane], 0, WORKER_TRAITS, seed)
        contract[lane] = unit(trait)
        s0, _, _, s3 = words(worker[lane], 0, SUBSIDY, seed)
        registered[lane] = unit(s0)
        platforms[lane] = unit(s3)
    for row in range(compliance.shape[0]):
        january = 12 * (first_year + row)
        for lane in range(n):
            y0, y1, y2, _ = words(worker[lane], january, ENROLMENT_YEAR, seed)
            is_renewed = unit(y0) < renewal
            compliance[row, lane] = unit(y1) if is_renewed else own_compliance[lane]
            joining[row, lane] = unit(y2) if is_renewed else own_joining[lane]
            is_choosing = False
            is_steady = True
            kind, where = form[12 * row, lane], place[12 * row, lane]
            for m in range(12):
                is_choosing |= is_flexible(form[12 * row + m, lane])
                if form[12 * row + m, lane] == PLATFORM_FLEXIBLE:
                    has_platforms[row] = 1
                is_steady &= form[12 * row + m, lane] == kind and place[12 * row + m, lane] == where
            steady[row, lane] = kind if is_steady else CHANGING
            if not is_choosing:
                continue
            for alternative in range(N_ALTERNATIVES):
                tastes[row, lane, alternative] = own_taste[lane, alternative]
            if is_renewed:
                t0, t1, t2, t3 = words(worker[lane], january, ENROLMENT_YEAR_TASTES, seed)
                tastes[row, lane, 0], tastes[row, lane, 1] = gumbel(t0), gumbel(t1)
                tastes[row, lane, 2], tastes[row, lane, 3] = gumbel(t2), gumbel(t3)


@rule
def choose_year(p, e, c, s, is_public_money, choices, rights, support, sex, birth_month, hukou_type, home, form,
                occupation, place, income, year, row, first_row, qualifying, pay, insured, target, resident_choice,
                pays):  # fmt: skip
    """Fill, for the twelve months of a calendar year, how each is paid, where, and the base aimed at.

    ``pay``, ``insured`` and ``target`` are (worker, month of the year); ``resident_choice`` (worker,) is 1 for who is
    in the resident scheme.  ``pays`` (worker,) is PAYS for who has a month paid or platform work, EMPLOYED_ALL_YEAR for
    whom an employer insures in all twelve in one province, IDLE for the others: later steps pass over whom they do not
    concern.  ``form``, ``place`` are (month, worker) from row ``first_row``; ``home``, ``occupation`` (year, worker) at
    ``row``; ``income`` (worker, 12) yuan.  ``year`` counts from 1950; ``is_public_money``: whether anyone of this age
    could have a subsidy.
    """
    january = 12 * year
    divisor = e.annuity_divisor[_DIVISOR_AT_60]
    floor_share = p.floor_declaration_share[year]
    for lane in range(len(pays)):
        stop = rights.stop_month[lane]
        is_extending = rights.outcome[lane] == SETTLED_EXTENDING
        resident_choice[lane] = 0
        pays[lane] = IDLE
        for m in range(12):
            pay[lane, m] = UNPAID
        if january >= stop and not is_extending:
            continue
        compliance = choices.compliance[row, lane]
        declaring = choices.declaring[lane]
        was_paying = rights.last_year[lane] >= year - 2 and rights.paid_months[lane] >= _MONTHS_TO_GO_ON
        goes_on_paying = was_paying and declaring < p.continuation_share[year]
        form_of_year = choices.steady[row, lane]
        is_whole = january + 12 <= stop and not is_extending
        if is_whole and is_outside(
            form_of_year, compliance, p.employee_compliance[year, hukou_type[lane]], goes_on_paying
        ):
            is_member = form_of_year != EDUCATION and form_of_year != PUBLIC_EMPLOYEE
            if is_member and choices.joining[row, lane] < p.resident_participation[year, form_of_year]:
                resident_choice[lane] = 1
            continue
        hukou = home[row, lane]
        usual_income = rights.income[lane]
        if is_whole and form_of_year == EMPLOYEE:
            where = place[first_row, lane]
            for m in range(12):
                pay[lane, m] = PAID_AS_EMPLOYEE
                insured[lane, m] = where
                earned = usual_income if usual_income > 0.0 else income[lane, m]
                target[lane, m] = p.declared_share[year] * earned if declaring >= floor_share else 0.0
            rights.habit[lane] = EMPLOYEE_SCHEME_AT_HUKOU if where == hukou else EMPLOYEE_SCHEME_AT_WORK
            pays[lane] = EMPLOYED_ALL_YEAR
            continue
        alternative = NOTHING
        chosen = -1
        previous_form = -1
        previous_place = -1
        others_form = -1
        employed_at = -1
        is_active = False
        has_paid = is_extending
        for m in range(12):
            month = january + m
            kind = form[first_row + m, lane]
            where = place[first_row + m, lane]
            insured[lane, m] = where
            target[lane, m] = 0.0
            if month >= stop:
                continue
            if is_extending:
                if month >= rights.extend_from[lane]:
                    pay[lane, m] = PAID_AS_FLEXIBLE
                    insured[lane, m] = rights.insured_province[lane]
                    is_active = True
                continue
            if kind == PLATFORM_FLEXIBLE:
                is_active = True
                binds = occupation[row, lane] >= 0 and c.binds[month, occupation[row, lane]] != 0
                if binds and c.rule[month, where] != NO_COPAYMENT and p.contract_response[0] > 0.0:
                    cost = platform_cost(
                        c.rule[month, where], c.share[month], c.order_levy_rate[month] / c.income_share_of_orders[0],
                        e.flexible_rate[month, where], c.dependence_rate[1], c.three_way_platform_share[month],
                    )  # fmt: skip
                    contracts = share_given_contracts(p.contract_response[0], cost, e.employer_rate[month, where])
                    if choices.contract[lane] < contracts:
                        kind = PLATFORM_EMPLOYEE
            if kind == EMPLOYEE or kind == PLATFORM_EMPLOYEE:
                rate = p.platform_employee_compliance[year]
                if kind == EMPLOYEE:
                    rate = p.employee_compliance[year, hukou_type[lane]]
                if compliance < rate:
                    pay[lane, m] = PAID_AS_EMPLOYEE
                    is_active = True
                    employed_at = where
                    if declaring >= floor_share:
                        earned = usual_income if usual_income > 0.0 else income[lane, m]
                        target[lane, m] = p.declared_share[year] * earned
            elif kind == PLATFORM_FLEXIBLE or kind == OTHER_FLEXIBLE:
                earned = usual_income if usual_income > 0.0 else max(income[lane, m], 1.0)
                if kind != previous_form or where != previous_place:
                    job = occupation[row, lane] if kind == PLATFORM_FLEXIBLE else -1
                    floor = e.flexible_base_floor[month, hukou]
                    base = contribution_base(p.chosen_base_share[0] * earned, floor, e.base_ceiling[month, hukou])
                    due = e.flexible_rate[month, hukou] * base
                    taste = p.taste_employee[year] + p.taste_hukou[hukou_type[lane]]
                    if choices.knowing[lane] >= p.knowledge[year]:
                        taste -= p.knowledge_effect[0]
                    borne = 0.0
                    must = False
                    if job >= 0:
                        taste += p.taste_occupation[job]
                        must = compliance < p.compulsory_share[year, job]
                        rule_of_place = kind_that_binds(c.rule[month, where], c.binds[month, job])
                        if rule_of_place != NO_COPAYMENT:
                            borne = expected_share(
                                rule_of_place, due, earned, c.share[month], rights.eligible_share[lane],
                                c.order_levy_rate[month] / c.income_share_of_orders[0],
                                main_platform_share(
                                    choices.platforms[lane], c.platform_count_share, c.main_platform_income
                                ),
                                c.dependence_threshold[0], c.dependence_threshold[1], c.dependence_rate[0],
                                c.dependence_rate[1], c.three_way_platform_share[month],
                                c.three_way_state_share[month],
                            )  # fmt: skip
                    if is_public_money:
                        is_hard = (
                            choices.registered[lane] < s.registered_share[year]
                            and is_of_age(float(month - birth_month[lane]), s.hard_age[sex[lane]])
                            and support.subsidised_months[lane] < s.subsidy_months[month]
                        )
                        measure = e.contribution_reference_wage[month, hukou] if s.matching_measure[month] else floor
                        is_low = is_matched(kind, job, s.matching_occupation, s.matching_other_flexible[0])
                        borne += expected_public_share(
                            due, floor * e.flexible_rate[month, hukou], earned, is_hard, s.subsidy_kind[month, hukou],
                            s.subsidy_share[month, hukou], s.subsidy_share_above_floor[month, hukou],
                            s.subsidy_flat[month, hukou], s.subsidy_cap[month, hukou],
                            s.matching_share[month, hukou] if is_low else 0.0, s.matching_ceiling[month] * measure,
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
                        taste, p.value_weight[0], p.price_sensitivity[0], present_value, due * max(1.0 - borne, 0.0),
                        earned,
                    )  # fmt: skip
                    habit = rights.habit[lane]
                    attraction = e.benefit_reference_wage[year, where] / e.benefit_reference_wage[year, hukou] - 1.0
                    admitted = is_admitted(
                        p.hukou_rule[month, where], p.hukou_rule_months[month, where],
                        rights.months_by_province[lane, where],
                    )  # fmt: skip
                    resident = p.taste_resident[year] + (p.habit[0] if habit == RESIDENT_SCHEME else 0.0)
                    at_hukou = employee + (p.habit[0] if habit == EMPLOYEE_SCHEME_AT_HUKOU else 0.0)
                    at_work = employee + (p.habit[0] if habit == EMPLOYEE_SCHEME_AT_WORK else 0.0) - p.effort[0]
                    at_work += p.place_response[0] * attraction
                    alternative = choose(
                        choices.tastes[row, lane, NOTHING], resident + choices.tastes[row, lane, RESIDENT_SCHEME],
                        at_hukou + choices.tastes[row, lane, EMPLOYEE_SCHEME_AT_HUKOU],
                        at_work + choices.tastes[row, lane, EMPLOYEE_SCHEME_AT_WORK], where != hukou and admitted,
                    )  # fmt: skip
                    if must:
                        alternative = EMPLOYEE_SCHEME_AT_WORK if where != hukou else EMPLOYEE_SCHEME_AT_HUKOU
                    chosen = alternative
                if alternative >= EMPLOYEE_SCHEME_AT_HUKOU:
                    pay[lane, m] = PAID_AS_FLEXIBLE
                    is_active = True
                    insured[lane, m] = where if alternative == EMPLOYEE_SCHEME_AT_WORK else hukou
                    target[lane, m] = p.chosen_base_share[0] * earned
            elif kind != EDUCATION and kind != PUBLIC_EMPLOYEE:
                others_form = kind
                if goes_on_paying and (kind == UNEMPLOYED or kind == INACTIVE):
                    pay[lane, m] = PAID_AS_FLEXIBLE
                    is_active = True
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
            joins = choices.joining[row, lane] < p.resident_participation[year, kind]
        resident_choice[lane] = 1 if joins else 0
        pays[lane] = PAYS if is_active else IDLE


@rule
def lapse_year(p, form, income, due, platform_part, government_part, first_row, pays, pay):
    """A flexible worker whose net contribution exceeds the affordable share of income lets the month lapse."""
    limit = p.affordable_share[0]
    for lane in range(pay.shape[0]):
        if pays[lane] != PAYS:
            continue
        for m in range(12):
            if pay[lane, m] == PAID_AS_FLEXIBLE and is_flexible(form[first_row + m, lane]):
                if due[lane, m] - platform_part[lane, m] - government_part[lane, m] > limit * income[lane, m]:
                    pay[lane, m] = UNPAID
