"""Injury at work in a worker's year: premiums, and benefits as frequency x severity x amount, without draws."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.clock import JULY
from simulate.codes import OTHER_FLEXIBLE, PLATFORM_FLEXIBLE
from simulate.contracts import (
    EMPLOYER_TO_WORK_INJURY, GOVERNMENT_TO_INJURY, INJURY_DEATH, INJURY_DISABILITY, INJURY_MEDICAL, INSURED_INJURY,
    PLATFORM_TO_INJURY, RECEIVED_INJURY, RECEIVED_WORK_INJURY, WORKER_TO_INJURY, WORK_INJURY_BENEFITS, Reals,
)  # fmt: skip
from simulate.engine.jit import rule, step
from simulate.schemes.employee_pension.rules import months_in_payment
from simulate.schemes.law import Economy
from simulate.schemes.occupational_injury.params import InjuryRights, OccupationalInjuryParameters
from simulate.schemes.occupational_injury.rules import (
    DEATHS, EMPLOYEES, HIGHEST, LOCAL_MONTHLY, LOCAL_ONE_OFF, LOWEST, MEDICAL, NO_MODEL, N_COSTS, OWN_MONTHLY,
    OWN_ONE_OFF, TAICANG, covers_others, death_benefits, insured_share, month_premium, monthly_allowance,
    one_off_benefit, rate_premium, wage_considered, worker_part,
)  # fmt: skip
from simulate.schemes.state import IDLE, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, SETTLED_EMPLOYEE, Standing
from simulate.schemes.views import Here, Now, Person, YearRecord

_PAID_IN_FIRST_YEAR = 6.0  # months of a new allowance, injuries being spread over the year


class Costs(NamedTuple):
    """What injuries are expected to cost, yuan: of treatment, in one sum, a month from now on, and on death."""

    medical: float
    one_off: float
    allowance: float
    death: float


@rule
def costs_of(i: OccupationalInjuryParameters, year: int, own: float, local: float, cost: Reals) -> Costs:
    """Expected costs of injuries that ``cost`` (cost,) describes, at the own and the local wage."""
    own_wage = wage_considered(own, local, i.wage_bounds[year, LOWEST], i.wage_bounds[year, HIGHEST])
    return Costs(
        cost[MEDICAL], one_off_benefit(cost[OWN_ONE_OFF], own_wage) + one_off_benefit(cost[LOCAL_ONE_OFF], local),
        monthly_allowance(cost[OWN_MONTHLY], own_wage) + monthly_allowance(cost[LOCAL_MONTHLY], local),
        death_benefits(
            cost[DEATHS], i.funeral_months[year], local, i.death_grant_multiple[year], i.income_per_head[year]
        ),
    )  # fmt: skip


@rule
def part_of_taicang(i: OccupationalInjuryParameters, year: int, place: int) -> float:
    """Part of a year's months in which a province has the Taicang model."""
    months = 0
    for month in range(12 * year, 12 * year + 12):
        months += i.model[month, place] == TAICANG
    return months / 12.0


