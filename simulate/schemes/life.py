"""Whole lives of a batch of workers under several laws, year by year, each year added to the sums of its law.

The first law is the base.  A worker shares the base's life until a year in which another law may concern them, and has
a life of their own until they stand, bit for bit, as under the base again.  The sums of the other laws are differences
from the base's; they are whole numbers, so that base plus difference is the very sum of living everyone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulate import clock
from simulate.contracts import FIRST_COHORT, LINE, Careers, Counts, Reals, Weights, Workers
from simulate.engine.jit import borrowing, fetch, step
from simulate.schemes import positions
from simulate.schemes.acquired import row_of_bases
from simulate.schemes.batch import (
    N_KEYS, Batch, Calendar, Scratch, Sums, chance_of, form_and_place, new_scratch, people_of, person_of, read_script,
    read_year, row_of,
)  # fmt: skip
from simulate.schemes.concern import Needs
from simulate.schemes.enrolment import chance as enrolment
from simulate.schemes.enrolment import following
from simulate.engine.scan import is_same
from simulate.schemes.fold import AT_ONCE, Scales, ask_for_places, empty_ledgers, fold_places, scales
from simulate.schemes.fold_kinds import ask_for_kinds, fold_kinds, replace_kinds
from simulate.schemes.fold_lives import fold_life, fold_transfers, gather_pool
from simulate.schemes.tables import Tables
from simulate.schemes.in_force import find_in_force
from simulate.schemes.law import Law, Laws, as_records, needs
from simulate.schemes.parting import fill_facts, part, rejoin, share_ends
from simulate.schemes.portability.rules import pool_moves
from simulate.schemes.state import NEVER, READ_EACH_YEAR, Standing, State, new_states
from simulate.schemes.views import Here, InForce, LawRecord, Now, People
from simulate.schemes.year import FIRST_CLAIMING_AGE, OLD_AGE, describe_year, live_year

_FIRST_YEAR = clock.FIRST_YEAR
_LAST_YEAR = clock.LAST_REPORT_YEAR
_FIRST_REPORT_YEAR = clock.FIRST_REPORT_YEAR
_LAST_AGE = clock.LAST_AGE


@step
def live_worker(
    law: LawRecord,
    force: InForce,
    batch: Batch,
    now: Now,
    lane: int,
    kept: int,
    ledger: Reals,
    scratch: Scratch,
    me: Standing,
) -> None:
    """Live the year of one worker into the ``ledger`` ``kept`` (0 the base's, 1 another law's), and describe it."""
    people, careers, script = batch.people, batch.careers, batch.script
    row, is_career = row_of(careers, now)
    record = scratch.years[min(lane, len(scratch.years) - 1)]
    person, chance = person_of(people, careers, batch.choices, row, lane), chance_of(batch.choices, row, lane)
    form, place = form_and_place(careers, row, is_career, lane)
    is_written = script.alternative.shape[0] > 0
    if is_career:
        read_year(law, careers, lane, now.year, 12 * row, person.steady_form, record)
        if is_written:
            read_script(script, 12 * row, lane, record)
    here = Here(form, place, is_career, people.death_rate[now.year, person.sex])
    live_year(law, force, person, chance, now, here, is_written, record, scratch.expected, ledger, me)
    if now.year + _FIRST_YEAR >= _FIRST_REPORT_YEAR:
        describe_year(law, person, now, here, careers.stays_away[lane], record, ledger, me)
    scratch.gathered[kept, lane] = record.gathered
    scratch.gathered_account[kept, lane] = record.gathered_account
    scratch.is_final[kept, lane] = record.is_final


@step
def fold_life_of(
    law: LawRecord,
    batch: Batch,
    now: Now,
    lane: int,
    kept: int,
    sign: float,
    ledger: Reals,
    scratch: Scratch,
    sums: Sums,
    index: int,
    me: Standing,
) -> None:
    """Add to the sums of a law, or take away (``sign``), what a worker's year settles, and the money that moves."""
    people = batch.people
    calendar_year = now.year + _FIRST_YEAR
    year = max(calendar_year - sums.first_year, 0)
    is_reported = calendar_year >= _FIRST_REPORT_YEAR
    group, sex = people.group[lane], people.sex[lane]
    weight = sign * people.persons[now.year, sex]
    if now.age >= FIRST_CLAIMING_AGE:
        fold_life(
            weight, is_reported, scratch.is_final[kept, lane], law.economy, now.year, ledger, me.rights,
            sums.cohort[index, group, sex], sums.awards[index, group, year],
        )  # fmt: skip
    if is_reported and scratch.gathered[kept, lane] != NEVER:
        pool_share = pool_moves(12 * now.year + 11, law.portability.transfer_start[0])
        fold_transfers(
            weight, pool_share, scratch.gathered[kept, lane], scratch.gathered_account[kept, lane],
            me.rights.pool_by_province, sex, sums.place[index, group, year],
        )  # fmt: skip


