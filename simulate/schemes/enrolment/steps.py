"""Enrolment in a worker's year: who insures where, and at what base.

A choice is taken each January and whenever the form of work or the province changes: what is offered, what each
alternative is worth, what is decided, and how the months are then paid.
"""

from __future__ import annotations

from simulate.schemes.views import CHANGING, Chance, LawRecord, Now, Person, YearRecord
from simulate.schemes.state import Standing

from typing import NamedTuple

from simulate.codes import (
    EDUCATION, EMPLOYEE, INACTIVE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE, UNEMPLOYED,
)  # fmt: skip
from simulate.engine.jit import rule, step
from simulate.schemes.cost_sharing import (
    NO_COPAYMENT, expected_public_share, expected_share, is_matched, is_of_age, kind_that_binds, main_platform_share,
    platform_cost,
)  # fmt: skip
from simulate.schemes.employee_pension.rules import contribution_base
from simulate.schemes.enrolment.rules import (
    EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK, NOTHING, RESIDENT_SCHEME, choose, is_admitted, is_compelled,
    is_flexible, is_outside, pension_bought, present_value_of_pension, share_given_contracts,
    utility_of_employee_scheme,
)  # fmt: skip
from simulate.schemes.state import (
    EMPLOYED_ALL_YEAR, IDLE, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, SETTLED_EXTENDING, SETTLED_OUT, UNPAID,
    UNSETTLED,
)  # fmt: skip

_MONTHS_TO_GO_ON = 60.0  # paid months from which a worker out of work may go on paying (assumption)
_DIVISOR_AT_60 = 20  # position of age 60 in the table of annuity divisors, which begins at 40
_NO_FORM = -1


class Offer(NamedTuple):
    """What the employee scheme asks of a flexible worker in a month, at the place of hukou."""

    floor: float  # lowest base, yuan
    base: float  # the base the worker would pay on, yuan
    due: float  # contribution on it, yuan
    borne: float  # share of it others are expected to bear


@rule
def earned_of(usual_income: float, income: float) -> float:
    """Earnings a worker reckons with, yuan a month: those of the last year with any, else of the month."""
    return usual_income if usual_income > 0.0 else income


@rule
def given_contract(p: LawRecord, e: LawRecord, c: LawRecord, person: Person, chance: Chance, month: int, where: int):
    """Whether the platform gives a flexible platform worker a contract, since it saves little by not doing so."""
    job = person.occupation
    if p.contract_response[0] <= 0.0 or job < 0 or c.binds[month, job] == 0 or c.rule[month, where] == NO_COPAYMENT:
        return False
    cost = platform_cost(
        c.rule[month, where], c.share[month], c.order_levy_rate[month] / c.income_share_of_orders[month],
        e.flexible_rate[month, where], c.dependence_rate[month, 1], c.three_way_platform_share[month],
    )  # fmt: skip
    return chance.contract < share_given_contracts(p.contract_response[0], cost, e.employer_rate[month, where])


