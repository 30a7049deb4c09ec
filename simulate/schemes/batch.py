"""A batch of workers: who they are, what happens to them whatever the law, and room for what the steps pass on.

What careers and chance hold by worker is read here into what a step of the year is handed.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate import clock
from simulate.codes import FORMS, INACTIVE, PLATFORM_FLEXIBLE
from simulate.contracts import PLACE_MEASURES, Careers, Counts, Reals, Weights, Workers
from simulate.engine.jit import rule, step
from simulate.engine.memory import zeros_in_lines
from simulate.schemes.enrolment import chance as enrolment
from simulate.schemes.enrolment import following
from simulate.schemes.fold import AT_ONCE, new_queue
from simulate.schemes.tables import Tables, shapes_of
from simulate.schemes.occupational_injury.rules import N_COSTS
from simulate.schemes.state import NEVER
from simulate.schemes.views import (
    CHANGING, IN_FORCE, Chance, InForceOfLaws, LawRecord, Now, People, Person, YearRecord, Years, new_years,
)  # fmt: skip

N_KEYS: Final = 2 * (len(FORMS) + 1) * 4 * 2 * 2 * 2  # what a worker is likely to do in a year: ``batch_year.arrange``
_FIRST_YEAR: Final = clock.FIRST_YEAR
_FIRST_REPORT_YEAR: Final = clock.FIRST_REPORT_YEAR
_LAST_YEAR: Final = clock.LAST_REPORT_YEAR
_JULY: Final = clock.JULY


class Calendar(NamedTuple):
    """The years lived, and the key of all draws."""

    start: int  # first calendar year
    stop: int  # the year after the last
    seed: int


class Sums(NamedTuple):
    """Fixed-point sums by law, shaped as ``tables.Tables``; of all but the first law, differences from the first."""

    first_year: int  # calendar year of the first row of years
    place: Counts  # (law, group, year, province, sex, measure)
    kind: Counts  # (law, group, year, sex, kind, measure)
    cohort: Counts  # (law, group, sex, measure) of this birth cohort
    awards: Counts  # (law, group, year, scheme, bin)


class Batch(NamedTuple):
    """A batch of workers: who they are, what happens to them whatever the law, and what chance has to do with it."""

    people: People
    careers: Careers
    choices: enrolment.Choices
    script: following.Script


class Seat(NamedTuple):
    """Where a worker stands in one year, read once for all that asks."""

    lane: int
    row: int  # of the year in the careers, the last one after the career
    is_career: bool
    form: int  # in July; after the career, out of work
    place: int  # province of residence in July
    home: int  # province of hukou
    group: int  # replicate group
    sex: int
    birth_month: int  # from January of the first year
    persons: float  # persons the worker stands for


class Scratch(NamedTuple):
    """Room for what passes between the steps of a year."""

    years: Years  # (worker,), or (1,) where nobody looks at it afterwards
    in_force: InForceOfLaws  # (law,) what each holds at all this year
    ledgers: Reals  # (2, AT_ONCE, measure) of the base, and of the law being lived
    gathered: Counts  # (2, worker) province where money comes together this year, NEVER if none moves
    gathered_account: Reals  # (2, worker) the balance then, yuan
    is_final: Counts  # (2, worker) 1 where the year settles the employee pension
    expected: Reals  # (cost,) of one platform worker's injuries
    words: Counts  # (law, worker, word) of the states that are lived
    lived: Counts  # (law,) worker-years lived under each law
    n_apart: Counts  # (law,) workers with a life of their own under each law; of the base, under any other
    n_here: Counts  # (law,) the same of the workers who live a year together
    queue: Counts  # (6, line) of the fold
    order: Counts  # (worker,) in which they live a year
    keys: Counts  # (worker,) what they are likely to do in it
    seats: Counts  # (key,)


def new_scratch(states: NDArray[Any], n_years: int = 1) -> Scratch:
    """Room for ``states`` (law, worker); ``n_years`` as many as workers keeps their months until the next year."""
    n_laws, n = states.shape
    return Scratch(
        new_years(n_years), np.zeros(n_laws, IN_FORCE).view(np.recarray),
        zeros_in_lines((2, AT_ONCE, len(PLACE_MEASURES)), np.float64), np.full((2, n), NEVER, np.int64),
        np.zeros((2, n)), np.zeros((2, n), np.int64), np.zeros(N_COSTS),
        states.view(np.ndarray).view(np.int64).reshape(n_laws, n, -1), np.zeros(n_laws, np.int64),
        np.zeros(n_laws, np.int64), np.zeros(n_laws, np.int64), new_queue(),
        np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(N_KEYS + 1, np.int64),
    )  # fmt: skip


@step
def row_of(careers: Careers, now: Now):
    """Row of the year in the careers, the last one after the career; whether it is part of the career."""
    n_rows = careers.hukou_province.shape[0]
    row = now.year + _FIRST_YEAR - careers.first_year
    return min(row, n_rows - 1), row < n_rows


@step
def seat_of(batch: Batch, now: Now, lane: int):
    """Where a worker stands in a year; form and province are those of July, after the career those it ended with."""
    people, careers = batch.people, batch.careers
    row, is_career = row_of(careers, now)
    month = 12 * row + (_JULY if is_career else 11)
    form = int(careers.form[month, lane]) if is_career else INACTIVE
    sex = people.sex[lane]
    return Seat(
        lane, row, is_career, form, careers.work_province[month, lane], careers.hukou_province[row, lane],
        people.group[lane], sex, people.birth_month[lane], people.persons[now.year, sex],
    )  # fmt: skip


@step
def chance_of(choices: enrolment.Choices, row: int, lane: int):
    """What chance has to do with one worker's year."""
    return Chance(
        choices.compliance[row, lane], choices.joining[row, lane], choices.declaring[lane], choices.knowing[lane],
        choices.contract[lane], choices.continuing[lane], choices.compelled[lane], choices.platforms[lane],
        choices.registered[lane], choices.own_account[lane], choices.tastes[row, lane],
    )  # fmt: skip