@step
def fold_kinds_of(
    batch: Batch, now: Now, lane: int, kept: int, ledgers: Reals, each: int, sums: Sums, index: int, states: State
) -> None:
    """Add a worker's reported year to the sums by kind; of a law other than the base, instead of the base's."""
    people, careers = batch.people, batch.careers
    row, is_career = row_of(careers, now)
    form, _ = form_and_place(careers, row, is_career, lane)
    group, sex, hukou_type, education = (
        people.group[lane],
        people.sex[lane],
        people.hukou_type[lane],
        people.education[lane],
    )
    weight, occupation = people.persons[now.year, sex], careers.occupation[row, lane]
    kinds = sums.kind[index, group, max(now.year + _FIRST_YEAR - sums.first_year, 0), sex]
    me, ledger = states[index, lane], ledgers[kept, each]
    if kept == 0:
        fold_kinds(weight, hukou_type, education, form, occupation, now.age, ledger, me, kinds)
    else:
        replace_kinds(
            weight, hukou_type, education, form, occupation, now.age, ledger, me, ledgers[0, each], states[0, lane],
            kinds,
        )  # fmt: skip


@step
def ask_for_state(words: Counts, age: int) -> None:
    """Ask memory for what a year reads of a worker's state, ``words`` (word,)."""
    for first in range(0, READ_EACH_YEAR, LINE):
        fetch(words[first:])
    fetch(words[READ_EACH_YEAR + row_of_bases(age) :])


@step
def ask_for_cells(batch: Batch, now: Now, lane: int, sums: Sums, me: Standing) -> None:
    """Ask memory for the cells of the base that a reported year is likely to be added to."""
    people, careers = batch.people, batch.careers
    group, sex, year = people.group[lane], people.sex[lane], max(now.year + _FIRST_YEAR - sums.first_year, 0)
    row, is_career = row_of(careers, now)
    form, place = form_and_place(careers, row, is_career, lane)
    home = careers.hukou_province[row, lane]
    ask_for_kinds(people.hukou_type[lane], people.education[lane], form, me, sums.kind[0, group, year, sex])
    ask_for_places(place, home, sex, now.age >= OLD_AGE, now.year, me, sums.place[0, group, year])


@step
def arrange(batch: Batch, now: Now, states: State, keys: Counts, seats: Counts, order: Counts) -> None:
    """Fill ``order`` so that workers who are likely to do the same this year follow one another.

    The processor then foresees which way each rule goes; in any other order the year takes half as long again.
    """
    row, is_career = row_of(batch.careers, now)
    seats[:] = 0
    for lane in range(len(order)):
        rights, residents = states[lane].rights, states[lane].residents
        form = batch.choices.steady[row, lane] + 1 if is_career else 0
        key = 4 * form + rights.outcome
        key = 2 * key + (1 if residents.is_claimed != 0 else 0)
        key = 2 * key + (1 if rights.last_year == now.year - 1 else 0)
        key = 2 * key + (1 if residents.last_year == now.year - 1 else 0)
        keys[lane] = key
        seats[key + 1] += 1
    for key in range(N_KEYS):
        seats[key + 1] += seats[key]
    for lane in range(len(order)):
        order[seats[keys[lane]]] = lane
        seats[keys[lane]] += 1


@step
def live_law(
    laws: Laws,
    index: int,
    batch: Batch,
    now: Now,
    lanes: Counts,
    states: State,
    apart: Counts,
    sums: Sums,
    scratch: Scratch,
) -> None:
    """Live one year of some workers under one law: whoever has a life of their own under it, all under the base."""
    law, kept, force = laws[index], min(index, 1), scratch.in_force[index]
    is_reported = now.year + _FIRST_YEAR >= _FIRST_REPORT_YEAR
    for each in range(len(lanes)):
        lane = lanes[each]
        if apart[index, lane] == 0:
            continue
        me, ledger = states[index, lane], scratch.ledgers[kept, each]
        following = lanes[min(each + 1, len(lanes) - 1)]
        if apart[index, following] != 0:
            ask_for_state(scratch.words[index, following], now.age)
        if index == 0 and is_reported:
            ask_for_cells(batch, now, lane, sums, me)
        live_worker(law, force, batch, now, lane, kept, ledger, scratch, me)
        scratch.lived[index] += 1
        before = scratch.ledgers[0, each]
        if kept == 1 and is_same(ledger, before) and is_same(scratch.words[0, lane], scratch.words[index, lane]):
            continue  # as under the base
        fold_life_of(law, batch, now, lane, kept, 1.0, ledger, scratch, sums, index, me)
        if kept == 1:
            fold_life_of(laws[0], batch, now, lane, 0, -1.0, before, scratch, sums, index, states[0, lane])
        if is_reported:
            fold_kinds_of(batch, now, lane, kept, scratch.ledgers, each, sums, index, states)


