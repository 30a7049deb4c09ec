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
from simulate.clock import CAREER_LAST_AGE, FIRST_REPORT_YEAR, LAST_REPORT_YEAR
from simulate.codes import PROVINCES, SCHEMES, SEXES
from simulate.codes import (
    EDUCATION, EMPLOYEE, FARM, INSURABLE, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE,
    RETIRED,
)  # fmt: skip
from simulate.contracts import (
    ACCOUNT_BALANCE, AGED_60, AWARDS_RESIDENT, AWARD_BIN_LOW, AWARD_BIN_WIDTH, AWARD_SUM_EMPLOYEE, AWARD_SUM_RESIDENT,
    BELOW_DIBAO, BENEFIT, COHORT_AWARDED_EMPLOYEE, COHORT_AWARDED_RESIDENT, COHORT_AWARD_OVER_CAREER,
    COHORT_AWARD_OVER_PROVINCE_WAGE, COHORT_AWARD_SUM, COHORT_EVER_INSURED, COHORT_INDEX_AWARDED, COHORT_PAID_MONTHS,
    COHORT_PAID_MONTHS_AWARDED, COHORT_PERSONS, COHORT_QUALIFIED, COHORT_WORKING_MONTHS, CONTRIBUTORS_EMPLOYEE,
    CONTRIBUTORS_RESIDENT, EARNINGS, EMPLOYER_TO_ACCOUNTS, EMPLOYER_TO_POOL, FIRST_EDUCATION_KIND, FIRST_HUKOU_KIND,
    FIRST_MIGRANT_KIND, FIRST_OCCUPATION_KIND,
    HUKOU, INSURED, INSURED_AWAY, INSURED_EMPLOYEE, INSURED_RESIDENT, KIND_CONTRIBUTORS_EMPLOYEE,
    KIND_CONTRIBUTORS_RESIDENT, KIND_EARNINGS, KIND_EMPLOYER_PAID, KIND_INSURED_AWAY, KIND_INSURED_EMPLOYEE,
    KIND_INSURED_RESIDENT, KIND_PERSONS, KIND_PLATFORM_PAID, KIND_UNINSURED, KIND_WORKER_PAID, LINE,
    MIGRANTS_INTERPROVINCIAL, MIGRANTS_INTRAPROVINCIAL, MIGRANTS_LOCAL, MIGRANT_MEASURES, N_AWARD_BINS, N_KINDS,
    PERSONS, PLATFORM_TO_ACCOUNTS, PLATFORM_TO_POOL, RESIDENCE, RESIDENT_BALANCE, WORKER_TO_ACCOUNTS, WORKER_TO_POOL,
    WORKER_TO_RESIDENT, Cells, Counts, Reals,
)  # fmt: skip
from simulate.engine.jit import fetch, rule
from simulate.engine.memory import zeros_in_lines
from simulate.schemes.positions import PAID, RECEIVED, pension_in_payment
from simulate.schemes.state import NEVER, PUBLIC_CAREER, SETTLED_EMPLOYEE

PERSON_UNIT: Final = 1e8
MONEY_UNIT: Final = 1e5
LIFE_UNIT: Final = 1e6  # in the sums over whole lives, where persons are multiplied by months and pensions
_HALF_FEN: Final = 0.005
_N_PROVINCES: Final = len(PROVINCES)
_N_SEXES: Final = len(SEXES)
_N_KIND_MEASURES: Final = len(c.KIND_MEASURES)
ROW: Final = len(c.PLACE_MEASURES)
_AHEAD: Final = 32  # workers whose cells are looked at together


UNITS: Final = {"persons": PERSON_UNIT, "ratio": PERSON_UNIT, "yuan": MONEY_UNIT}


def _scales() -> Reals:
    """Units per person or yuan (measure,)."""
    scale = np.ones(ROW)
    for row in c.MEASURES:
        scale[row.position] = UNITS[row.unit]
    return scale


PLACE_OF: Final = np.array(c.PLACE_LINES, np.int64)
SCALE: Final = _scales()
SCALE_OF_LINES: Final = SCALE.reshape(-1, LINE)
KIND_SCALE: Final = np.array([UNITS[unit] for unit in c.KIND_UNITS])


class Tables(NamedTuple):
    """Fixed-point sums, shaped as ``Cells``, but that years run from ``first_year``, a calendar year."""

    first_year: int
    place: Counts
    kind: Counts
    cohort: Counts
    awards: Counts


