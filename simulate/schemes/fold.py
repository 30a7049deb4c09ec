"""The fold: a year of a batch of workers is weighted and added to the tables of sums.

Sums are kept in fixed point (whole 1/SCALE units in 64-bit integers), so that they do not depend on the order of
addition: neither threads nor batches nor the order of workers change a bit.  A unit is a hundred-millionth of a person
or a thousandth of a fen: the workers of a cohort share a weight, so that rounding errs the same way for all of them and
must be small for one.  The largest sum of a cell, in nominal yuan of 2075, stays well below overflow.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from simulate import contracts as c
from simulate.clock import CAREER_LAST_AGE, FIRST_REPORT_YEAR
from simulate.codes import PROVINCES, SCHEMES, SEXES
from simulate.codes import (
    EDUCATION, EMPLOYEE, FARM, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE, RETIRED,
)  # fmt: skip
from simulate.contracts import (
    ACCOUNT_BALANCE, AGED_60, AWARD_BIN_LOW, AWARD_BIN_WIDTH, AWARD_SUM_EMPLOYEE, AWARD_SUM_RESIDENT, AWARDS_EMPLOYEE,
    AWARDS_RESIDENT,
    BELOW_DIBAO, COHORT_AWARD_OVER_CAREER, COHORT_AWARD_OVER_PROVINCE_WAGE, COHORT_AWARD_SUM, COHORT_AWARDED_EMPLOYEE,
    COHORT_AWARDED_RESIDENT, COHORT_EVER_INSURED, COHORT_INDEX_AWARDED, COHORT_PAID_MONTHS, COHORT_PAID_MONTHS_AWARDED,
    COHORT_PERSONS, COHORT_QUALIFIED,
    COHORT_WORKING_MONTHS, CONTRIBUTORS_EMPLOYEE, CONTRIBUTORS_RESIDENT, EARNINGS, EMPLOYER_TO_ACCOUNTS,
    EMPLOYER_TO_POOL, FIRST_OCCUPATION_KIND, INSURED_AWAY, INSURED_EMPLOYEE, INSURED_RESIDENT,
    KIND_CONTRIBUTORS_EMPLOYEE,
    KIND_CONTRIBUTORS_RESIDENT, KIND_EARNINGS, KIND_EMPLOYER_PAID, KIND_INSURED_AWAY, KIND_INSURED_EMPLOYEE,
    KIND_INSURED_RESIDENT, KIND_PERSONS, KIND_PLATFORM_PAID, KIND_UNINSURED, KIND_WORKER_PAID, MIGRANTS_INTERPROVINCIAL,
    MIGRANTS_INTRAPROVINCIAL, MIGRANTS_LOCAL, N_AWARD_BINS, N_KINDS, PERSONS, PLATFORM_TO_ACCOUNTS, PLATFORM_TO_POOL,
    RESIDENT_BALANCE, WORKER_TO_ACCOUNTS, WORKER_TO_POOL, WORKER_TO_RESIDENT, Cells, Counts, Reals,
)  # fmt: skip
from simulate.engine.jit import rule
from simulate.schemes.state import NEVER, SETTLED_EMPLOYEE

PERSON_UNIT: Final = 1e8
MONEY_UNIT: Final = 1e5
LIFE_UNIT: Final = 1e6  # in the sums over whole lives, where persons are multiplied by months and pensions
_N_PROVINCES: Final = len(PROVINCES)
_N_SEXES: Final = len(SEXES)
_N_KIND_MEASURES: Final = len(c.KIND_MEASURES)
_RESIDENCE, _INSURED, _BENEFIT, _HUKOU = range(4)
ROW: Final = 48  # measures of a province and sex take whole lines of the cache


def _places() -> Counts:
    """Which of a worker's provinces each measure belongs to (measure,)."""
    place = np.full(len(c.PLACE_MEASURES), _INSURED, np.int64)
    place[[PERSONS, MIGRANTS_INTERPROVINCIAL, MIGRANTS_INTRAPROVINCIAL, MIGRANTS_LOCAL, EARNINGS]] = _RESIDENCE
    benefit = [
        c.PENSIONERS_EMPLOYEE, AWARDS_EMPLOYEE, c.BASIC_PENSION, c.TRANSITIONAL_PENSION, c.ACCOUNT_PENSION,
        c.ACCOUNT_PENSION_FROM_POOL, ACCOUNT_BALANCE, c.DEATH_GRANTS, AWARD_SUM_EMPLOYEE, c.AWARD_RATIO_SUM_EMPLOYEE,
    ]  # fmt: skip
    place[benefit] = _BENEFIT
    hukou = [name for name in c.PLACE_MEASURES if "resident" in name and name != "account_to_resident"]
    place[[c.PLACE_MEASURES.index(name) for name in [*hukou, "aged_60", "below_dibao"]]] = _HUKOU
    return place