@step
def add_positions(
    people: People,
    now: Now,
    national_wage: float,
    lanes: Counts,
    states: State,
    apart: Counts,
    index: int,
    follows_lives: bool,
    ledgers: Reals,
) -> None:
    """Add a year before the first report year to the positions of the lives lived under a law, where wanted."""
    for each in range(len(lanes)):
        lane = lanes[each]
        if apart[index, lane] == 0:
            continue
        if follows_lives:
            weight = people.persons[now.year, people.sex[lane]]
            positions.add_year(weight, national_wage, ledgers[each], states[index, lane].position)
        if index > 0 or len(states) == 1:
            ledgers[each] = 0.0


@step
def close_year(
    laws: Laws,
    index: int,
    batch: Batch,
    now: Now,
    lanes: Counts,
    states: State,
    apart: Counts,
    sums: Sums,
    scratch: Scratch,
    scales: Scales,
) -> None:
    """Add the ledgers of a law to the sums and positions, and let moved money arrive."""
    people, kept = batch.people, min(index, 1)
    national_wage = laws[index].economy.national_wage[now.year]
    calendar_year = now.year + _FIRST_YEAR
    if calendar_year >= _FIRST_REPORT_YEAR:
        fold_places(
            scales, people, batch.careers, now, national_wage, lanes, states, apart, index, scratch.ledgers,
            scratch.queue, sums.place[index], max(calendar_year - sums.first_year, 0),
        )  # fmt: skip
    else:
        follows, ledgers = scales.follows_lives, scratch.ledgers[kept]
        add_positions(people, now, national_wage, lanes, states, apart, index, follows, ledgers)
    if index > 0:
        gather_pools(scratch.gathered[1], apart[index], lanes, states[index])


@step
def gather_pools(gathered: Counts, apart: Counts, lanes: Counts, states: State) -> None:
    """Let moved money arrive where it comes together, for whoever has a life of their own under a law."""
    for lane in lanes:
        if apart[lane] != 0:
            gather_pool(gathered[lane], states[lane].rights.pool_by_province)


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
    birth_year, n = batch.people.birth_year, len(batch.people.worker)
    first = max(batch.careers.first_year, calendar.start)
    last = min(_LAST_YEAR, birth_year + _LAST_AGE, calendar.stop - 1)
    for calendar_year in range(first, last + 1):
        year = calendar_year - _FIRST_YEAR
        now = Now(year, 12 * year, calendar_year - birth_year, calendar.seed)
        part(laws, batch, now, needs, states, apart, facts)
        for index in range(len(laws)):
            find_in_force(laws[index], now.year, now.age, scratch.in_force[index])
        arrange(batch, now, states[0], scratch.keys, scratch.seats, scratch.order)
        for begin in range(0, n, AT_ONCE):
            lanes = scratch.order[begin : min(begin + AT_ONCE, n)]
            for index in range(len(laws)):
                live_law(laws, index, batch, now, lanes, states, apart, sums, scratch)
                close_year(laws, index, batch, now, lanes, states, apart, sums, scratch, scales)
            gather_pools(scratch.gathered[0], apart[0], lanes, states[0])
            if len(laws) > 1:
                empty_ledgers(scratch.ledgers[0])
            rejoin(lanes, scratch.words, apart)


def live_pass(
    laws: Laws, base: Law, workers: Workers, careers: Careers, weights: Weights, seed: int, needs: Needs, sums: Sums,
    follows_lives: bool = True,
) -> tuple[list[State], Counts]:  # fmt: skip
    """Live a batch under several laws in step, from the first year to the last.

    ``follows_lives`` keeps the position of each life, by which lives under two laws are compared.

    Gives the state under each law, of others than the base only where lives are followed, and the worker-years lived
    under it (law,): all under the base, of the others those lived apart from it.
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
        share_ends(states, apart)
    return list(states), scratch.lived


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
    """Draw what chance has to do with the enrolment of a batch; the same for all laws that renew traits alike."""
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
