"""Whole lives of a batch of workers under several laws, year by year, each year added to the sums of its law.

The first law is the base.  A worker shares the base's life until a year in which another law may concern them, and has
a life of their own until they stand, bit for bit, as under the base again.  The sums of the other laws are differences
from the base's; they are whole numbers, so that base plus difference is the very sum of living everyone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulate import clock
from simulate.contracts import FIRST_COHORT, Careers, Counts, Reals, Weights, Workers
from simulate.engine.jit import borrowing
from simulate.schemes import positions
from simulate.schemes.batch import Batch, Calendar, Scratch, Sums, bring_to_year, new_scratch, people_of, row_of
from simulate.schemes.batch_year import arrange, close_year, gather_pools, live_law
from simulate.schemes.concern import Needs
from simulate.schemes.enrolment import chance as enrolment, following
from simulate.schemes.fold import Scales, empty_ledgers, scales
from simulate.schemes.in_force import find_in_force
from simulate.schemes.law import Law, Laws, as_records
from simulate.schemes.parting import count_apart, fill_facts, part, rejoin, share_ends
from simulate.schemes.readings import needs
from simulate.schemes.state import State, new_states
from simulate.schemes.tables import Tables
from simulate.schemes.views import Now

_FIRST_YEAR = clock.FIRST_YEAR
_LAST_YEAR = clock.LAST_REPORT_YEAR
_LAST_AGE = clock.LAST_AGE


@borrowing
def live(
    laws: Laws,
    batch: Batch,
    calendar: Calendar,
    needs: Needs,
    states: State,
    apart: Counts,
    facts: Counts,
    sums: Sums,
    scratch: Scratch,
    scales: Scales,
) -> None:
    """Live through the calendar years and add the years reported to the sums.

    ``laws`` (law,) records; ``states`` (law, worker); ``apart`` (law, worker), 1 while a worker has a life of their own
    under a law, found on the way by what each law ``needs`` (``concern``).
    """
    birth_year, n = batch.people.birth_year, len(batch.people.each)
    n_apart, n_here, at_once = scratch.n_apart, scratch.n_here, scratch.ledgers.shape[1]
    first = max(batch.careers.first_year, calendar.start)
    last = min(_LAST_YEAR, birth_year + _LAST_AGE, calendar.stop - 1)
    for calendar_year in range(first, last + 1):
        year = calendar_year - _FIRST_YEAR
        now = Now(year, 12 * year, calendar_year - birth_year, calendar.seed)
        row, is_career = row_of(batch.careers, now)
        bring_to_year(batch.people, batch.careers, batch.choices, row, is_career)
        part(laws, batch, now, needs, states, scratch.words, apart, scratch, facts)
        for index in range(len(laws)):
            if index == 0 or n_apart[index] > 0:
                find_in_force(laws[index], now.year, now.age, scratch.in_force[index])
        arrange(batch.people, is_career, apart, scratch)
        for begin in range(0, n, at_once):
            lanes = scratch.order[begin : min(begin + at_once, n)]
            count_apart(lanes, apart, n_apart, n_here)
            for index in range(len(laws)):
                if index == 0 or n_here[index] > 0:
                    live_law(laws, index, batch, now, lanes, states, apart, sums, scratch, scales)
                    close_year(laws, index, batch, now, lanes, states, apart, sums, scratch, scales)
            if n_here[0] > 0:
                gather_pools(scratch.gathered[0], lanes, states[0])
                empty_ledgers(scratch.ledgers[0])
            if n_here[0] + scratch.n_aside[0] > 0:
                rejoin(needs, now, lanes, states, scratch.words, apart, scratch)


def live_pass(
    laws: Laws, base: Law, workers: Workers, careers: Careers, weights: Weights, seed: int, needs: Needs, sums: Sums,
    follows_lives: bool = True,
) -> tuple[State, Counts]:  # fmt: skip
    """Live a batch under several laws in step, from the first year to the last.

    ``follows_lives`` keeps the position of each life, by which lives under two laws are compared.

    Gives the states (law, worker), of others than the base only where lives are followed, and the worker-years lived
    under each law (law,): all under the base, of the others those lived apart from it.
    """
    n = len(workers.worker)
    choices = choices_of(base, workers, careers, seed)
    batch = Batch(people_of(workers, weights), careers, choices, following.no_script())
    states = new_states(len(laws), n)
    apart = np.zeros((len(laws), n), np.int64)
    apart[0] = 1
    own = sums._replace(cohort=sums.cohort[:, :, workers.birth_year - FIRST_COHORT])
    calendar = Calendar(_FIRST_YEAR, _LAST_YEAR + 1, seed)
    facts = np.zeros(careers.hukou_province.shape, np.int64)
    if len(laws) > 1:
        fill_facts(careers, choices.steady, facts)
    scratch = new_scratch(states)
    live(laws, batch, calendar, needs, states, apart, facts, own, scratch, scales(follows_lives))
    if follows_lives:
        share_ends(scratch.words, apart)
    return states, scratch.lived


_packed: dict[tuple[int, ...], tuple[Law, Laws]] = {}


def packed(law: Law) -> Laws:
    """A law alone as a record, kept for the laws used last."""
    key = tuple(id(values) for room in law for values in room)
    if key not in _packed:
        while len(_packed) >= 4:
            _packed.pop(next(iter(_packed)), None)
        _packed[key] = law, as_records([law])
    return _packed[key][1]


def arguments(
    law: Law, workers: Workers, careers: Careers, choices: enrolment.Choices, weights: Weights, seed: int,
    years: tuple[int, int], state: State, tables: Tables, scratch: Scratch | None = None,
    script: following.Script | None = None,
) -> tuple[Any, ...]:  # fmt: skip
    """The arguments of ``live`` for a batch under one law."""
    n = len(workers.worker)
    batch = Batch(people_of(workers, weights), careers, choices, following.no_script() if script is None else script)
    cohort = workers.birth_year - FIRST_COHORT
    sums = Sums(
        tables.first_year, tables.place[None], tables.kind[None], tables.cohort[None, :, cohort], tables.awards[None]
    )
    return (
        packed(law), batch, Calendar(*years, seed), needs([law]), state[None], np.ones((1, n), np.int64),
        np.zeros((1, n), np.int64), sums,
        new_scratch(state[None]) if scratch is None else scratch, scales(),
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


def choices_of(law: Law, workers: Workers, careers: Careers, seed: int) -> enrolment.Choices:
    """Draw the part of chance in the enrolment of a batch; the same for all laws that renew traits alike."""
    first_year = careers.first_year - clock.FIRST_YEAR
    renewal = float(law.enrolment.trait_renewal[0])
    return enrolment.draw_choices(workers.worker, careers.form, careers.work_province, first_year, renewal, seed)


def close_positions(law: Law, workers: Workers, careers: Careers, weights: Weights, state: State) -> Reals:
    """Net position of each worker (worker,) once the horizon is reached: received less paid, in months of mean wage.

    Pensions still running are added for the years the cohort has left at the death rates of the horizon.
    """
    last = _LAST_YEAR - _FIRST_YEAR
    received = state.position.received.copy()
    if workers.birth_year + clock.LAST_AGE > _LAST_YEAR:
        positions.add_beyond_horizon(
            weights.persons[last], weights.years_left, workers.sex, careers.hukou_province[-1],
            law.economy.national_wage[last], law.resident_pension.flat_pension[last], state, received,
        )  # fmt: skip
    net: Reals = received - state.position.paid
    return net
