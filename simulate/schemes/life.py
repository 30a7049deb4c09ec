"""Whole lives of a batch of workers under one scenario, year by year: the order in which the schemes act.

Reading ``live`` is reading a calendar year: pensions are adjusted, claims of the year are foreseen, enrolment is
chosen, contributions are due, platforms co-pay, months lapse, contributions are collected, accounts credited, claims
settled, pensions and payments on death made, and the year folded into the sums.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulate import clock
from simulate.codes import FARM, INACTIVE, PUBLIC_EMPLOYEE
from simulate.contracts import EARNINGS, FIRST_COHORT, PLACE_MEASURES, Careers, Codes, Counts, Reals, Weights, Workers
from simulate.engine.jit import borrowing, rule
from simulate.engine.memory import zeros_in_lines
from simulate.parameters import ParameterSet
from simulate.parameters.economy.params import national_wage
from simulate.schemes.employee_pension import kernels as employee_pension
from simulate.schemes.employee_pension import params as employee_pension_params
from simulate.schemes import positions
from simulate.schemes.enrolment import following
from simulate.schemes.enrolment import kernels as enrolment
from simulate.schemes.enrolment import params as enrolment_params
from simulate.schemes.fold import (
    PLACE_OF, SCALE_OF_LINES, Tables, count_poor, describe_year, fold_kinds, fold_lives, fold_places, new_queue,
    old_age_income,
)  # fmt: skip
from simulate.schemes.occupational_injury import kernels as occupational_injury
from simulate.schemes.occupational_injury import params as occupational_injury_params
from simulate.schemes.occupational_injury.rules import N_COSTS
from simulate.schemes.platform_copayment import kernels as platform_copayment
from simulate.schemes.platform_copayment import params as platform_copayment_params
from simulate.schemes.portability import kernels as portability
from simulate.schemes.portability import params as portability_params
from simulate.schemes.portability.rules import pool_moves
from simulate.schemes.resident_pension import kernels as resident_pension
from simulate.schemes.resident_pension import params as resident_pension_params
from simulate.schemes.retirement import kernels as retirement
from simulate.schemes.retirement import params as retirement_params
from simulate.schemes.settlement import buy_in_year, fold_transfers, settle_year
from simulate.schemes.social_floor import kernels as social_floor
from simulate.schemes.social_floor import params as social_floor_params
from simulate.schemes.state import NEVER, State
from simulate.schemes.subsidies import kernels as subsidies
from simulate.schemes.subsidies import params as subsidies_params

_FIRST_YEAR = clock.FIRST_YEAR
_LAST_YEAR = clock.LAST_REPORT_YEAR
_FIRST_REPORT_YEAR = clock.FIRST_REPORT_YEAR
_FIRST_AGE = clock.CAREER_FIRST_AGE
_JULY = 6  # the month that stands for the year when heads are counted, as in the projection
_FIRST_CLAIMING_AGE = 44
_OLD_AGE = 60
_LAST_SETTLING_AGE = 80  # after which nobody goes on paying or buys months
_INSURED_GRACE = 2  # years without a payment after which a participant no longer counts as active (assumption)


class Economy(NamedTuple):
    """Wages and lines of poverty the schemes look up; year axes start in 1950, yuan a month."""

    wage: Reals  # (year, province)
    national_wage: Reals  # (year,)
    dibao_urban: Reals  # (year,)
    dibao_rural: Reals  # (year,)
    intraprovincial: Reals  # (year,) of rural-hukou non-farm workers in their province, share living away from home


class Law(NamedTuple):
    """All the schemes' parameters under one scenario, packed."""

    economy: Economy
    enrolment: enrolment_params.EnrolmentParameters
    employee_pension: employee_pension_params.EmployeePensionParameters
    retirement: retirement_params.RetirementParameters
    resident_pension: resident_pension_params.ResidentPensionParameters
    platform_copayment: platform_copayment_params.PlatformCopaymentParameters
    subsidies: subsidies_params.SubsidyParameters
    portability: portability_params.PortabilityParameters
    occupational_injury: occupational_injury_params.OccupationalInjuryParameters
    social_floor: social_floor_params.SocialFloorParameters