def new_queue() -> Counts:
    """Room for ``fold_places``: worker, line and cell of what is added next; the first cells of a worker's places."""
    return np.zeros((4, _AHEAD * len(PLACE_OF)), np.int64)


def new_changes() -> Counts:
    """Empty table of changes, (group, CHANGE_ROWS, column)."""
    return np.zeros((c.N_GROUPS, len(c.CHANGE_ROWS), c.N_CHANGE_COLUMNS), np.int64)


def new_tables(first: int = FIRST_REPORT_YEAR, stop: int = LAST_REPORT_YEAR + 1) -> Tables:
    """Empty tables for the report years among the calendar years from ``first`` to before ``stop``, at least one."""
    first_year = min(max(first, FIRST_REPORT_YEAR), LAST_REPORT_YEAR)
    groups, years = c.N_GROUPS, max(stop - first_year, 1)
    return Tables(
        first_year=first_year,
        place=zeros_in_lines((groups, years, _N_PROVINCES, _N_SEXES, ROW), np.int64),
        kind=np.zeros((groups, years, _N_SEXES, N_KINDS, _N_KIND_MEASURES), np.int64),
        cohort=np.zeros((groups, c.N_COHORTS, _N_SEXES, len(c.COHORT_MEASURES)), np.int64),
        awards=np.zeros((groups, years, len(SCHEMES), N_AWARD_BINS), np.int64),
    )


def to_cells(whole: Tables, changes: Counts, shared: Sequence[Tables] = ()) -> Cells:
    """Add what is shared with other scenarios to a table of all report years, then put it in persons and yuan.

    The numbers take the place of the sums in memory, which is dear where it was not used before: ``whole`` is spent.
    """
    for part in shared:
        first = part.first_year - FIRST_REPORT_YEAR
        years = slice(first, first + part.place.shape[1])
        whole.place[:, years] += part.place
        whole.kind[:, years] += part.kind
        whole.awards[:, years] += part.awards
        whole.cohort[:] += part.cohort
    return Cells(
        _in_place(whole.place, SCALE), _in_place(whole.kind, KIND_SCALE), _in_place(whole.cohort, LIFE_UNIT),
        _in_place(whole.awards, LIFE_UNIT), changes / LIFE_UNIT,
    )  # fmt: skip


def _in_place(sums: Counts, units: Reals | float) -> Reals:
    """Whole numbers over units, group by group, where the whole numbers stood."""
    numbers: Reals = sums.view(np.float64)
    for before, after in zip(sums, numbers, strict=True):
        after[:] = before / units
    return numbers


@rule
def fixed(value):
    """Nearest whole number of an amount, which is never negative."""
    return np.int64(value + 0.5)


@rule
def kind_of(form, has_pension):
    """The form a person counts under: pensioners who do not work for themselves are retired."""
    works_on = form == FARM or form == PLATFORM_FLEXIBLE or form == OTHER_FLEXIBLE
    if has_pension and not works_on:
        return RETIRED
    return form


@rule
def describe_year(form, place, home, hukou_type, stays_away, intraprovincial, year, insured_grace, rights, residents,
                  ledger):  # fmt: skip
    """Fill the head counts of the ledger: residence, migration, participation, and the balances of the accounts."""
    for lane in range(len(form)):
        ledger[lane, PERSONS] = 1.0
        works = EMPLOYEE <= form[lane] <= OTHER_FLEXIBLE
        if works and hukou_type[lane] == 0:
            if place[lane] != home[lane]:
                ledger[lane, MIGRANTS_INTERPROVINCIAL] = 1.0
            elif stays_away[lane] < intraprovincial:
                ledger[lane, MIGRANTS_INTRAPROVINCIAL] = 1.0
            else:
                ledger[lane, MIGRANTS_LOCAL] = 1.0
        is_pensioner = rights.outcome[lane] == SETTLED_EMPLOYEE
        is_active = rights.last_year[lane] != NEVER and rights.last_year[lane] + insured_grace >= year
        if is_active and not is_pensioner:
            ledger[lane, INSURED_EMPLOYEE] = 1.0
            if rights.insured_province[lane] != home[lane]:
                ledger[lane, INSURED_AWAY] = 1.0
        elif residents.last_year[lane] != NEVER and residents.last_year[lane] + insured_grace >= year:
            if not is_pensioner and not residents.is_claimed[lane]:
                ledger[lane, INSURED_RESIDENT] = 1.0
        ledger[lane, ACCOUNT_BALANCE] = rights.account[lane]
        ledger[lane, RESIDENT_BALANCE] = residents.account[lane]


