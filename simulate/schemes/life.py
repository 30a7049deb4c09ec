"""Whole lives of a batch of workers under one scenario, year by year: the order in which the schemes act.

Reading ``live`` is reading a calendar year: pensions are adjusted, claims of the year are foreseen, enrolment is
chosen, contributions are due, platforms co-pay, months lapse, contributions are collected, accounts credited, claims
settled, pensions and payments on death made, and the year folded into the sums.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulate import clock
from simulate.codes import FARM, INACTIVE, PUBLIC_EMPLOYEE
from simulate.contracts import EARNINGS, FIRST_COHORT, N_REPORT_YEARS, PLACE_MEASURES, Careers, Reals, Weights, Workers
from simulate.engine.jit import rule
from simulate.parameters import ParameterSet
from simulate.parameters.economy.params import national_wage
from simulate.schemes.employee_pension import kernels as employee_pension
from simulate.schemes.employee_pension import params as employee_pension_params
from simulate.schemes.enrolment import kernels as enrolment
from simulate.schemes.enrolment import params as enrolment_params
from simulate.schemes.fold import PLACE_OF, SCALE, Tables, describe_year, fold_kinds, fold_lives, fold_places
from simulate.schemes.platform_copayment import kernels as platform_copayment
from simulate.schemes.platform_copayment import params as platform_copayment_params
from simulate.schemes.resident_pension import kernels as resident_pension
from simulate.schemes.resident_pension import params as resident_pension_params
from simulate.schemes.retirement import kernels as retirement
from simulate.schemes.retirement import params as retirement_params
from simulate.schemes.settlement import buy_in_year, settle_year
from simulate.schemes.state import State

N_MEASURES = len(PLACE_MEASURES)
_FIRST_YEAR = clock.FIRST_YEAR
_LAST_YEAR = clock.LAST_REPORT_YEAR
_FIRST_REPORT_YEAR = clock.FIRST_REPORT_YEAR
_N_REPORT_YEARS = N_REPORT_YEARS
_FIRST_AGE = clock.CAREER_FIRST_AGE
_JULY = 6  # the month that stands for the year when heads are counted, as in the projection
_FIRST_CLAIMING_AGE = 44
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
        platform_copayment_params.build(parameters),
    )  # fmt: skip


@rule
def _incomes(economy, year, first_row, place, earnings, income):
    """Monthly income of the year, yuan: relative earnings x mean wage of the province of work."""
    wage = economy.wage[year]
    for lane in range(income.shape[0]):
        for m in range(12):
            income[lane, m] = earnings[first_row + m, lane] * wage[place[first_row + m, lane]]


@rule
def _remember_income(economy, year, first_row, form, income, ledger, rights):
    """Mean income of the months with earnings, and the career so far, for next year's bases and replacement rates."""
    for lane in range(income.shape[0]):
        total = 0.0
        months = 0
        working = 0
        for m in range(12):
            if income[lane, m] > 0.0:
                total += income[lane, m]
                months += 1
                kind = form[first_row + m, lane]
                if kind == PUBLIC_EMPLOYEE:
                    rights.public_months[lane] += 1.0
                elif kind != FARM:
                    working += 1
        ledger[EARNINGS, lane] = total
        if months > 0:
            rights.income[lane] = total / months
            rights.career_earnings[lane] += total / economy.national_wage[year]
            rights.career_months[lane] += months
            rights.working_months[lane] += working