class Scratch(NamedTuple):
    """Room for the year a batch of workers is living; after it, what happened in its months."""

    income: Reals  # (worker, month) yuan
    pay: Codes  # (worker, month) how the month is paid
    insured: Codes  # (worker, month) province
    target: Reals  # (worker, month) base aimed at, yuan
    base: Reals  # (worker, month) contribution base, yuan
    due: Reals  # (worker, month) a flexible worker's contribution, yuan
    platform_part: Reals  # (worker, month) part of it the platform pays
    government_part: Reals  # (worker, month) part of it the government pays
    fraction: Reals  # (worker, month) part of a month that counts
    joins: Codes  # (worker,) 1 for who is in the resident scheme
    pays: Codes  # (worker,) what the year is to the employee pension: IDLE, PAYS or EMPLOYED_ALL_YEAR
    granted: Counts  # (worker,) a bit for each month with the subsidy of the hard to employ
    gathered: Codes  # (worker,) province where the worker's money comes together this year, NEVER if none moves
    gathered_account: Reals  # (worker,) the balance then, yuan
    old_age_income: Reals  # (worker,) pensions in payment and the floor, yuan a month
    is_final: Codes  # (worker,) 1 for whom the year settles the employee pension
    idle: Codes  # (worker,) the form of who is beyond the career
    expected: Reals  # (cost,) of one platform worker's injuries
    queue: Counts  # (4, line) of the fold
    ledger: Reals  # (worker, PLACE_MEASURES)


def new_scratch(n: int) -> Scratch:
    """Room for ``n`` workers."""
    months = (n, 12)
    return Scratch(
        income=np.zeros(months), pay=np.zeros(months, np.int16), insured=np.zeros(months, np.int16),
        target=np.zeros(months), base=np.zeros(months), due=np.zeros(months), platform_part=np.zeros(months),
        government_part=np.zeros(months), fraction=np.ones(months), joins=np.zeros(n, np.int16),
        pays=np.zeros(n, np.int16), granted=np.zeros(n, np.int64), gathered=np.zeros(n, np.int16),
        gathered_account=np.zeros(n), old_age_income=np.zeros(n), is_final=np.zeros(n, np.int16),
        idle=np.full(n, INACTIVE, np.int16), expected=np.zeros(N_COSTS), queue=new_queue(),
        ledger=zeros_in_lines((n, len(PLACE_MEASURES)), np.float64),
    )  # fmt: skip


def build_law(parameters: ParameterSet, intraprovincial: Reals) -> Law:
    """Pack every scheme's parameters."""
    economy = Economy(
        wage=np.ascontiguousarray(parameters["economy.reference_wage"].values, dtype=np.float64),
        national_wage=np.ascontiguousarray(national_wage(parameters), dtype=np.float64),
        dibao_urban=np.ascontiguousarray(parameters["economy.dibao_urban"].values, dtype=np.float64),
        dibao_rural=np.ascontiguousarray(parameters["economy.dibao_rural"].values, dtype=np.float64),
        intraprovincial=np.ascontiguousarray(intraprovincial, dtype=np.float64),
    )
    return Law(
        economy, enrolment_params.build(parameters), employee_pension_params.build(parameters),
        retirement_params.build(parameters), resident_pension_params.build(parameters),
        platform_copayment_params.build(parameters), subsidies_params.build(parameters),
        portability_params.build(parameters), occupational_injury_params.build(parameters),
        social_floor_params.build(parameters),
    )  # fmt: skip


@rule
def _incomes(economy, year, first_row, place, earnings, income):
    """Monthly income of the year, yuan: relative earnings x mean wage of the province of work."""
    wage = economy.wage[year]
    for lane in range(income.shape[0]):
        for m in range(12):
            income[lane, m] = earnings[first_row + m, lane] * wage[place[first_row + m, lane]]


@rule
def _remember_income(economy, year, first_row, form, steady, income, ledger, rights):
    """Mean income of the months with earnings, and the career so far, for next year's bases and replacement rates.

    ``steady`` (worker,) is the form held all year, if one is.
    """
    for lane in range(income.shape[0]):
        total = 0.0
        months = 0
        for m in range(12):
            total += income[lane, m]
            months += income[lane, m] > 0.0
        ledger[lane, EARNINGS] = total
        if months == 0:
            continue
        public = months if steady[lane] == PUBLIC_EMPLOYEE else 0
        farm = months if steady[lane] == FARM else 0
        for m in range(12 if steady[lane] == enrolment.CHANGING else 0):
            if income[lane, m] > 0.0:
                public += form[first_row + m, lane] == PUBLIC_EMPLOYEE
                farm += form[first_row + m, lane] == FARM
        rights.public_months[lane] += public
        rights.income[lane] = total / months
        rights.career_earnings[lane] += total / economy.national_wage[year]
        rights.career_months[lane] += months
        rights.working_months[lane] += months - public - farm