@rule
def old_age_income(home, flat, rights, residents, income):
    """Fill ``income`` (worker,) with the pensions in payment, yuan a month; beyond any line for who has a pension
    of the public service.
    """
    for lane in range(len(income)):
        outcome, is_claimed = rights.outcome[lane], residents.is_claimed[lane]
        income[lane] = pension_in_payment(
            outcome, rights.basic_pension[lane], rights.transitional_pension[lane], rights.account_pension[lane],
            is_claimed, flat[home[lane]], residents.account_pension[lane],
        )  # fmt: skip
        if outcome != SETTLED_EMPLOYEE and not is_claimed and rights.public_months[lane] >= PUBLIC_CAREER:
            income[lane] = np.inf


@rule
def count_poor(hukou_type, dibao_urban, dibao_rural, income, ledger):
    """Count persons of 60 and over, and whose old-age income, floor included, is under the Dibao line."""
    for lane in range(len(income)):
        ledger[lane, AGED_60] = 1.0
        if income[lane] < (dibao_rural if hukou_type[lane] == 0 else dibao_urban) - _HALF_FEN:
            ledger[lane, BELOW_DIBAO] = 1.0


@rule
def fold_places(place_of, scale, flows, has_flows, weight, national_wage, group, sex, place, home, rights, ledger,
                year, table, paid, received, queue):  # fmt: skip
    """Add the ledger to ``table``, (group, year, province, sex, measure), and to the positions, and empty it.

    Each line of measures goes to its province ``place_of[line]`` of the worker's; lines of zeros, which are most, are
    passed over.  ``flows`` and ``has_flows`` are those of ``positions``, ``paid`` and ``received`` its sums (worker,).
    The cells of some workers are asked for before any is added to, so that the waits for memory overlap.
    """
    n, n_lines, n_years = len(group), len(place_of), table.shape[1]
    cells, amounts = table.reshape(-1, LINE), ledger.reshape(-1, LINE)
    bits = amounts.view(np.int64)
    row, source, target, start = queue[0], queue[1], queue[2], queue[3]
    for first_lane in range(0, n, _AHEAD):
        found = 0
        for lane in range(first_lane, min(first_lane + _AHEAD, n)):
            home_place = np.int64(home[lane])
            insured = np.int64(rights.insured_province[lane])
            insured = home_place if insured == NEVER else insured
            benefit = np.int64(rights.relation_province[lane])
            benefit = insured if benefit == NEVER else benefit
            rows = (np.int64(group[lane]) * n_years + year) * _N_PROVINCES
            start[RESIDENCE] = ((rows + place[lane]) * _N_SEXES + sex[lane]) * n_lines
            start[INSURED] = ((rows + insured) * _N_SEXES + sex[lane]) * n_lines
            start[BENEFIT] = ((rows + benefit) * _N_SEXES + sex[lane]) * n_lines
            start[HUKOU] = ((rows + home_place) * _N_SEXES + sex[lane]) * n_lines
            for line in range(n_lines):
                mine = bits[lane * n_lines + line]
                is_any = np.int64(0)
                for k in range(LINE):
                    is_any |= mine[k]
                if is_any != 0:
                    row[found] = lane
                    source[found] = line
                    target[found] = start[place_of[line]] + line
                    fetch(cells[target[found]])
                    found += 1
        for each in range(found):
            lane, line = row[each], source[each]
            persons = weight[sex[lane]]
            mine, there, units = amounts[lane * n_lines + line], cells[target[each]], scale[line]
            if has_flows[line]:
                paying, receiving = flows[line, PAID], flows[line, RECEIVED]
                out = 0.0
                come = 0.0
                for k in range(LINE):
                    out += paying[k] * mine[k]
                    come += receiving[k] * mine[k]
                paid[lane] += persons / national_wage * out
                received[lane] += persons / national_wage * come
            for k in range(LINE):
                there[k] += fixed(mine[k] * persons * units[k])
                mine[k] = 0.0


@rule
def _add_heads(cells, cell, people, in_employee, in_resident, is_uninsured):
    """Persons of a kind, and how they are insured."""
    cells[cell + KIND_PERSONS] += fixed(people)
    cells[cell + KIND_UNINSURED] += fixed(people if is_uninsured else 0.0)
    cells[cell + KIND_INSURED_EMPLOYEE] += fixed(people * in_employee)
    cells[cell + KIND_INSURED_RESIDENT] += fixed(people * in_resident)


