"""Enrolment in a worker's year: who insures where, and at what base.

A choice is taken each January and whenever the form of work or the province changes: what is offered, what each
alternative is worth, what is decided, and how the months are then paid.
"""

from __future__ import annotations

from simulate.codes import (
    EDUCATION, EMPLOYEE, INACTIVE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE, UNEMPLOYED,
)  # fmt: skip
from simulate.engine.jit import rule, step
from simulate.engine.months import fill_year
from simulate.schemes.acquired import months_paid_there
from simulate.schemes.cost_sharing import HIGHER, NO_COPAYMENT, platform_cost
from simulate.schemes.employee_pension.params import EmployeePensionParameters
from simulate.schemes.enrolment.offer_rules import NOT_OFFERED, offer_at, worth_at_floor, worth_of_resident_scheme
from simulate.schemes.enrolment.params import EnrolmentParameters
from simulate.schemes.enrolment.rules import (
    EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK, NOTHING, RESIDENT_SCHEME, choose, is_admitted, is_compelled,
    is_flexible, is_outside, logistic_of_gumbel, rule_for, says_yes, share_given_contracts, takes_other,
    utility_of_nest, utility_of_scheme,
)  # fmt: skip
from simulate.schemes.law import Law
from simulate.schemes.platform_copayment.params import PlatformCopaymentParameters
from simulate.schemes.state import (
    EMPLOYED_ALL_YEAR, IDLE, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, SETTLED_EXTENDING, SETTLED_OUT, UNPAID,
    UNSETTLED, Rights, Standing,
)  # fmt: skip
from simulate.schemes.views import CHANGING, Chance, InForce, Now, Person, YearRecord

_NO_FORM = -1


@rule
def earned_of(usual_income: float, income: float) -> float:
    """Earnings a worker expects, yuan a month: those of the last year with any, else of the month."""
    return usual_income if usual_income > 0.0 else income


@rule
def is_given_contract(p: EnrolmentParameters, person: Person, chance: Chance, year: int) -> bool:
    """Whether a flexible platform worker is among the share of the occupation whom platforms employ."""
    return person.occupation >= 0 and chance.contract < p.contract_share[year, person.occupation]


