"""A calendar year of some workers of a batch under one law: lived one after another, then added to the sums.

Of a law other than the base the sums are differences from the base's, so that a year that is the same adds nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import clock
from simulate.codes import PROVINCES
from simulate.contracts import Counts, Lanes, Reals
from simulate.engine.jit import rule, seldom, sequence, step
from simulate.schemes import positions
from simulate.schemes.asking import ask_for_state
from simulate.schemes.beside import APART, Beside, ask_for_aside, find_acting
from simulate.schemes.batch import N_KEYS, N_STANDINGS, Batch, Scratch, Sums, read_script, read_year, row_of
from simulate.schemes.fold import Scales, fold_places, queue_year
from simulate.schemes.fold_beside import (
    add_difference_beside, ask_for_beside, clear_beside, differing_beside, fold_beside,
)  # fmt: skip
from simulate.schemes.fold_kinds import ask_for_kinds, counts_alike, fold_kinds, replace_kinds
from simulate.schemes.fold_lives import fold_life, fold_transfers, gather_pool
from simulate.schemes.law import Law, Laws
from simulate.schemes.portability.rules import pool_moves
from simulate.schemes.state import NEVER, Standing, State
from simulate.schemes.views import Here, Now, People, Person
from simulate.schemes.year import FIRST_CLAIMING_AGE, describe_year, live_year

_FIRST_YEAR = clock.FIRST_YEAR
_FIRST_REPORT_YEAR = clock.FIRST_REPORT_YEAR
_N_PROVINCES: Final = len(PROVINCES)


@sequence
def live_worker(
    laws: Laws,
    index: int,
    batch: Batch,
    now: Now,
    lane: int,
    kept: int,
    ledger: Reals,
    scratch: Scratch,
    me: Standing,
) -> None:
    """Live the year of one worker into the ``ledger`` ``kept`` (0 the base's, 1 another law's), and describe it."""
    law, force = laws[index], scratch.in_force[index]
    beside = Beside(laws, scratch.acting, scratch.n_acting, scratch.words, scratch.beside)
    people, careers, script = batch.people, batch.careers, batch.script
    row, is_career = row_of(careers, now)
    record = scratch.years[min(lane, len(scratch.years) - 1)]
    person, chance = people.each[lane], batch.choices.chances[batch.choices.drawn[row, lane]]
    is_written = script.alternative.shape[0] > 0
    if is_career:
        read_year(law, person, now.year, record)
        if is_written:
            read_script(script, 12 * row, lane, record)
    here = Here(person.form, person.place, is_career, people.death_rate[now.year, person.sex])
    live_year(law, force, person, chance, now, here, is_written, beside, lane, record, ledger, me)
    if now.year + _FIRST_YEAR >= _FIRST_REPORT_YEAR:
        describe_year(law, person, now, here, careers.stays_away[lane], beside, lane, record, ledger, me)
    scratch.gathered[kept, lane] = record.gathered
    scratch.gathered_month[kept, lane] = record.gathered_month
    scratch.gathered_account[kept, lane] = record.gathered_account
    scratch.is_final[kept, lane] = record.is_final


@rule
def year_of(sums: Sums, now: Now) -> int:
    """Row of the year in the sums; of a year before the first, which adds to none, the first."""
    return max(now.year + _FIRST_YEAR - sums.first_year, 0)


@step
def fold_life_of(
    law: Law,
    now: Now,
    person: Person,
    lane: int,
    kept: int,
    weight: float,
    ledger: Reals,
    scratch: Scratch,
    sums: Sums,
    index: int,
    me: Standing,
) -> None:
    """Add to the sums of a law, or take away (by a negative ``weight``), what a worker's year settles, and the money
    that moves."""
    year, is_reported = year_of(sums, now), now.year + _FIRST_YEAR >= _FIRST_REPORT_YEAR
    group, sex = person.group, person.sex
    if now.age >= FIRST_CLAIMING_AGE:
        fold_life(
            weight, is_reported, scratch.is_final[kept, lane], law.economy, now.year, person.birth_month, ledger,
            me.rights, sums.cohort[index, group, sex], sums.awards[index, group, year],
        )  # fmt: skip
    if is_reported and scratch.gathered[kept, lane] != NEVER:
        pool_share = pool_moves(scratch.gathered_month[kept, lane], law.portability.transfer_start[0])
        fold_transfers(
            weight, pool_share, scratch.gathered[kept, lane], scratch.gathered_account[kept, lane],
            me.rights.pool_by_province, sex, sums.place[index, group, year],
        )  # fmt: skip


@step
def fold_kinds_of(
    now: Now,
    person: Person,
    lane: int,
    weight: float,
    kept: int,
    ledgers: Reals,
    each: int,
    sums: Sums,
    index: int,
    states: State,
) -> None:
    """Add a worker's reported year to the sums by kind; of a law other than the base, instead of the base's."""
    kinds = sums.kind[index, person.group, year_of(sums, now), person.sex]
    me, ledger = states[index, lane], ledgers[kept, each]
    if kept == 0:
        fold_kinds(weight, person, now.age, ledger, me, kinds)
    else:
        replace_kinds(weight, person, now.age, ledger, me, ledgers[0, each], states[0, lane], kinds)


@rule
def is_apart(apart: Counts, lane: int) -> bool:
    """Whether a worker has a life of their own under any law but the base."""
    found = np.int64(0)
    for index in range(1, len(apart)):
        found |= apart[index, lane]
    return found & APART != 0


@rule
def standing_of(year: int, me: Standing) -> int:
    """As what a year leaves a worker, by which it is likely what the next one brings: 0 to N_STANDINGS - 1."""
    rights, residents = me.rights, me.residents
    standing = 2 * rights.outcome + (1 if residents.is_claimed != 0 else 0)
    standing = 2 * standing + (1 if rights.last_month // 12 == year else 0)
    return 2 * standing + (1 if residents.last_year == year else 0)


@step
def arrange(people: People, is_career: bool, apart: Counts, scratch: Scratch) -> None:
    """Fill ``scratch.order`` so that workers who are likely to do the same this year follow one another.

    The processor then foresees which way each rule goes; in any other order the year takes half as long again.  Those
    with a life apart come last, so that most of those who live a year together all share the base's.
    """
    keys, seats, order, any_apart = scratch.keys, scratch.seats, scratch.order, scratch.n_apart[0] != 0
    n_keys = N_KEYS if any_apart else N_KEYS // 2
    seats[: n_keys + 1] = 0
    for lane in range(len(order)):
        key = people.each[lane].steady_form + 1 if is_career else 0
        key = N_STANDINGS * key + scratch.standing[lane]
        if any_apart and is_apart(apart, lane):
            key += N_KEYS // 2
        keys[lane] = key
        seats[key + 1] += 1
    for key in range(n_keys):
        seats[key + 1] += seats[key]
    for lane in range(len(order)):
        order[seats[keys[lane]]] = lane
        seats[keys[lane]] += 1


@step
def queue_year_of(
    scales: Scales,
    now: Now,
    person: Person,
    lane: int,
    kept: int,
    share: float,
    base_share: float,
    each: int,
    scratch: Scratch,
    sums: Sums,
    index: int,
    states: State,
) -> bool:
    """Queue a worker's reported year for the sums by province; whether its ledger differs from the base's."""
    n_groups, n_years = sums.place.shape[1], sums.place.shape[2]
    first_cell = ((index * n_groups + np.int64(person.group)) * n_years + year_of(sums, now)) * _N_PROVINCES
    return queue_year(
        scales, first_cell, person, share, base_share, kept, scratch.ledgers, each, scratch.queue, sums.place,
        states[index, lane], states[0, lane],
    )  # fmt: skip


@seldom
def fold_aside(
    scales: Scales,
    now: Now,
    person: Person,
    lane: int,
    weight: float,
    share: float,
    ledger: Reals,
    each: int,
    scratch: Scratch,
    sums: Sums,
    states: State,
) -> None:
    """Add the year of a worker under each law that differs for them only in the schemes beside the pensions."""
    is_reported, queued = now.year + _FIRST_YEAR >= _FIRST_REPORT_YEAR, scratch.queue[each]
    for acting in range(1, scratch.n_acting[0] + 1 if is_reported else 0):
        scratch.differing[acting] = differing_beside(scratch.beside[acting], ledger)
        ask_for_beside(scales, scratch.acting[acting], scratch.differing[acting], queued, sums.place)
    for acting in range(1, scratch.n_acting[0] + 1):
        index, booked = scratch.acting[acting], scratch.beside[acting]
        scratch.lived[index] += 1
        position = states[index, lane].position
        if is_reported:
            fold_beside(
                scales, index, scratch.differing[acting], year_of(sums, now), person, now.age, weight, share, booked,
                ledger, queued, sums.place, sums.kind, states[0, lane], position,
            )  # fmt: skip
        elif scales.follows_lives:
            add_difference_beside(share, booked, ledger, position)
        clear_beside(booked)


@sequence
def live_law(
    laws: Laws,
    index: int,
    batch: Batch,
    now: Now,
    lanes: Lanes,
    states: State,
    apart: Counts,
    sums: Sums,
    scratch: Scratch,
    scales: Scales,
) -> None:
    """Live one year of some workers under one law: whoever has a life of their own under it, all under the base."""
    law, kept = laws[index], min(index, 1)
    is_reported = now.year + _FIRST_YEAR >= _FIRST_REPORT_YEAR
    wage, base_wage = law.economy.national_wage[now.year], laws[0].economy.national_wage[now.year]
    is_alone = scratch.n_here[0] == 0
    scratch.lived[index] += len(lanes) if index == 0 else scratch.n_here[index]
    for each in range(len(lanes)):
        lane = lanes[each]
        if apart[index, lane] != APART:
            continue
        me, ledger = states[index, lane], scratch.ledgers[kept, each]
        after = lanes[min(each + 2, len(lanes) - 1)]
        if apart[index, after] == APART:
            ask_for_state(scratch.words[index, after], now.age)
            if index == 0 and scratch.n_aside[0] != 0:
                ask_for_aside(apart, scratch.n_aside, after, scratch.words)
        person = batch.people.each[lane]
        if is_reported:
            ask_for_kinds(person, me, sums.kind[index, person.group, year_of(sums, now), person.sex])
        persons = batch.people.persons[now.year, person.sex]
        scratch.n_acting[0] = 0
        if index == 0 and scratch.n_aside[0] != 0:
            scratch.n_acting[0] = find_acting(apart, scratch.n_aside, lane, scratch.acting)
        live_worker(laws, index, batch, now, lane, kept, ledger, scratch, me)
        if index == 0:
            scratch.standing[lane] = standing_of(now.year, me)
        fold_life_of(law, now, person, lane, kept, persons, ledger, scratch, sums, index, me)
        positions.add_employee_year(persons, wage, 1.0, now.age, ledger, me.position)
        if kept == 1:
            before = scratch.ledgers[0, each]
            positions.add_employee_year(persons, base_wage, -1.0, now.age, before, me.position)
            fold_life_of(laws[0], now, person, lane, 0, -persons, before, scratch, sums, index, states[0, lane])
        if kept == 1 or is_alone:
            gather_pool(scratch.gathered[kept, lane], me.rights.pool_by_province)
        if is_reported:
            differs = queue_year_of(
                scales, now, person, lane, kept, persons / wage, persons / base_wage, each, scratch, sums, index, states
            )  # fmt: skip
            if differs or not counts_alike(me, states[0, lane]):
                fold_kinds_of(now, person, lane, persons, kept, scratch.ledgers, each, sums, index, states)
        if scratch.n_acting[0] > 0:
            fold_aside(scales, now, person, lane, persons, persons / wage, ledger, each, scratch, sums, states)


@step
def add_positions(
    people: People,
    now: Now,
    wage: float,
    base_wage: float,
    lanes: Lanes,
    states: State,
    apart: Counts,
    index: int,
    is_alone: bool,
    follows_lives: bool,
    ledgers: Reals,
) -> None:
    """Add a year before the first report year to the positions of the lives lived under a law, where wanted."""
    for each in range(len(lanes)):
        lane = lanes[each]
        if apart[index, lane] != APART:
            continue
        weight, position = people.persons[now.year, people.each[lane].sex], states[index, lane].position
        if follows_lives and index == 0:
            positions.add_year(weight / wage, ledgers[0, each], position)
        elif follows_lives:
            positions.add_difference(weight / wage, weight / base_wage, ledgers[1, each], ledgers[0, each], position)
        if index > 0 or is_alone:
            ledgers[min(index, 1), each] = 0.0


@sequence
def close_year(
    laws: Laws,
    index: int,
    batch: Batch,
    now: Now,
    lanes: Lanes,
    states: State,
    apart: Counts,
    sums: Sums,
    scratch: Scratch,
    scales: Scales,
) -> None:
    """Add the ledgers of a law to the sums and positions."""
    people, is_alone = batch.people, scratch.n_here[0] == 0
    if now.year + _FIRST_YEAR >= _FIRST_REPORT_YEAR:
        fold_places(
            scales, people, now.year, lanes, apart[index], min(index, 1), is_alone, scratch.ledgers, scratch.queue,
            sums.place,
        )  # fmt: skip
    else:
        wage, base_wage = laws[index].economy.national_wage[now.year], laws[0].economy.national_wage[now.year]
        follows = scales.follows_lives
        add_positions(people, now, wage, base_wage, lanes, states, apart, index, is_alone, follows, scratch.ledgers)


@step
def gather_pools(gathered: Counts, lanes: Lanes, states: State) -> None:
    """Let moved money arrive where it comes together under the base, once nobody looks at where it lay."""
    for lane in lanes:
        gather_pool(gathered[lane], states[lane].rights.pool_by_province)