@rule
def live(economy, p, e, t, r, c, place_of, scale, birth_year, worker, group, sex, birth_month, hukou_type, education,
         persons, deaths, start, stop, first_year, form, place, earnings, occupation, home, stays_away, rights,
         residents, seed, n_measures, place_table, kind_table, cohort_table, awards_table):  # fmt: skip
    """Live through the calendar years from ``start`` to before ``stop`` and add the years reported to the tables.

    Parameters p (enrolment), e (employee pension), t (retirement), r (resident pension), c (platform co-payment);
    ``persons`` and ``deaths`` (year, sex) are the weights; the tables are those of ``fold.Tables``, ``cohort_table``
    that of this cohort.
    """
    n = len(worker)
    n_rows = home.shape[0]
    income = np.zeros((n, 12))
    base = np.zeros((n, 12))
    due = np.zeros((n, 12))
    target = np.zeros((n, 12))
    platform_part = np.zeros((n, 12))
    fraction = np.ones((n, 12))
    pay = np.zeros((n, 12), np.int16)
    insured = np.zeros((n, 12), np.int16)
    joins = np.zeros(n, np.int16)
    pays = np.zeros(n, np.int16)
    is_final = np.zeros(n, np.int16)
    ledger = np.zeros((n_measures, n))
    idle = np.full(n, INACTIVE, np.int16)
    last_age = clock.LAST_AGE
    for calendar_year in range(max(first_year, start), min(_LAST_YEAR, birth_year + last_age, stop - 1) + 1):
        year = calendar_year - _FIRST_YEAR
        january = 12 * year
        age = calendar_year - birth_year
        row = min(calendar_year - first_year, n_rows - 1)
        first_row = 12 * (calendar_year - first_year)
        is_career = calendar_year - first_year < n_rows
        form_now = form[first_row + _JULY] if is_career else idle
        ledger[:] = 0.0
        employee_pension.index_pensions(e, year, rights)
        if is_career:
            _incomes(economy, year, first_row, place, earnings, income)
            if age >= _FIRST_CLAIMING_AGE:
                retirement.expect_claims(t, worker, sex, education, birth_month, form[first_row], january, seed, rights)
            fraction[:] = 1.0
            enrolment.choose_year(
                p, e, c, rights, worker, hukou_type, home, form, occupation, place, income, year, row, first_row,
                t.qualifying_months[year], seed, pay, insured, target, joins, pays,
            )  # fmt: skip
            employee_pension.due_year(e, january, pays, pay, insured, target, base, due)
            platform_copayment.copay_year(
                c, e.flexible_base_floor, january, form, first_row, place, income, insured, pays, due, rights,
                platform_part,
            )  # fmt: skip
            enrolment.lapse_year(p, form, income, due, platform_part, first_row, pays, pay)
            platform_copayment.collect_at_source(
                c, e, january, form, first_row, place, income, rights, pays, insured, pay, base, due, fraction,
                platform_part,
            )  # fmt: skip
            employee_pension.collect_year(e, january, pays, pay, insured, base, fraction, platform_part, ledger, rights)
            employee_pension.remember_year(e, january, pays, pay, insured, fraction, rights)
            resident_pension.contribute_year(
                r, p.resident_tier_share, worker, year, age, joins, home[row], seed, ledger, residents
            )
            _remember_income(economy, year, first_row, form, income, ledger, rights)
        employee_pension.credit_year(e, year, ledger, rights)
        resident_pension.credit_year(r, year, ledger, residents)
        is_final[:] = 0
        if age >= _FIRST_CLAIMING_AGE:
            settle_year(e, t, worker, birth_month, age, home[row], january, seed, ledger, rights, residents, is_final)
            buy_in_year(e, t, worker, birth_month, hukou_type, home[row], age, january, seed, ledger, rights, residents)
            resident_pension.claim_year(
                r, p.resident_tier_share, worker, year, age, home[row], rights, seed, ledger, residents
            )
        employee_pension.pay_pensions(january, ledger, rights)
        resident_pension.pay_pensions(r, year, deaths[year], sex, home[row], ledger, residents)
        employee_pension.pay_on_death(e, year, january, deaths[year], sex, ledger, rights)
        place_now = place[min(first_row + _JULY, place.shape[0] - 1)]
        fold_lives(
            persons[year], group, sex, is_final, economy.national_wage[year], economy.wage[year], rights, ledger,
            cohort_table, awards_table[:, max(calendar_year - _FIRST_REPORT_YEAR, 0)],
        )  # fmt: skip
        if calendar_year >= _FIRST_REPORT_YEAR:
            describe_year(
                form_now, place_now, home[row], hukou_type, stays_away, economy.intraprovincial[year], age, year,
                _INSURED_GRACE, economy.dibao_urban[year], economy.dibao_rural[year], r.flat_pension[year], rights,
                residents, ledger,
            )  # fmt: skip
            report_year = calendar_year - _FIRST_REPORT_YEAR
            fold_places(
                place_of, scale, persons[year], group, sex, place_now, home[row], rights, ledger, report_year,
                _N_REPORT_YEARS, place_table,
            )  # fmt: skip
            fold_kinds(
                persons[year], group, sex, form_now, occupation[row], age, rights, residents, ledger, report_year,
                _N_REPORT_YEARS, kind_table,
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


def simulate_years(
    law: Law, workers: Workers, careers: Careers, weights: Weights, seed: int, years: tuple[int, int], state: State,
    tables: Tables,
) -> None:  # fmt: skip
    """Live the calendar years (first, last exclusive) of a batch under one law; state and tables change in place."""
    birth_month = (workers.birth_year - clock.FIRST_YEAR) * 12 + workers.birth_month.astype(np.int64)
    live(
        law.economy, law.enrolment, law.employee_pension, law.retirement, law.resident_pension, law.platform_copayment,
        PLACE_OF, SCALE, workers.birth_year, workers.worker, workers.group, workers.sex, birth_month,
        workers.hukou_type, workers.education, weights.persons, weights.death_rate, *years, careers.first_year,
        careers.form, careers.work_province, careers.earnings, careers.occupation, careers.hukou_province,
        careers.stays_away, state.rights, state.residents, seed, N_MEASURES, tables.place.reshape(-1),
        tables.kind.reshape(-1), tables.cohort[:, workers.birth_year - FIRST_COHORT], tables.awards,
    )  # fmt: skip