@borrowing
def live(economy, p, e, t, r, c, s, o, i, f, place_of, scale, flows, has_flows, workers, birth_month, persons, deaths,
         start, stop, careers, choices, script, scratch, rights, residents, support, position, seed, first_table_year,
         place_table, kind_table, cohort_table, awards_table):  # fmt: skip
    """Live through the calendar years from ``start`` to before ``stop`` and add the years reported to the tables.

    Parameters p (enrolment), e (employee pension), t (retirement), r (resident pension), c (platform co-payment), s
    (subsidies), o (portability), i (occupational injury), f (social floor);
    ``persons`` and ``deaths`` (year, sex) are the weights; the tables are those of ``fold.Tables``, ``cohort_table``
    that of this cohort.
    """
    birth_year, worker, group, sex, _, _, hukou_type, education = workers
    first_year, form, place, earnings, occupation, home, stays_away = careers
    (income, pay, insured, target, base, due, platform_part, government_part, fraction, joins, pays, granted,
     gathered, gathered_account, old_income, is_final, idle, expected, queue, ledger) = scratch  # fmt: skip
    n_rows = home.shape[0]
    last_age = clock.LAST_AGE
    for calendar_year in range(max(first_year, start), min(_LAST_YEAR, birth_year + last_age, stop - 1) + 1):
        year = calendar_year - _FIRST_YEAR
        january = 12 * year
        age = calendar_year - birth_year
        row = min(calendar_year - first_year, n_rows - 1)
        first_row = 12 * (calendar_year - first_year)
        is_career = calendar_year - first_year < n_rows
        is_reported = calendar_year >= _FIRST_REPORT_YEAR
        form_now = form[first_row + _JULY] if is_career else idle
        place_now = place[min(first_row + _JULY, place.shape[0] - 1)]
        if age >= _FIRST_CLAIMING_AGE:
            employee_pension.index_pensions(e, year, rights)
        if is_career:
            is_public_money = subsidies.is_on_offer(s, january, age)
            has_platforms = choices.has_platforms[row] != 0
            _incomes(economy, year, first_row, place, earnings, income)
            if age >= _FIRST_CLAIMING_AGE:
                retirement.expect_claims(t, worker, sex, education, birth_month, form[first_row], january, seed, rights)
            if script.alternative.shape[0] > 0:
                following.follow_year(
                    p, january, first_row, row, script.alternative, script.base, script.refused, form, place, home,
                    rights, pay, insured, target, joins, pays,
                )  # fmt: skip
            else:
                enrolment.choose_year(
                    p, e, c, s, is_public_money, choices, rights, support, sex, birth_month,
                    hukou_type, home, form, occupation, place, income, year, row, first_row, t.qualifying_months[year],
                    pay, insured, target, joins, pays,
                )  # fmt: skip
            employee_pension.due_year(
                e, january, pays, pay, insured, target, base, due, fraction, platform_part, government_part
            )
            if has_platforms:
                platform_copayment.copay_year(
                    c, e.flexible_base_floor, january, form, first_row, place, occupation[row], choices.steady[row],
                    income, insured, pays, due, choices.platforms, rights, platform_part, government_part,
                )  # fmt: skip
            else:
                rights.floor_history[:] = 0
            if is_public_money:
                subsidies.subsidise_year(
                    s, january, birth_month, sex, form, first_row, occupation[row], income, insured, pays, pay,
                    e.flexible_base_floor, e.flexible_rate, e.contribution_reference_wage, due, platform_part,
                    government_part, granted, choices.registered, rights, support,
                )  # fmt: skip
            enrolment.lapse_year(p, form, income, due, platform_part, government_part, first_row, pays, pay)
            if has_platforms:
                platform_copayment.collect_at_source(
                    c, e, january, form, first_row, place, occupation[row], income, rights, pays, insured, pay, base,
                    due, fraction, platform_part, government_part,
                )  # fmt: skip
            if is_public_money or has_platforms:
                subsidies.remember_subsidies_year(is_public_money, pays, pay, government_part, granted, ledger, support)
            if s.care_credit[year] != 0:
                subsidies.credit_care_year(
                    s, january, birth_month, sex, form, first_row, home[row], e.flexible_rate, e.account_rate,
                    e.contribution_reference_wage, pays, pay, insured, base, due, platform_part, government_part,
                    fraction, ledger, rights, support,
                )  # fmt: skip
            portability.join_dual(o, worker, january, pay, pays, residents, rights, seed, joins)
            employee_pension.collect_year(
                e, january, pays, pay, insured, base, fraction, platform_part, government_part, ledger, rights
            )
            employee_pension.remember_year(e, january, pays, pay, insured, fraction, rights)
            if s.deferral[year] != 0 or s.deferral[max(year - 1, 0)] != 0:
                subsidies.defer_year(
                    s, january, worker, form, first_row, home[row], pays, pay, due, e.flexible_base_floor,
                    e.flexible_rate, e.account_rate, e.contribution_reference_wage, o.transfer_share[january], seed,
                    ledger, rights, support,
                )  # fmt: skip
            resident_pension.contribute_year(
                r, p.resident_tier_share, worker, year, age, joins, home[row], seed, ledger, residents
            )
            portability.count_dual(pay, pays, ledger, residents)
            _remember_income(economy, year, first_row, form, choices.steady[row], income, ledger, rights)
            if i.is_active[year] != 0:
                occupational_injury.injure_year(
                    i, economy.wage, form, occupation, place, home[row], income, base, pay, pays, has_platforms,
                    january, year, first_row, row, expected, ledger, support,
                )  # fmt: skip
        employee_pension.credit_year(e, year, ledger, rights)
        gathered[:] = NEVER
        if is_career:
            portability.move_year(
                o, worker, january, birth_month, sex, home[row], base, pay, insured, pays, seed, gathered,
                gathered_account, rights,
            )  # fmt: skip
        resident_pension.credit_year(r, year, ledger, residents)
        is_final[:] = 0
        may_settle = _FIRST_CLAIMING_AGE <= age <= _LAST_SETTLING_AGE
        if may_settle:
            settle_year(
                e, t, o, worker, birth_month, age, home[row], january, seed, ledger, rights, residents, gathered,
                gathered_account, is_final,
            )  # fmt: skip
            buy_in_year(
                e, t, o, worker, birth_month, hukou_type, home[row], age, january, seed, ledger, rights, residents,
                gathered, gathered_account,
            )  # fmt: skip
            portability.refund_dual(o, january, is_final, ledger, residents)
        if age >= _FIRST_CLAIMING_AGE:
            resident_pension.claim_year(
                r, p.resident_tier_share, worker, year, age, home[row], rights, seed, ledger, residents
            )
            employee_pension.pay_pensions(january, ledger, rights)
        resident_pension.pay_pensions(r, year, deaths[year], sex, home[row], ledger, residents)
        employee_pension.pay_on_death(e, year, january, deaths[year], sex, ledger, rights)
        if i.is_active[year] != 0:
            occupational_injury.pay_allowances(i, year, place_now, ledger, rights, support)
        table_year = max(calendar_year - first_table_year, 0)
        if age >= _FIRST_CLAIMING_AGE:
            fold_lives(
                persons[year], group, sex, is_final, is_reported, economy.national_wage[year], economy.wage[year],
                rights, ledger, cohort_table, awards_table[:, table_year],
            )  # fmt: skip
        if is_career or may_settle:
            fold_transfers(
                persons[year], group, sex, pool_moves(january + 11, o.transfer_start[0]), gathered, gathered_account,
                rights, is_reported, table_year, place_table,
            )  # fmt: skip
        if not is_reported:
            positions.add_year(
                persons[year], sex, economy.national_wage[year], ledger, position.paid, position.received
            )
            ledger[:] = 0.0
            continue
        describe_year(
            form_now, place_now, home[row], hukou_type, stays_away, economy.intraprovincial[year], year,
            _INSURED_GRACE, rights, residents, ledger,
        )  # fmt: skip
        if age >= _OLD_AGE:
            old_age_income(home[row], r.flat_pension[year], rights, residents, old_income)
            social_floor.floor_year(
                f, year, age, hukou_type, economy.dibao_urban[year], economy.dibao_rural[year], old_income,
                rights.paid_months, worker, seed, ledger,
            )  # fmt: skip
            count_poor(hukou_type, economy.dibao_urban[year], economy.dibao_rural[year], old_income, ledger)
        fold_kinds(
            persons[year], group, sex, hukou_type, education, form_now, occupation[row], age, rights, residents, ledger,
            table_year, kind_table,
        )  # fmt: skip
        fold_places(
            place_of, scale, flows, has_flows, persons[year], economy.national_wage[year], group, sex, place_now,
            home[row], rights, ledger, table_year, place_table, position.paid, position.received, queue,
        )  # fmt: skip