def _scales() -> Reals:
    """Units per person or yuan (measure,)."""
    scale = np.full(len(c.PLACE_MEASURES), MONEY_UNIT)
    scale[[*c.PERSON_MEASURES, c.AWARD_RATIO_SUM_EMPLOYEE]] = PERSON_UNIT
    return scale


def _kind_scales() -> Reals:
    scale = np.full(len(c.KIND_MEASURES), PERSON_UNIT)
    scale[[KIND_EARNINGS, KIND_WORKER_PAID, KIND_EMPLOYER_PAID, KIND_PLATFORM_PAID]] = MONEY_UNIT
    return scale


PLACE_OF: Final = _places()
SCALE: Final = _scales()
KIND_SCALE: Final = _kind_scales()


class Tables(NamedTuple):
    """Fixed-point sums, shaped as ``Cells``, but for the rows of ``place``, which are ``ROW`` long."""

    place: Counts
    kind: Counts
    cohort: Counts
    awards: Counts


def new_tables() -> Tables:
    """Empty tables of sums."""
    groups, years, sexes = c.N_GROUPS, c.N_REPORT_YEARS, len(SEXES)
    return Tables(
        place=np.zeros((groups, years, len(PROVINCES), sexes, ROW), np.int64),
        kind=np.zeros((groups, years, sexes, c.N_KINDS, len(c.KIND_MEASURES)), np.int64),
        cohort=np.zeros((groups, c.N_COHORTS, sexes, len(c.COHORT_MEASURES)), np.int64),
        awards=np.zeros((groups, years, len(SCHEMES), N_AWARD_BINS), np.int64),
    )


def to_cells(parts: Sequence[tuple[Tables, int, int]]) -> Cells:
    """Add tables and turn them into persons and yuan.

    Each part is tables with the calendar years (first, last exclusive) they hold; parts of equal years (from several
    threads) are added, parts of different years follow one another.
    """
    whole = new_tables()
    for tables, first, stop in parts:
        years = slice(max(first - FIRST_REPORT_YEAR, 0), max(stop - FIRST_REPORT_YEAR, 0))
        whole.place[:, years] += tables.place[:, years]
        whole.kind[:, years] += tables.kind[:, years]
        whole.awards[:, years] += tables.awards[:, years]
        np.add(whole.cohort, tables.cohort, out=whole.cohort)
    place = whole.place[..., : len(c.PLACE_MEASURES)]
    return Cells(place / SCALE, whole.kind / KIND_SCALE, whole.cohort / LIFE_UNIT, whole.awards / LIFE_UNIT)


@rule
def fixed(value):
    """Nearest whole number of an amount, which is never negative."""
    return np.int64(value + 0.5)


@rule
def kind_of(form, age, has_pension):
    """The form a person counts under: pensioners who do not work for themselves are retired."""
    works_on = form == FARM or form == PLATFORM_FLEXIBLE or form == OTHER_FLEXIBLE
    if has_pension and not works_on:
        return RETIRED
    return form