@step
def person_of(people: People, careers: Careers, choices: enrolment.Choices, row: int, lane: int):
    """One worker in one year."""
    return Person(
        people.worker[lane], people.sex[lane], people.hukou_type[lane], people.education[lane],
        people.birth_month[lane], careers.hukou_province[row, lane], careers.occupation[row, lane],
        choices.steady[row, lane],
    )  # fmt: skip


@step
def read_year(
    law: LawRecord, careers: Careers, lane: int, year: int, first_row: int, steady_form: int, record: YearRecord
) -> None:
    """Copy the months careers gave a worker this year: form, place of work, income in yuan.

    ``steady_form`` is the form held all year in one place, CHANGING where form or place changes.
    """
    wage, earned, months = law.economy.wage, 0.0, 0
    if steady_form != CHANGING:
        place = careers.work_province[first_row, lane]
        local = wage[year, place]
        for m in range(12):
            record.form[m] = steady_form
            record.place[m] = place
        for m in range(12):
            income = careers.earnings[first_row + m, lane] * local
            record.income[m] = income
            earned += income
            months += income > 0.0
        record.has_platform = steady_form == PLATFORM_FLEXIBLE
    else:
        record.has_platform = 0
        for m in range(12):
            form, where = careers.form[first_row + m, lane], careers.work_province[first_row + m, lane]
            record.form[m] = form
            record.place[m] = where
            income = careers.earnings[first_row + m, lane] * wage[year, where]
            record.income[m] = income
            earned += income
            months += income > 0.0
            if form == PLATFORM_FLEXIBLE:
                record.has_platform = 1
    record.earned, record.earning_months = earned, months


@rule
def read_script(script: following.Script, first_row: int, lane: int, record: YearRecord) -> None:
    """Copy what a script says of a worker's year."""
    for m in range(12):
        record.alternative[m] = script.alternative[first_row + m, lane]
        record.target[m] = script.base[first_row + m, lane]
        record.refused[m] = 0


def people_of(workers: Workers, weights: Weights) -> People:
    """The workers of a batch, and what each stands for."""
    birth_month = (workers.birth_year - clock.FIRST_YEAR) * 12 + workers.birth_month.astype(np.int64)
    return People(
        workers.birth_year, workers.worker, workers.group, workers.sex, workers.hukou_type, workers.education,
        birth_month, weights.persons, weights.death_rate,
    )  # fmt: skip


def new_sums(n_laws: int) -> Sums:
    """Empty sums of so many laws over all report years and all cohorts, (law, ...)."""
    one = shapes_of(_FIRST_REPORT_YEAR, _LAST_YEAR + 1)
    return Sums(
        _FIRST_REPORT_YEAR, zeros_in_lines((n_laws, *one.place), np.int64),
        *(np.zeros((n_laws, *shape), np.int64) for shape in (one.kind, one.cohort, one.awards)),
    )  # fmt: skip


def tables_of(sums: Sums, index: int) -> Tables:
    """The sums of one law: its differences from the base are added to the base's."""
    parts = (sums.place, sums.kind, sums.cohort, sums.awards)
    for part in parts if index > 0 else ():
        part[index] += part[0]
    return Tables(sums.first_year, *(part[index] for part in parts))