def first_difference(one: Law, other: Law) -> int:
    """Calendar year from which two laws differ; after the horizon if they do not.

    No step reads a table ahead of the year it lives in, so that until then lives under both laws are the same.
    """
    year = _LAST_YEAR + 1
    for room, other_room in zip(one, other, strict=True):
        for a, b in zip(room, other_room, strict=True):
            if a.shape != b.shape:
                return _FIRST_YEAR
            rows = np.flatnonzero((a != b).reshape(a.shape[0], -1).any(axis=1))
            if len(rows) and a.shape[0] == clock.N_MONTHS:
                year = min(year, _FIRST_YEAR + int(rows[0]) // 12)
            elif len(rows) and a.shape[0] == clock.N_YEARS:
                year = min(year, _FIRST_YEAR + int(rows[0]))
            elif len(rows):
                return _FIRST_YEAR
    return year


def choices_of(law: Law, workers: Workers, careers: Careers, seed: int) -> enrolment.Choices:
    """Draw what chance has to do with the enrolment of a batch; the same for all laws that renew traits alike."""
    first_year = careers.first_year - clock.FIRST_YEAR
    renewal = float(law.enrolment.trait_renewal[0])
    return enrolment.draw_choices(workers.worker, careers.form, careers.work_province, first_year, renewal, seed)


def arguments(
    law: Law, workers: Workers, careers: Careers, choices: enrolment.Choices, weights: Weights, seed: int,
    years: tuple[int, int], state: State, tables: Tables, scratch: Scratch | None = None,
    script: following.Script | None = None,
) -> tuple[Any, ...]:  # fmt: skip
    """The arguments of ``live``, bare arrays in its order."""
    birth_month = (workers.birth_year - clock.FIRST_YEAR) * 12 + workers.birth_month.astype(np.int64)
    return (
        *law, PLACE_OF, SCALE_OF_LINES, positions.FLOWS, positions.HAS_FLOWS, workers, birth_month, weights.persons,
        weights.death_rate, *years, careers, choices, following.no_script() if script is None else script,
        new_scratch(len(workers.worker)) if scratch is None else scratch, *state, seed, tables.first_year, tables.place,
        tables.kind, tables.cohort[:, workers.birth_year - FIRST_COHORT], tables.awards,
    )  # fmt: skip


def simulate_years(
    law: Law, workers: Workers, careers: Careers, choices: enrolment.Choices, weights: Weights, seed: int,
    years: tuple[int, int], state: State, tables: Tables, scratch: Scratch | None = None,
    script: following.Script | None = None,
) -> None:  # fmt: skip
    """Live the calendar years (first, last exclusive) of a batch under one law; state and tables change in place.

    A ``scratch`` given holds, after a call for a single year, what happened in its months; a ``script`` says how the
    months are insured, instead of the model's choice.
    """
    live(*arguments(law, workers, careers, choices, weights, seed, years, state, tables, scratch, script))


def close_positions(law: Law, workers: Workers, careers: Careers, weights: Weights, state: State) -> Reals:
    """Net position of each worker (worker,) once the horizon is reached: received less paid, in months of mean wage.

    Pensions still running are added for the years the cohort has left at the death rates of the horizon.
    """
    last = _LAST_YEAR - _FIRST_YEAR
    received = state.position.received.copy()
    if workers.birth_year + clock.LAST_AGE > _LAST_YEAR:
        positions.add_beyond_horizon(
            weights.persons[last], weights.years_left, workers.sex, careers.hukou_province[-1],
            law.economy.national_wage[last], law.resident_pension.flat_pension[last], state.rights, state.residents,
            received,
        )  # fmt: skip
    net: Reals = received - state.position.paid
    return net
