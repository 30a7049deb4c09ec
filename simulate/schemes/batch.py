"""A batch of workers: who they are, what happens to them whatever the law, and room for what the steps pass on.

What careers and chance hold by worker is read here into what a step of the year is handed.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate import clock
from simulate.codes import FORMS, INACTIVE, PLATFORM_FLEXIBLE
from simulate.contracts import PLACE_MEASURES, Careers, Codes, Counts, Lanes, Reals, Singles, Weights, Workers
from simulate.engine.jit import rule, step
from simulate.engine.memory import zeros_in_lines
from simulate.engine.months import fill_year, scale_year
from simulate.schemes.enrolment import chance as enrolment, following
from simulate.schemes.fold import AT_ONCE, new_queue
from simulate.schemes.law import Law
from simulate.schemes.state import NEVER
from simulate.schemes.tables import Tables, shapes_of
from simulate.schemes.views import (
    CHANGING, IN_FORCE, PERSON, InForceOfLaws, Now, People, Person, YearRecord, Years, new_years,
)  # fmt: skip

N_STANDINGS: Final = 4 * 2 * 2 * 2  # as what a year may leave a worker: ``batch_year.standing_of``
N_KEYS: Final = 2 * (len(FORMS) + 1) * N_STANDINGS  # what a worker is likely to do in a year: ``batch_year.arrange``
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
    """A batch of workers: who they are, what happens to them whatever the law, and what is left to chance."""

    people: People
    careers: Careers
    choices: enrolment.Choices
    script: following.Script


class Scratch(NamedTuple):
    """Room for what passes between the steps of a year."""

    years: Years  # (worker,), or (1,) where nobody looks at it afterwards
    in_force: InForceOfLaws  # (law,) what each holds at all this year
    ledgers: Reals  # (2, AT_ONCE, measure) of the base, and of the law being lived
    gathered: Counts  # (2, worker) province where money comes together this year, NEVER if none moves
    gathered_month: Counts  # (2, worker) the month in which it moves
    gathered_account: Reals  # (2, worker) the balance then, yuan
    is_final: Counts  # (2, worker) 1 where the year settles the employee pension
    words: Counts  # (law, worker, word) of the states that are lived
    lived: Counts  # (law,) worker-years lived under each law
    n_apart: Counts  # (law,) workers with a life of their own under each law; of the base, under any other
    n_here: Counts  # (law,) the same of the workers who live a year together
    queue: Counts  # (AT_ONCE, what is queued of a worker) of the fold
    n_aside: (
        Counts  # (law,) workers whose life differs in the schemes beside the pensions alone; of the base, under any
    )
    acting: Counts  # (law,) laws under which these act in the year of a worker: ``beside.Beside``
    n_acting: Counts  # (1,) how many
    differing: Counts  # (law,) lines that differ under these, a bit each
    beside: Reals  # (law, measure) what they book
    order: Lanes  # (worker,) in which they live a year
    standing: Lanes  # (worker,) as what the year before left them: ``batch_year.standing_of``
    keys: Lanes  # (worker,) what they are likely to do in it
    seats: Lanes  # (key,)


def new_scratch(states: NDArray[Any], n_years: int = 1) -> Scratch:
    """Room for ``states`` (law, worker); ``n_years`` as many as workers keeps their months until the next year."""
    n_laws, n = states.shape
    return Scratch(
        new_years(n_years), np.zeros(n_laws, IN_FORCE).view(np.recarray),
        zeros_in_lines((2, AT_ONCE, len(PLACE_MEASURES)), np.float64), np.full((2, n), NEVER, np.int64),
        np.zeros((2, n), np.int64), np.zeros((2, n)), np.zeros((2, n), np.int64),
        states.view(np.ndarray).view(np.int64).reshape(n_laws, n, -1), np.zeros(n_laws, np.int64),
        np.zeros(n_laws, np.int64), np.zeros(n_laws, np.int64), new_queue(), np.zeros(n_laws, np.int64),
        np.zeros(n_laws, np.int64), np.zeros(1, np.int64), np.zeros(n_laws, np.int64),
        zeros_in_lines((n_laws, len(PLACE_MEASURES)), np.float64),
        np.zeros(n, np.uint32), np.zeros(n, np.uint32), np.zeros(n, np.uint32), np.zeros(N_KEYS + 1, np.uint32),
    )  # fmt: skip


@step
def row_of(careers: Careers, now: Now) -> tuple[int, bool]:
    """Row of the year in the careers, the last one after the career; whether it is part of the career."""
    n_rows = careers.hukou_province.shape[0]
    row = now.year + _FIRST_YEAR - careers.first_year
    return min(row, n_rows - 1), row < n_rows


@step
def bring_to_year(people: People, careers: Careers, choices: enrolment.Choices, row: int, is_career: bool) -> None:
    """Let every worker stand where the year finds them; form and province are those of July, after the career those
    it ended with.

    Careers lie month by month, worker by worker.  Here they are read as they lie; workers live in another order
    (``batch_year.arrange``), in which a worker's months are wanted together.
    """
    month = 12 * row + (_JULY if is_career else 11)
    home, occupation, steady = careers.hukou_province[row], careers.occupation[row], choices.steady[row]
    form, place = careers.form[month], careers.work_province[month]
    year = slice(12 * row, 12 * row + 12)
    forms, places, earnings = careers.form[year], careers.work_province[year], careers.earnings[year]
    for lane in range(len(people.each)):
        person = people.each[lane]
        person.home, person.occupation, person.steady_form = home[lane], occupation[lane], steady[lane]
        person.form, person.place = form[lane] if is_career else INACTIVE, place[lane]
        if is_career:
            read_months(person.earnings, earnings, lane)
            if person.steady_form == CHANGING:
                read_months(person.forms, forms, lane)
                read_months(person.places, places, lane)


@step
def read_months(months: Reals | Codes, year: Singles | Codes, lane: int) -> None:
    """Let ``months`` (month,) be those of a worker in ``year``, (month, worker)."""
    for m in range(12):
        months[m] = year[m, lane]


@step
def read_year(law: Law, person: Person, year: int, record: YearRecord) -> None:
    """Copy the months careers gave a worker this year: form, place of work, income in yuan."""
    wage, months, earned = law.economy.wage, 0, 0.0
    if person.steady_form != CHANGING:
        fill_year(record.form, person.steady_form)
        fill_year(record.place, person.place)
        months = scale_year(record.income, person.earnings, wage[year, person.place])
        record.has_platform = person.steady_form == PLATFORM_FLEXIBLE
    else:
        record.has_platform = 0
        for m in range(12):
            form, place = person.forms[m], person.places[m]
            record.form[m] = form
            record.place[m] = place
            record.income[m] = person.earnings[m] * wage[year, place]
            months += record.income[m] > 0.0
            if form == PLATFORM_FLEXIBLE:
                record.has_platform = 1
    for m in range(12):
        earned += record.income[m]
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
    each = np.zeros(len(birth_month), PERSON)
    each["worker"], each["birth_month"], each["group"] = workers.worker, birth_month, workers.group
    each["sex"], each["hukou_type"], each["education"] = workers.sex, workers.hukou_type, workers.education
    return People(workers.birth_year, each.view(np.recarray), weights.persons, weights.death_rate)


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
