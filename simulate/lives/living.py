"""Living one life a calendar year at a time, keeping its months, the state before and after, and the sums."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulate import clock
from simulate.clock import month_index
from simulate.codes import RETIRED
from simulate.contracts import FIRST_COHORT, Careers, Codes, Reals, Workers
from simulate.lives.career import Career
from simulate.lives.laws import Ground, personal_law
from simulate.lives.script import careers_of, choices_of_one, one_person, script_of, worker_of
from simulate.schemes.batch import Calendar, Scratch, Sums, new_scratch
from simulate.schemes.enrolment.chance import Choices
from simulate.schemes.enrolment.following import Script
from simulate.schemes.law import Law
from simulate.schemes.life import arguments, live
from simulate.schemes.state import SETTLED_EMPLOYEE, SETTLED_EXTENDING, State, new_state
from simulate.schemes.tables import SCALE, Tables, new_tables


class Year(NamedTuple):
    """One calendar year of one life; arrays hold its twelve months."""

    year: int
    form: Codes
    place: Codes  # province of work
    occupation: int  # -1 outside platforms
    home: int  # province of hukou
    income: Reals  # yuan a month
    pay: Codes  # UNPAID, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, CREDITED
    insured: Codes  # province
    target: Reals  # base aimed at
    base: Reals
    due: Reals  # a flexible worker's contribution
    platform: Reals  # of it paid by the platform
    government: Reals  # of it paid by the government
    fraction: Reals  # part of the month that counts
    refused: Codes  # 1: the hukou rule of the place of work did not admit the worker
    pays: bool  # any month paid, or platform work
    joins: bool  # in the resident scheme
    before: State
    after: State
    sums: Reals | None  # (PLACE_MEASURES,) yuan of the year; None before the first report year

    @property
    def january(self) -> int:
        """Month count of its January."""
        return month_index(self.year)


class Life(NamedTuple):
    """One life under one law."""

    ground: Ground
    law: Law
    workers: Workers
    careers: Careers
    choices: Choices
    years: tuple[Year, ...]
    is_written: bool  # by hand, not drawn

    @property
    def birth_month(self) -> int:
        """Month of birth, counted from 1950-01."""
        return month_index(self.workers.birth_year) + int(self.workers.birth_month[0])

    @property
    def last(self) -> State:
        """State at the end."""
        return self.years[-1].after

    @property
    def claim(self) -> int | None:
        """Last month of waiting for a pension: that of the employee scheme, else of the resident one."""
        rights, residents = self.last.rights, self.last.residents
        if rights.outcome[0] == SETTLED_EMPLOYEE:
            return int(rights.stop_month[0])
        return int(residents.first_payment[0]) - 1 if residents.is_claimed[0] else None

    def of(self, year: int) -> Year:
        """A calendar year of the life."""
        return self.years[year - self.years[0].year]


def live_career(ground: Ground, career: Career) -> Life:
    """Live a career written by hand; nothing is drawn."""
    law = personal_law(ground, career)
    careers = careers_of(ground, career)
    script = script_of(ground, career, careers)
    life = live_one(ground, law, worker_of(career), careers, choices_of_one(ground, career, careers), 0, script)
    claim = life.claim
    if claim is None or not career.periods[-1].is_open:
        return life
    first = max(claim + 1, career.periods[-1].start)
    return life._replace(years=tuple(_ended(year, first - year.january) for year in life.years))


def _ended(year: Year, first: int) -> Year:
    """The year without work from its month ``first`` on, where a period lasts until the claim; no contribution is due
    then, so that nothing else of it changes."""
    if first >= 12:
        return year
    form, income = year.form.copy(), year.income.copy()
    form[max(first, 0) :], income[max(first, 0) :] = RETIRED, 0.0
    return year._replace(form=form, income=income)


def live_one(
    ground: Ground, law: Law, workers: Workers, careers: Careers, choices: Choices, seed: int,
    script: Script | None = None,
) -> Life:  # fmt: skip
    """Live a batch of one worker year by year and keep each year."""
    state, weights = new_state(1), one_person()
    scratch = new_scratch(state[None])
    last = min(clock.LAST_REPORT_YEAR, workers.birth_year + clock.LAST_AGE)
    first = careers.first_year
    # what is the same in every year is made ready once: comparing all fields of the law takes longer than living a year
    laws, batch, _, needed, states, apart, facts, _, _, unit = arguments(
        law, workers, careers, choices, weights, seed, (first, first + 1), state, new_tables(first, first + 1), scratch,
        script,
    )  # fmt: skip
    years: list[Year] = []
    for year in range(first, last + 1):
        before = state.copy()
        tables = new_tables(year, year + 1)
        into, span = sums_of(tables, workers.birth_year), Calendar(year, year + 1, seed)
        live(laws, batch, span, needed, states, apart, facts, into, scratch, unit)
        sums = None
        if year >= clock.FIRST_REPORT_YEAR:
            sums = tables.place.sum(axis=(0, 1, 2, 3)) / SCALE
        years.append(_keep(year, careers, scratch, script is not None, before, state.copy(), sums))
    return Life(ground, law, workers, careers, choices, tuple(years), script is not None)


def sums_of(tables: Tables, birth_year: int) -> Sums:
    """The tables of one law as the rules add to them, for a cohort."""
    cohort = tables.cohort[None, :, birth_year - FIRST_COHORT]
    return Sums(tables.first_year, tables.place[None], tables.kind[None], cohort, tables.awards[None])


def _keep(
    year: int,
    careers: Careers,
    scratch: Scratch,
    is_written: bool,
    before: State,
    after: State,
    sums: Reals | None,
) -> Year:
    """The year just lived, copied; past the career the months are empty, unless the worker goes on paying."""
    row = year - careers.first_year
    is_career = row < careers.occupation.shape[0]
    is_lived = is_career or before.rights.outcome[0] == SETTLED_EXTENDING
    rows = slice(12 * row, 12 * row + 12)
    form = careers.form[rows, 0] if is_career else np.full(12, RETIRED, np.int16)
    place = careers.work_province[rows, 0] if is_career else np.full(12, careers.work_province[-1, 0], np.int16)
    record = scratch.years
    months = {
        name: (record[source][0].copy() if is_lived else np.zeros(12, record[source].dtype))
        for name, source in (
            ("income", "income"), ("pay", "pay"), ("insured", "insured"), ("target", "target"),
            ("base", "contribution_base"), ("due", "due"), ("platform", "platform_part"),
            ("government", "government_part"), ("fraction", "fraction"),
        )
    }  # fmt: skip
    pays = is_lived and bool(record.pays[0])
    if not pays:  # the steps pass over the year and leave what the year before wrote
        for name in ("pay", "target", "base", "due", "platform", "government"):
            months[name][:] = 0
        months["insured"][:] = place
    refused = record.refused[0].copy() if is_written and is_career else np.zeros(12, np.int16)
    return Year(
        year=year, form=form.copy(), place=place.copy(),
        occupation=int(careers.occupation[row, 0]) if is_career else -1,
        home=int(careers.hukou_province[min(row, careers.hukou_province.shape[0] - 1), 0]), **months, refused=refused,
        pays=pays, joins=is_career and bool(record.joins[0]), before=before, after=after, sums=sums,
    )  # fmt: skip