@rule
def fold_kinds(weight, group, sex, hukou_type, education, form, occupation, age, rights, residents, ledger, year,
               table):  # fmt: skip
    """Add to ``table``, (group, year, sex, kind, measure): by form, platform workers also by occupation; by hukou
    type, education and kind of migrant whoever a scheme here is meant for.
    """
    n_years = table.shape[1]
    cells = table.reshape(-1)
    for lane in range(len(group)):
        w = weight[sex[lane]]
        has_pension = rights.outcome[lane] == SETTLED_EMPLOYEE or residents.is_claimed[lane] != 0
        kind = np.int64(kind_of(form[lane], has_pension))
        in_employee = ledger[lane, INSURED_EMPLOYEE]
        in_resident = ledger[lane, INSURED_RESIDENT]
        own_scheme = kind == PUBLIC_EMPLOYEE or kind == EDUCATION
        is_uninsured = in_employee + in_resident == 0.0 and not has_pension and not own_scheme
        is_idle = age > CAREER_LAST_AGE
        people = w * PERSON_UNIT
        money = w * MONEY_UNIT
        own = ledger[lane, WORKER_TO_POOL] + ledger[lane, WORKER_TO_ACCOUNTS] + ledger[lane, WORKER_TO_RESIDENT]
        firm = ledger[lane, EMPLOYER_TO_POOL] + ledger[lane, EMPLOYER_TO_ACCOUNTS]
        platform = ledger[lane, PLATFORM_TO_POOL] + ledger[lane, PLATFORM_TO_ACCOUNTS]
        has_row = (kind == PLATFORM_EMPLOYEE or kind == PLATFORM_FLEXIBLE) and occupation[lane] >= 0
        rows = ((np.int64(group[lane]) * n_years + year) * _N_SEXES + sex[lane]) * N_KINDS
        if kind in INSURABLE:
            cell = (rows + FIRST_HUKOU_KIND + hukou_type[lane]) * _N_KIND_MEASURES
            _add_heads(cells, cell, people, in_employee, in_resident, is_uninsured)
            cell = (rows + FIRST_EDUCATION_KIND + education[lane]) * _N_KIND_MEASURES
            _add_heads(cells, cell, people, in_employee, in_resident, is_uninsured)
            for status in range(len(MIGRANT_MEASURES)):
                if ledger[lane, MIGRANT_MEASURES[status]] != 0.0:
                    cell = (rows + FIRST_MIGRANT_KIND + status) * _N_KIND_MEASURES
                    _add_heads(cells, cell, people, in_employee, in_resident, is_uninsured)
        for repeat in range(2 if has_row else 1):
            row = kind if repeat == 0 else FIRST_OCCUPATION_KIND + np.int64(occupation[lane])
            cell = (rows + row) * _N_KIND_MEASURES
            _add_heads(cells, cell, people, in_employee, in_resident, is_uninsured)
            if is_idle and own == 0.0:
                continue
            cells[cell + KIND_CONTRIBUTORS_EMPLOYEE] += fixed(people * ledger[lane, CONTRIBUTORS_EMPLOYEE])
            cells[cell + KIND_CONTRIBUTORS_RESIDENT] += fixed(people * ledger[lane, CONTRIBUTORS_RESIDENT])
            cells[cell + KIND_EARNINGS] += fixed(money * ledger[lane, EARNINGS])
            cells[cell + KIND_WORKER_PAID] += fixed(money * own)
            cells[cell + KIND_EMPLOYER_PAID] += fixed(money * firm)
            cells[cell + KIND_PLATFORM_PAID] += fixed(money * platform)
            cells[cell + KIND_INSURED_AWAY] += fixed(people * ledger[lane, INSURED_AWAY])


@rule
def fold_lives(weight, group, sex, is_final, is_reported, national_wage, place_wage, rights, ledger, cohort_table,
               awards_table):  # fmt: skip
    """Add whole lives in the year they settle to (group, sex, measure), and awards of a report year to their bins."""
    for lane in range(len(group)):
        award, awards_resident = ledger[lane, AWARD_SUM_EMPLOYEE], ledger[lane, AWARDS_RESIDENT]
        if is_final[lane] == 0 and award == 0.0 and awards_resident == 0.0:
            continue
        people = weight[sex[lane]] * LIFE_UNIT
        row = cohort_table[group[lane], sex[lane]]
        if awards_resident > 0.0:
            row[COHORT_AWARDED_RESIDENT] += fixed(people)
            if is_reported:
                _bin(awards_table[group[lane], 1], ledger[lane, AWARD_SUM_RESIDENT] / national_wage, people)
        if award > 0.0 and is_reported:
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