@step
def pay_allowances(
    own: OccupationalInjuryParameters,
    economy: Economy,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Adjust the monthly allowances in payment and pay the year's; beside an old-age pension only a part is due.

    工伤保险条例 art. 35: the pension takes the place of the allowance from its first month.  In the months in which the
    province of July has the Taicang model government pays what benefits cost.
    """
    mine, year = me.occupational_injury, now.year
    if own.is_active[year] == 0 or year <= own.start[0] or (mine.work_allowance == 0.0 and mine.allowance == 0.0):
        return
    step = 1.0 + own.indexation[year]
    retired = months_in_payment(now.january, me.rights.stop_month) if me.rights.outcome == SETTLED_EMPLOYEE else 0.0
    months = 12.0 - retired + retired * own.retired_share[year]
    mine.work_allowance *= step
    ledger[WORK_INJURY_BENEFITS] += months * mine.work_allowance
    if mine.allowance == 0.0:
        return
    mine.allowance *= step
    paid = months * mine.allowance
    ledger[INJURY_DISABILITY] += paid
    by_government = paid * part_of_taicang(own, year, here.place)
    ledger[GOVERNMENT_TO_INJURY] += by_government
    ledger[RECEIVED_INJURY] += by_government


@step
def injure_employee(
    i: OccupationalInjuryParameters, wage: Reals, now: Now, record: YearRecord, ledger: Reals, mine: InjuryRights
) -> None:
    """Work injury in the months paid as an employee: the employer's premium, and what injuries are expected to cost."""
    months, bases, premium = record.employed_months, record.employed_bases, 0.0
    if months == 0:
        return
    if i.has_one_rate[now.year] != 0:
        premium = rate_premium(bases, i.work_injury_rate[now.january])
    else:
        for m in range(12):
            if record.pay[m] == PAID_AS_EMPLOYEE:
                premium += rate_premium(record.contribution_base[m], i.work_injury_rate[now.january + m])
    if premium <= 0.0:
        return
    ledger[EMPLOYER_TO_WORK_INJURY] += premium
    ledger[RECEIVED_WORK_INJURY] += premium
    local = wage[max(now.year - 1, 0), record.place[JULY]]
    costs = costs_of(i, now.year, bases / months, local, i.cost[now.year, EMPLOYEES])
    risk = months / 12.0 * i.work_injury_frequency[now.year]
    allowance = risk * costs.allowance
    mine.work_allowance += allowance
    benefits = risk * (costs.medical + costs.one_off + costs.death) + _PAID_IN_FIRST_YEAR * allowance
    ledger[WORK_INJURY_BENEFITS] += benefits


@step
def book_premiums(
    i: OccupationalInjuryParameters, wage: Reals, person: Person, now: Now, record: YearRecord, ledger: Reals
) -> tuple[float, float, float, float]:
    """Book the premiums of insured months by payer and fill ``record.injuries`` with the injuries expected.

    Other flexible workers are hurt as often as employees (assumption: no figure of theirs was found).
    Returns insured months, earnings in them, those under the Taicang model, and the last local wage.
    """
    year, job = now.year, person.occupation
    insured = earned = of_taicang = local = platform = worker = government = 0.0
    record.injuries[:] = 0.0
    for m in range(12):
        month, where = now.january + m, record.place[m]
        model = i.model[month, where]
        is_platform = record.form[m] == PLATFORM_FLEXIBLE and job >= 0
        is_other = record.form[m] == OTHER_FLEXIBLE and covers_others(model)
        if model == NO_MODEL or not (is_platform or is_other):
            continue
        is_paid = record.pay[m] == PAID_AS_FLEXIBLE
        covered = i.covered_share[month, job] if is_platform else 0.0
        share = insured_share(
            model, i.participation[month, model], covered, is_paid and record.insured[m] == where, person.home == where
        )
        if share <= 0.0:
            continue
        local = wage[max(year - 1, 0), where]
        an_order = i.earnings_per_order[year, job] if is_platform else 1.0
        tariff = i.per_order_premium[month, where, job] if is_platform else 0.0
        risk = i.frequency[year, job] if is_platform else i.work_injury_frequency[year]
        by_platform, by_worker, by_government = month_premium(
            model, record.income[m], record.contribution_base[m], local, an_order, tariff,
            i.contribution_rate[month, model], i.flat_premium[year],
            i.flat_subsidy[year], i.ilo_flat_premium[year], i.ilo_markup[year], is_paid,
            i.wage_bounds[year, LOWEST], i.wage_bounds[year, HIGHEST],
        )  # fmt: skip
        of_worker = worker_part(by_platform, i.worker_share[month, model])
        platform += share * (by_platform - of_worker)
        worker += share * (by_worker + of_worker)
        government += share * by_government
        insured += share
        earned += share * record.income[m]
        of_taicang += share if model == TAICANG else 0.0
        for column in range(N_COSTS):
            record.injuries[column] += share / 12.0 * risk * i.cost[year, model, column]
    if insured > 0.0:
        ledger[INSURED_INJURY] += insured / 12.0
        ledger[PLATFORM_TO_INJURY] += platform
        ledger[WORKER_TO_INJURY] += worker
        ledger[GOVERNMENT_TO_INJURY] += government
        ledger[RECEIVED_INJURY] += platform + worker + government
    return insured, earned, of_taicang, local


@step
def injure_flexible_worker(
    i: OccupationalInjuryParameters,
    wage: Reals,
    person: Person,
    now: Now,
    record: YearRecord,
    ledger: Reals,
    mine: InjuryRights,
) -> None:
    """Flexible months a model covers: premiums by payer, then the year's expected benefits at the mean income."""
    insured, earned, of_taicang, local = book_premiums(i, wage, person, now, record, ledger)
    if insured <= 0.0:
        return
    costs = costs_of(i, now.year, earned / insured, local, record.injuries)
    disability = costs.one_off + _PAID_IN_FIRST_YEAR * costs.allowance
    by_government = of_taicang / insured * (costs.medical + disability + costs.death)
    mine.allowance += costs.allowance
    ledger[GOVERNMENT_TO_INJURY] += by_government
    ledger[RECEIVED_INJURY] += by_government
    ledger[INJURY_MEDICAL] += costs.medical
    ledger[INJURY_DISABILITY] += disability
    ledger[INJURY_DEATH] += costs.death


@step
def injure(
    own: OccupationalInjuryParameters,
    economy: Economy,
    person: Person,
    now: Now,
    here: Here,
    record: YearRecord,
    ledger: Reals,
    me: Standing,
) -> None:
    """Premiums and expected benefits of a year: employees' work injury, platform workers' occupational injury."""
    if own.is_active[now.year] == 0:
        return
    wage, mine = economy.wage, me.occupational_injury
    if record.pays != IDLE:
        injure_employee(own, wage, now, record, ledger, mine)
    if now.year >= own.first_model[0] and (record.has_platform != 0 or own.covers_others[now.year] != 0):
        injure_flexible_worker(own, wage, person, now, record, ledger, mine)


STEPS: Final = {"contributions": injure, "death": pay_allowances}