@rule
def answers_with_contract(
    p: EnrolmentParameters,
    e: EmployeePensionParameters,
    c: PlatformCopaymentParameters,
    person: Person,
    chance: Chance,
    month: int,
    where: int,
) -> bool:
    """Whether the platform gives a flexible platform worker a contract since it saves little by not doing so."""
    job, response = person.occupation, p.contract_response[month // 12]
    if response <= 0.0 or job < 0 or c.binds[month, job] == 0 or c.rule[month, where] == NO_COPAYMENT:
        return False
    cost = platform_cost(
        c.rule[month, where], c.share[month], c.order_levy_rate[month] / c.income_share_of_orders[month],
        e.flexible_rate[month, where], c.dependence_rate[month, HIGHER], c.three_way_platform_share[month],
    )  # fmt: skip
    return chance.contract < share_given_contracts(response, cost, e.employer_rate[month, where])


@rule
def taste_for_employee_scheme(p: EnrolmentParameters, person: Person, chance: Chance, year: int, job: int) -> float:
    """Taste of a flexible worker for the employee scheme, with what not knowing the rules takes from it."""
    taste = p.taste_employee[year] + p.taste_hukou[year, person.hukou_type]
    if chance.knowing >= p.knowledge[year]:
        taste -= p.knowledge_effect[year]
    if job >= 0:
        taste += p.taste_occupation[year, job]
    return taste


@rule
def worth_of_employee_scheme(
    law: Law,
    person: Person,
    chance: Chance,
    has_public_money: bool,
    month: int,
    where: int,
    there: int,
    kind: int,
    job: int,
    earned: float,
    taste: float,
    record: YearRecord,
    me: Standing,
) -> float:
    """Systematic utility of the employee scheme for a worker in ``where`` who would insure ``there``."""
    p, year = law.enrolment, month // 12
    offer = offer_at(law, person, chance, has_public_money, month, where, there, kind, job, earned, record, me)
    return utility_of_scheme(taste, p.value_weight[year], p.price_sensitivity[year], offer.value, offer.net, earned)


@rule
def rule_at(p: EnrolmentParameters, chance: Chance, month: int, where: int, form: int) -> int:
    """The hukou rule that binds a worker of this form in a province."""
    own = p.own_account_share[month // 12]
    return rule_for(p.hukou_rule[month, where], p.own_account_rule[month, where], form, chance.own_account, own)


@rule
def is_let_in(
    p: EnrolmentParameters, chance: Chance, month: int, where: int, form: int, record: YearRecord, rights: Rights
) -> bool:
    """Whether a province lets a worker of this form without local hukou insure there in a month of the year.

    人社部发〔2021〕56号; the months there are those of the province's own rule, the ones of this year among them.
    """
    there = months_paid_there(
        rights.months_by_province[where], record.pay, record.insured, record.first, month % 12, where
    )
    return is_admitted(rule_at(p, chance, month, where, form), p.hukou_rule_months[month, where], there)


@rule
def decide(
    law: Law,
    person: Person,
    chance: Chance,
    has_public_money: bool,
    month: int,
    where: int,
    kind: int,
    job: int,
    earned: float,
    record: YearRecord,
    me: Standing,
) -> int:
    """The alternative taken: compelled by law, or the one of highest utility, shocks included.

    The employee scheme at the place of hukou and at the place of work are one nest, near substitutes.
    """
    p, home, year, rights = law.enrolment, person.home, month // 12, me.rights
    if job >= 0 and is_compelled(chance.compelled, p.compulsory_share[year, job]):
        return EMPLOYEE_SCHEME_AT_WORK if where != home else EMPLOYEE_SCHEME_AT_HUKOU
    habit = p.habit[year]
    resident = p.taste_resident[year] + worth_of_resident_scheme(law, person, month, earned, me.residents)
    resident += habit if rights.habit == RESIDENT_SCHEME else 0.0
    taste = taste_for_employee_scheme(p, person, chance, year, job)
    employee = worth_of_employee_scheme(
        law, person, chance, has_public_money, month, where, home, kind, job, earned, taste, record, me
    ) + (habit if rights.habit == EMPLOYEE_SCHEME_AT_HUKOU else 0.0)
    there = EMPLOYEE_SCHEME_AT_HUKOU
    if where != home and is_let_in(p, chance, month, where, kind, record, rights):
        at_work = (
            worth_of_employee_scheme(
                law, person, chance, has_public_money, month, where, where, kind, job, earned, taste, record, me
            )
            + (habit if rights.habit == EMPLOYEE_SCHEME_AT_WORK else 0.0)
            - p.effort[year]
        )
        shock = logistic_of_gumbel(chance.tastes[EMPLOYEE_SCHEME_AT_WORK])
        if takes_other(employee, at_work, p.place_dissimilarity[0], shock):
            there = EMPLOYEE_SCHEME_AT_WORK
        employee = utility_of_nest(employee, at_work, p.place_dissimilarity[0])
    best = choose(
        chance.tastes[NOTHING], resident + chance.tastes[RESIDENT_SCHEME],
        employee + chance.tastes[EMPLOYEE_SCHEME_AT_HUKOU],
    )  # fmt: skip
    return there if best == EMPLOYEE_SCHEME_AT_HUKOU else best


@rule
def employer_insures(p: EnrolmentParameters, person: Person, chance: Chance, year: int, where: int, kind: int) -> bool:
    """Whether the employer, in the province ``where``, complies."""
    if kind == EMPLOYEE:
        return chance.compliance < p.employee_compliance[year, where, person.hukou_type]
    return chance.compliance < p.platform_employee_compliance[year]


@rule
def declared_base(p: EnrolmentParameters, chance: Chance, year: int, income: float, rights: Rights) -> float:
    """Base an employer declares, yuan: a share of earnings, or nothing, which is the floor.

    The staff of old state and collective firms, who hold deemed months, are declared in full.
    """
    earned = earned_of(rights.income, income)
    if rights.deemed_months >= p.state_staff_months[year]:
        return p.state_declared_share[year] * earned
    return 0.0 if chance.declaring < p.floor_declaration_share[year] else p.declared_share[year] * earned


@rule
def goes_on_paying(law: Law, person: Person, chance: Chance, now: Now, record: YearRecord, rights: Rights) -> bool:
    """Whether a worker out of work, insured lately and for long enough, goes on paying at the floor."""
    p, year = law.enrolment, now.year
    if rights.last_month // 12 < year - 2 or rights.paid_months < p.months_to_go_on[year]:
        return False
    worth = worth_at_floor(law, person, now.january, rights.insured_province, rights.income, record, rights)
    return says_yes(chance.continuing, p.taste_continuing[year] + worth)


@step
def pay_employed_year(
    p: EnrolmentParameters, person: Person, chance: Chance, now: Now, record: YearRecord, rights: Rights
) -> None:
    """A whole year with one employer who insures, in one province."""
    where = record.place[0]
    fill_year(record.pay, PAID_AS_EMPLOYEE)
    fill_year(record.insured, where)
    if rights.income > 0.0:  # nothing is read of the month itself
        fill_year(record.target, declared_base(p, chance, now.year, rights.income, rights))
    else:
        for m in range(12):
            record.target[m] = declared_base(p, chance, now.year, record.income[m], rights)
    rights.habit = EMPLOYEE_SCHEME_AT_HUKOU if where == person.home else EMPLOYEE_SCHEME_AT_WORK
    record.pays = EMPLOYED_ALL_YEAR


@rule
def pay_extension(record: YearRecord, january: int, rights: Rights) -> None:
    """Months paid by a worker who goes on paying after the age, where the pension will be paid, at the floor."""
    for m in range(record.first, record.until):
        record.insured[m] = record.place[m]
        record.target[m] = 0.0
        month = january + m
        if rights.extend_from <= month <= rights.stop_month:
            record.pay[m] = PAID_AS_FLEXIBLE
            record.insured[m] = rights.insured_province
            record.pays = PAYS


@rule
def joins_resident_scheme(
    law: Law, person: Person, chance: Chance, now: Now, chosen: int, form: int, me: Standing
) -> bool:
    """Whether a worker paying nothing else is in the resident scheme this year, by the choice of the kind of worker."""
    if chosen >= 0:
        return chosen == RESIDENT_SCHEME
    if form < 0:
        return False
    worth = worth_of_resident_scheme(law, person, now.january, me.rights.income, me.residents)
    if worth == NOT_OFFERED:
        return False
    return says_yes(chance.joining, law.enrolment.taste_resident_form[now.year, form] + worth)


@rule
def repeat_month(m: int, record: YearRecord) -> None:
    """Pay a month as the month before."""
    record.pay[m], record.insured[m], record.target[m] = record.pay[m - 1], record.insured[m - 1], record.target[m - 1]


@step
def choose_months(
    law: Law, person: Person, chance: Chance, now: Now, in_force: InForce, record: YearRecord, me: Standing
) -> None:
    """Fill how the months of a changing or flexible year are paid, choosing again whenever form or province changes.

    Seventeen ways through it, in more than sixty lines, since each form of work is insured otherwise, and a month's
    choice is the month's before unless form or province change: in functions by form, what one month leaves to the next
    would go through them all.
    """
    p, rights, year = law.enrolment, me.rights, now.year
    alternative, chosen, employed_at = NOTHING, -1, -1
    form_before, previous_form, previous_place, others_form = _NO_FORM, _NO_FORM, -1, _NO_FORM
    may_go_on = not is_flexible(person.steady_form) and goes_on_paying(law, person, chance, now, record, rights)
    has_contract = is_given_contract(p, person, chance, year)
    may_be_given_one = in_force.copayment != 0 and person.occupation >= 0 and p.contract_response[year] > 0.0
    compelled = person.occupation >= 0 and is_compelled(chance.compelled, p.compulsory_share[year, person.occupation])
    repeats = rights.income > 0.0 and not (may_be_given_one or compelled)  # nothing is read of the month itself
    is_active, has_paid = False, False
    for m in range(record.first, record.until):
        kind, where = record.form[m], record.place[m]
        if repeats and kind == form_before and where == previous_place:
            repeat_month(m, record)
            continue
        month, form_before = now.january + m, kind
        record.insured[m] = where
        record.target[m] = 0.0
        if kind == PLATFORM_FLEXIBLE:
            is_active = True
            if has_contract or (
                may_be_given_one
                and answers_with_contract(p, law.employee_pension, law.platform_copayment, person, chance, month, where)
            ):
                kind = PLATFORM_EMPLOYEE
        if kind == EMPLOYEE or kind == PLATFORM_EMPLOYEE:
            if employer_insures(p, person, chance, year, where, kind):
                record.pay[m] = PAID_AS_EMPLOYEE
                record.target[m] = declared_base(p, chance, year, record.income[m], rights)
                employed_at = where
        elif is_flexible(kind):
            earned = earned_of(rights.income, max(record.income[m], 1.0))
            if kind != previous_form or where != previous_place:
                job = person.occupation if kind == PLATFORM_FLEXIBLE else -1
                alternative = chosen = decide(
                    law, person, chance, in_force.public_money != 0, month, where, kind, job, earned, record, me
                )
            if alternative >= EMPLOYEE_SCHEME_AT_HUKOU:
                record.pay[m] = PAID_AS_FLEXIBLE
                record.insured[m] = where if alternative == EMPLOYEE_SCHEME_AT_WORK else person.home
                aims_at = earned
                if kind == PLATFORM_FLEXIBLE and compelled:
                    aims_at = record.income[m]  # what the law requires is a share of this month's income
                record.target[m] = p.chosen_base_share[year] * aims_at
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
    if not has_paid:  # one basic scheme a year: those who pay the employee scheme do not pay the resident one
        if others_form < 0 and (previous_form == EMPLOYEE or previous_form == PLATFORM_EMPLOYEE):
            others_form = previous_form
        record.joins = joins_resident_scheme(law, person, chance, now, chosen, others_form, me)
    record.pays = PAYS if is_active or has_paid else IDLE


@step
def choose_year(
    law: Law, person: Person, chance: Chance, now: Now, in_force: InForce, record: YearRecord, me: Standing
) -> None:
    """Fill how the months now lived are paid, where, and the base aimed at; whether the resident scheme is joined.

    A worker who left the employee scheme short of months may still be in the resident scheme until its own age
    (国发〔2014〕8号 art. 3, 7).

    ``record.pays`` is PAYS for those with a month paid or platform work, EMPLOYED_ALL_YEAR for those an employer
    insures in all twelve in one province, IDLE for the others: later steps skip those they do not concern.
    """
    p, rights, year = law.enrolment, me.rights, now.year
    if rights.outcome == SETTLED_EXTENDING:
        pay_extension(record, now.january, rights)
        return
    form = person.steady_form
    if rights.outcome != UNSETTLED or now.january > rights.stop_month:
        last = record.form[11]
        if rights.outcome == SETTLED_OUT and last != EDUCATION and last != PUBLIC_EMPLOYEE:
            record.joins = joins_resident_scheme(law, person, chance, now, -1, last, me)
        return
    if record.until == 12 and form != CHANGING:
        compliance = p.employee_compliance[year, record.place[0], person.hukou_type]
        is_idle = form == UNEMPLOYED or form == INACTIVE
        if is_outside(
            form, chance.compliance, compliance, is_idle and goes_on_paying(law, person, chance, now, record, rights)
        ):
            if form != EDUCATION and form != PUBLIC_EMPLOYEE:
                record.joins = joins_resident_scheme(law, person, chance, now, -1, form, me)
            return
        if form == EMPLOYEE:
            pay_employed_year(p, person, chance, now, record, rights)
            return
    choose_months(law, person, chance, now, in_force, record, me)