@rule
def describe_year(form, place, home, hukou_type, stays_away, intraprovincial, age, year, insured_grace, dibao_urban,
                  dibao_rural, flat, rights, residents, ledger):  # fmt: skip
    """Fill the head counts of the ledger: residence, migration, participation, old-age income and the Dibao line."""
    for lane in range(len(form)):
        ledger[PERSONS, lane] = 1.0
        works = EMPLOYEE <= form[lane] <= OTHER_FLEXIBLE
        if works and hukou_type[lane] == 0:
            if place[lane] != home[lane]:
                ledger[MIGRANTS_INTERPROVINCIAL, lane] = 1.0
            elif stays_away[lane] < intraprovincial:
                ledger[MIGRANTS_INTRAPROVINCIAL, lane] = 1.0
            else:
                ledger[MIGRANTS_LOCAL, lane] = 1.0
        is_pensioner = rights.outcome[lane] == SETTLED_EMPLOYEE
        is_active = rights.last_year[lane] != NEVER and rights.last_year[lane] + insured_grace >= year
        if is_active and not is_pensioner:
            ledger[INSURED_EMPLOYEE, lane] = 1.0
            if rights.insured_province[lane] != home[lane]:
                ledger[INSURED_AWAY, lane] = 1.0
        elif residents.last_year[lane] != NEVER and residents.last_year[lane] + insured_grace >= year:
            if not is_pensioner and not residents.is_claimed[lane]:
                ledger[INSURED_RESIDENT, lane] = 1.0
        ledger[ACCOUNT_BALANCE, lane] = rights.account[lane]
        ledger[RESIDENT_BALANCE, lane] = residents.account[lane]
        if age >= 60:
            ledger[AGED_60, lane] = 1.0
            income = 0.0
            if is_pensioner:
                income = rights.basic_pension[lane] + rights.transitional_pension[lane] + rights.account_pension[lane]
            elif residents.is_claimed[lane]:
                income = flat[home[lane]] + residents.account_pension[lane]
            if income < (dibao_rural if hukou_type[lane] == 0 else dibao_urban):
                ledger[BELOW_DIBAO, lane] = 1.0


@rule
def fold_places(place_of, scale, weight, group, sex, place, home, rights, ledger, year, n_years, table):  # fmt: skip
    """Add the ledger to ``table``, (group, year, province, sex, measure) laid flat; each measure in its province."""
    n_measures, n = ledger.shape
    start = np.empty((4, n), np.int64)
    person = np.empty(n)
    for lane in range(n):
        home_place = np.int64(home[lane])
        insured = np.int64(rights.insured_province[lane])
        insured = home_place if insured == NEVER else insured
        benefit = np.int64(rights.benefit_province[lane])
        benefit = insured if benefit == NEVER else benefit
        rows = (np.int64(group[lane]) * n_years + year) * _N_PROVINCES
        start[_RESIDENCE, lane] = ((rows + place[lane]) * _N_SEXES + sex[lane]) * ROW
        start[_INSURED, lane] = ((rows + insured) * _N_SEXES + sex[lane]) * ROW
        start[_BENEFIT, lane] = ((rows + benefit) * _N_SEXES + sex[lane]) * ROW
        start[_HUKOU, lane] = ((rows + home_place) * _N_SEXES + sex[lane]) * ROW
        person[lane] = weight[sex[lane]]
    for measure in range(n_measures):
        is_empty = True
        for lane in range(n):
            is_empty &= ledger[measure, lane] == 0.0
        if is_empty:
            continue
        kind = place_of[measure]
        for lane in range(n):
            amount = ledger[measure, lane] * person[lane] * scale[measure]
            table[start[kind, lane] + measure] += fixed(amount)