@rule
def expected_of_platform(
    c: LawRecord, chance: Chance, month: int, where: int, job: int, due: float, earned: float, eligible_share: float
):
    """Share of the contribution ``due`` that a platform worker expects the platform and the state to bear."""
    kind = kind_that_binds(c.rule[month, where], c.binds[month, job])
    if kind == NO_COPAYMENT:
        return 0.0
    main_share = main_platform_share(chance.platforms, c.platform_count_share, c.main_platform_income[month // 12])
    return expected_share(
        kind, due, earned, c.share[month], eligible_share, c.order_levy_rate[month] / c.income_share_of_orders[month],
        main_share, c.dependence_threshold[month, 0], c.dependence_threshold[month, 1], c.dependence_rate[month, 0],
        c.dependence_rate[month, 1], c.three_way_platform_share[month], c.three_way_state_share[month],
    )  # fmt: skip


@rule
def expected_of_government(
    e: LawRecord,
    s: LawRecord,
    person: Person,
    chance: Chance,
    month: int,
    kind: int,
    job: int,
    due: float,
    earned: float,
    floor: float,
    subsidised_months: float,
):
    """Share of the contribution ``due`` that a flexible worker expects of subsidies and matching."""
    home = person.home
    is_hard = (
        chance.registered < s.registered_share[month // 12]
        and is_of_age(float(month - person.birth_month), s.hard_age[month // 12, person.sex])
        and subsidised_months < s.subsidy_months[month]
    )
    measure = e.contribution_reference_wage[month, home] if s.matching_measure[month] else floor
    is_low = is_matched(kind, job, s.matching_occupation[month], s.matching_other_flexible[month])
    return expected_public_share(
        due, floor * e.flexible_rate[month, home], earned, is_hard, s.subsidy_kind[month, home],
        s.subsidy_share[month, home], s.subsidy_share_above_floor[month, home], s.subsidy_flat[month, home],
        s.subsidy_cap[month, home], s.matching_share[month, home] if is_low else 0.0,
        s.matching_ceiling[month] * measure,
    )  # fmt: skip


@rule
def offer_of(
    law: LawRecord,
    person: Person,
    chance: Chance,
    has_public_money: bool,
    month: int,
    where: int,
    kind: int,
    job: int,
    earned: float,
    me: Standing,
):
    """What the employee scheme asks this month, and what of it others are expected to bear."""
    p, e, home = law.enrolment, law.employee_pension, person.home
    floor = e.flexible_base_floor[month, home]
    base = contribution_base(p.chosen_base_share[0] * earned, floor, e.base_ceiling[month, home])
    due = e.flexible_rate[month, home] * base
    borne = 0.0
    if job >= 0:
        eligible = me.rights.eligible_share
        borne = expected_of_platform(law.platform_copayment, chance, month, where, job, due, earned, eligible)
    if has_public_money:
        borne += expected_of_government(
            e, law.subsidies, person, chance, month, kind, job, due, earned, floor, me.support.subsidised_months
        )
    return Offer(floor, base, due, borne)


@rule
def worth_of_employee_scheme(
    law: LawRecord, person: Person, chance: Chance, month: int, job: int, earned: float, offer: Offer, rights: Standing
):
    """Systematic utility of the employee scheme at the place of hukou, habit apart."""
    p, e, home, year = law.enrolment, law.employee_pension, person.home, month // 12
    taste = p.taste_employee[year] + p.taste_hukou[person.hukou_type]
    if chance.knowing >= p.knowledge[year]:
        taste -= p.knowledge_effect[0]
    if job >= 0:
        taste += p.taste_occupation[job]
    months_left = max(float(rights.statutory_month - month), 0.0)
    pension = pension_bought(
        offer.base, e.contribution_reference_wage[month, home], e.benefit_reference_wage[year, home],
        e.accrual_rate[year], e.account_rate[month, home], e.annuity_divisor[year, _DIVISOR_AT_60],
    )  # fmt: skip
    present_value = present_value_of_pension(
        pension, p.years_in_payment[0], p.discount_rate[0], months_left / 12.0,
        min(1.0, (rights.paid_months + months_left) / law.retirement.qualifying_months[year]),
    )  # fmt: skip
    return utility_of_employee_scheme(
        taste, p.value_weight[0], p.price_sensitivity[0], present_value, offer.due * max(1.0 - offer.borne, 0.0), earned
    )


@rule
def decide(
    law: LawRecord, person: Person, chance: Chance, month: int, where: int, job: int, employee: float, rights: Standing
):
    """The alternative taken: compelled by law, or the one of highest utility, shocks included."""
    p, e, home, year = law.enrolment, law.employee_pension, person.home, month // 12
    if job >= 0 and is_compelled(chance.compliance, p.compulsory_share[year, job]):
        return EMPLOYEE_SCHEME_AT_WORK if where != home else EMPLOYEE_SCHEME_AT_HUKOU
    habit = rights.habit
    attraction = e.benefit_reference_wage[year, where] / e.benefit_reference_wage[year, home] - 1.0
    admitted = is_admitted(
        p.hukou_rule[month, where], p.hukou_rule_months[month, where], rights.months_by_province[where]
    )
    resident = p.taste_resident[year] + (p.habit[0] if habit == RESIDENT_SCHEME else 0.0)
    at_hukou = employee + (p.habit[0] if habit == EMPLOYEE_SCHEME_AT_HUKOU else 0.0)
    at_work = employee + (p.habit[0] if habit == EMPLOYEE_SCHEME_AT_WORK else 0.0) - p.effort[0]
    at_work += p.place_response[0] * attraction
    return choose(
        chance.tastes[NOTHING], resident + chance.tastes[RESIDENT_SCHEME],
        at_hukou + chance.tastes[EMPLOYEE_SCHEME_AT_HUKOU], at_work + chance.tastes[EMPLOYEE_SCHEME_AT_WORK],
        where != home and admitted,
    )  # fmt: skip


@rule
def employer_insures(p: LawRecord, person: Person, chance: Chance, year: int, kind: int):
    """Whether the employer complies."""
    if kind == EMPLOYEE:
        return chance.compliance < p.employee_compliance[year, person.hukou_type]
    return chance.compliance < p.platform_employee_compliance[year]


@rule
def declared_base(p: LawRecord, chance: Chance, year: int, usual_income: float, income: float):
    """Base an employer declares, yuan: a share of earnings, or nothing, which is the floor."""
    if chance.declaring < p.floor_declaration_share[year]:
        return 0.0
    return p.declared_share[year] * earned_of(usual_income, income)


@rule
def goes_on_paying(p: LawRecord, chance: Chance, year: int, rights: Standing):
    """Whether a worker out of work goes on paying: after five years paid, and lately, for a share of them."""
    was_paying = rights.last_year >= year - 2 and rights.paid_months >= _MONTHS_TO_GO_ON
    return was_paying and chance.declaring < p.continuation_share[year]


@step
def pay_employed_year(
    p: LawRecord, person: Person, chance: Chance, now: Now, record: YearRecord, rights: Standing
) -> None:
    """A whole year with one employer who insures, in one province."""
    where = record.place[0]
    for m in range(12):
        record.pay[m] = PAID_AS_EMPLOYEE
        record.insured[m] = where
        record.target[m] = declared_base(p, chance, now.year, rights.income, record.income[m])
    rights.habit = EMPLOYEE_SCHEME_AT_HUKOU if where == person.home else EMPLOYEE_SCHEME_AT_WORK
    record.pays = EMPLOYED_ALL_YEAR


@rule
def pay_extension(record: YearRecord, january: int, rights: Standing) -> None:
    """Months paid by who goes on paying after the age, where last insured, at the floor."""
    for m in range(record.first, record.until):
        record.insured[m] = record.place[m]
        record.target[m] = 0.0
        month = january + m
        if rights.extend_from <= month <= rights.stop_month:
            record.pay[m] = PAID_AS_FLEXIBLE
            record.insured[m] = rights.insured_province
            record.pays = PAYS


@rule
def joins_resident_scheme(p: LawRecord, chance: Chance, year: int, chosen: int, form: int):
    """Whether who pays nothing else this year is in the resident scheme: by choice, or as others of the form are."""
    if chosen >= 0:
        return chosen == RESIDENT_SCHEME
    return form >= 0 and chance.joining < p.resident_participation[year, form]


@step
def choose_months(
    law: LawRecord, person: Person, chance: Chance, now: Now, has_public_money: bool, record: YearRecord, me: Standing
) -> None:
    """Fill how the months of a changing or flexible year are paid, choosing anew as form or province change."""
    p, rights, year = law.enrolment, me.rights, now.year
    alternative, chosen, employed_at = NOTHING, -1, -1
    previous_form, previous_place, others_form = _NO_FORM, -1, _NO_FORM
    may_go_on = goes_on_paying(p, chance, year, rights)
    is_active, has_paid = False, False
    for m in range(record.first, record.until):
        month = now.january + m
        kind, where = record.form[m], record.place[m]
        record.insured[m] = where
        record.target[m] = 0.0
        is_active |= kind == PLATFORM_FLEXIBLE
        if kind == PLATFORM_FLEXIBLE and given_contract(
            p, law.employee_pension, law.platform_copayment, person, chance, month, where
        ):
            kind = PLATFORM_EMPLOYEE
        if kind == EMPLOYEE or kind == PLATFORM_EMPLOYEE:
            if employer_insures(p, person, chance, year, kind):
                record.pay[m] = PAID_AS_EMPLOYEE
                record.target[m] = declared_base(p, chance, year, rights.income, record.income[m])
                employed_at = where
        elif is_flexible(kind):
            earned = earned_of(rights.income, max(record.income[m], 1.0))
            if kind != previous_form or where != previous_place:
                job = person.occupation if kind == PLATFORM_FLEXIBLE else -1
                offer = offer_of(law, person, chance, has_public_money, month, where, kind, job, earned, me)
                worth = worth_of_employee_scheme(law, person, chance, month, job, earned, offer, rights)
                alternative = chosen = decide(law, person, chance, month, where, job, worth, rights)
            if alternative >= EMPLOYEE_SCHEME_AT_HUKOU:
                record.pay[m] = PAID_AS_FLEXIBLE
                record.insured[m] = where if alternative == EMPLOYEE_SCHEME_AT_WORK else person.home
                aims_at = earned
                if kind == PLATFORM_FLEXIBLE and is_compelled(
                    chance.compliance, p.compulsory_share[year, person.occupation]
                ):
                    aims_at = record.income[m]  # what the law asks is a share of this month's income
                record.target[m] = p.chosen_base_share[0] * aims_at
        elif kind != EDUCATION and kind != PUBLIC_EMPLOYEE:
            others_form = kind
            if may_go_on and (kind == UNEMPLOYED or kind == INACTIVE):
                record.pay[m] = PAID_AS_FLEXIBLE
                record.insured[m] = rights.insured_province
        has_paid |= record.pay[m] != UNPAID
        previous_form, previous_place = kind, where
    if chosen >= 0:
        rights.habit = chosen
    elif employed_at >= 0:
        rights.habit = EMPLOYEE_SCHEME_AT_HUKOU if employed_at == person.home else EMPLOYEE_SCHEME_AT_WORK
    if not has_paid:  # one basic scheme a year: who pays the employee scheme does not pay the resident one
        if others_form < 0 and (previous_form == EMPLOYEE or previous_form == PLATFORM_EMPLOYEE):
            others_form = previous_form
        record.joins = joins_resident_scheme(p, chance, year, chosen, others_form)
    record.pays = PAYS if is_active or has_paid else IDLE


@step
def choose_year(
    law: LawRecord, person: Person, chance: Chance, now: Now, has_public_money: bool, record: YearRecord, me: Standing
) -> None:
    """Fill how the months now lived are paid, where, and the base aimed at; whether the resident scheme is joined.

    Who has left the employee scheme short of months may still be in the resident scheme until its own age
    (国发〔2014〕8号 art. 3, 7).

    ``record.pays`` is PAYS for who has a month paid or platform work, EMPLOYED_ALL_YEAR for whom an employer insures
    in all twelve in one province, IDLE for the others: later steps pass over whom they do not concern.
    """
    p, rights, year = law.enrolment, me.rights, now.year
    if rights.outcome == SETTLED_EXTENDING:
        pay_extension(record, now.january, rights)
        return
    form = person.steady_form
    if rights.outcome != UNSETTLED or now.january > rights.stop_month:
        last = record.form[11]
        if rights.outcome == SETTLED_OUT and last != EDUCATION and last != PUBLIC_EMPLOYEE:
            record.joins = joins_resident_scheme(p, chance, year, -1, last)
        return
    if record.until == 12 and form != CHANGING:
        compliance = p.employee_compliance[year, person.hukou_type]
        if is_outside(form, chance.compliance, compliance, goes_on_paying(p, chance, year, rights)):
            if form != EDUCATION and form != PUBLIC_EMPLOYEE:
                record.joins = joins_resident_scheme(p, chance, year, -1, form)
            return
        if form == EMPLOYEE:
            pay_employed_year(p, person, chance, now, record, rights)
            return
    choose_months(law, person, chance, now, has_public_money, record, me)