@rule
def fold_kinds(weight, group, sex, form, occupation, age, rights, residents, ledger, year, n_years, table):  # fmt: skip
    """Add to ``table``, (group, year, sex, kind, measure) laid flat: by form, platform workers also by occupation."""
    for lane in range(len(group)):
        w = weight[sex[lane]]
        has_pension = rights.outcome[lane] == SETTLED_EMPLOYEE or residents.is_claimed[lane] != 0
        kind = np.int64(kind_of(form[lane], age, has_pension))
        in_employee = ledger[INSURED_EMPLOYEE, lane]
        in_resident = ledger[INSURED_RESIDENT, lane]
        own_scheme = kind == PUBLIC_EMPLOYEE or kind == EDUCATION
        is_uninsured = in_employee + in_resident == 0.0 and not has_pension and not own_scheme
        is_idle = age > CAREER_LAST_AGE
        people = w * PERSON_UNIT
        money = w * MONEY_UNIT
        own = ledger[WORKER_TO_POOL, lane] + ledger[WORKER_TO_ACCOUNTS, lane] + ledger[WORKER_TO_RESIDENT, lane]
        firm = ledger[EMPLOYER_TO_POOL, lane] + ledger[EMPLOYER_TO_ACCOUNTS, lane]
        platform = ledger[PLATFORM_TO_POOL, lane] + ledger[PLATFORM_TO_ACCOUNTS, lane]
        has_row = (kind == PLATFORM_EMPLOYEE or kind == PLATFORM_FLEXIBLE) and occupation[lane] >= 0
        rows = ((np.int64(group[lane]) * n_years + year) * _N_SEXES + sex[lane]) * N_KINDS
        for repeat in range(2 if has_row else 1):
            row = kind if repeat == 0 else FIRST_OCCUPATION_KIND + np.int64(occupation[lane])
            cell = (rows + row) * _N_KIND_MEASURES
            table[cell + KIND_PERSONS] += fixed(people)
            table[cell + KIND_UNINSURED] += fixed(people if is_uninsured else 0.0)
            if is_idle and own == 0.0:
                continue
            table[cell + KIND_INSURED_EMPLOYEE] += fixed(people * in_employee)
            table[cell + KIND_INSURED_RESIDENT] += fixed(people * in_resident)
            table[cell + KIND_CONTRIBUTORS_EMPLOYEE] += fixed(people * ledger[CONTRIBUTORS_EMPLOYEE, lane])
            table[cell + KIND_CONTRIBUTORS_RESIDENT] += fixed(people * ledger[CONTRIBUTORS_RESIDENT, lane])
            table[cell + KIND_EARNINGS] += fixed(money * ledger[EARNINGS, lane])
            table[cell + KIND_WORKER_PAID] += fixed(money * own)
            table[cell + KIND_EMPLOYER_PAID] += fixed(money * firm)
            table[cell + KIND_PLATFORM_PAID] += fixed(money * platform)
            table[cell + KIND_INSURED_AWAY] += fixed(people * ledger[INSURED_AWAY, lane])


@rule
def fold_lives(weight, group, sex, is_final, national_wage, place_wage, rights, ledger, cohort_table, awards_table):
    """Add whole lives in the year they settle to (group, sex, measure), and awards to their bins."""
    for lane in range(len(group)):
        people = weight[sex[lane]] * LIFE_UNIT
        row = cohort_table[group[lane], sex[lane]]
        award = ledger[AWARD_SUM_EMPLOYEE, lane]
        if ledger[AWARDS_RESIDENT, lane] > 0.0:
            row[COHORT_AWARDED_RESIDENT] += fixed(people)
            _bin(awards_table[group[lane], 1], ledger[AWARD_SUM_RESIDENT, lane] / national_wage, people)
        if award > 0.0:
            _bin(awards_table[group[lane], 0], award / national_wage, people)
        if is_final[lane] == 0:
            continue
        row[COHORT_PERSONS] += fixed(people)
        if rights.paid_months[lane] > 0.0:
            row[COHORT_EVER_INSURED] += fixed(people)
        row[COHORT_PAID_MONTHS] += fixed(people * rights.paid_months[lane])
        row[COHORT_WORKING_MONTHS] += fixed(people * rights.working_months[lane])
        if award > 0.0:
            row[COHORT_QUALIFIED] += fixed(people)
            row[COHORT_AWARDED_EMPLOYEE] += fixed(people)
            row[COHORT_PAID_MONTHS_AWARDED] += fixed(people * rights.paid_months[lane])
            row[COHORT_INDEX_AWARDED] += fixed(people * rights.index_sum[lane] / rights.paid_months[lane])
            row[COHORT_AWARD_SUM] += fixed(people * award)
            career = rights.career_earnings[lane] / max(rights.career_months[lane], 1.0) * national_wage
            if career > 0.0:
                row[COHORT_AWARD_OVER_CAREER] += fixed(people * award / career)
            row[COHORT_AWARD_OVER_PROVINCE_WAGE] += fixed(people * award / place_wage[rights.benefit_province[lane]])


@rule
def _bin(bins, ratio, people):
    """Count an award in its logarithmic bin; the first and last bins are open."""
    position = int(math.floor((math.log(max(ratio, 1e-9)) - AWARD_BIN_LOW) / AWARD_BIN_WIDTH))
    bins[min(max(position, 0), bins.shape[0] - 1)] += fixed(people)
