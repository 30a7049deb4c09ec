"""Whole lives of a batch of workers under several laws, year by year, each year added to the sums of its law.

The first law is the base.  A worker shares the base's life until a year in which another law may concern them, and has
a life of their own until they stand, bit for bit, as under the base again.  The sums of the other laws are differences
from the base's; they are whole numbers, so that base plus difference is the very sum of living everyone.
"""

from __future__ import annotations

from simulate.schemes.state import Standing
from simulate.schemes.views import People, LawRecord, YearRecord

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulate import clock
from simulate.codes import INSURABLE as INSURABLE_FORMS
from simulate.codes import EMPLOYEE, FORMS, INACTIVE, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, UNEMPLOYED
from simulate.contracts import FIRST_COHORT, PLACE_MEASURES, Careers, Codes, Counts, Reals, Weights, Workers
from simulate.engine.jit import borrowing, rule, step
from simulate.engine.memory import zeros_in_lines
from simulate.engine.scan import largest, smallest
from simulate.schemes import positions
from simulate.schemes.concern import (
    AWAY, CLAIMING, EMPLOYED, EVERYONE, FLEXIBLE, GOING_ON, HOLDER, INJURED, INSURABLE, OLD, OUT_OF_WORK, PENSIONER,
    PLATFORM, RESIDENT, SETTLING, SHORT, Needs,
)  # fmt: skip
from simulate.schemes.enrolment import following
from simulate.schemes.enrolment import chance as enrolment
from simulate.schemes.fold import (
    AT_ONCE, Scales, Tables, empty_ledgers, fold_kinds, fold_life, fold_places, fold_transfers, gather_pool, is_same,
    new_queue, scales, shapes_of,
)  # fmt: skip
from simulate.schemes.law import Law, Laws, as_records, needs
from simulate.schemes.occupational_injury.rules import N_COSTS
from simulate.schemes.platform_copayment.rules import ORDER_LEVY
from simulate.schemes.portability.rules import pool_moves
from simulate.schemes.state import NEVER, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT, UNSETTLED, State, new_state
from simulate.schemes.subsidies.rules import NO_SUBSIDY
from simulate.schemes.views import (
    CHANGING, IN_FORCE, Chance, Here, InForce, InForceOfLaws, Now, Person, Years, new_years,
)  # fmt: skip
from simulate.schemes.year import FIRST_CLAIMING_AGE, OLD_AGE, describe_year, live_year

_FIRST_YEAR = clock.FIRST_YEAR
_LAST_YEAR = clock.LAST_REPORT_YEAR
_FIRST_REPORT_YEAR = clock.FIRST_REPORT_YEAR
_LAST_AGE = clock.LAST_AGE
_JULY = 6  # the month that stands for the year when heads are counted, as in the projection
_MALE, _FEMALE = range(2)
_N_KEYS = (len(FORMS) + 1) * 4 * 2 * 2 * 2  # of ``arrange``
_WINDOW = 36  # months before the statutory month from which a claim may fall


class Calendar(NamedTuple):
    """The years lived, and the key of all draws."""

    start: int  # first calendar year
    stop: int  # the year after the last
    seed: int


class Sums(NamedTuple):
    """Fixed-point sums by law, shaped as ``fold.Tables``; of all but the first law, differences from the first."""

    first_year: int  # calendar year of the first row of years
    place: Counts  # (law, group, year, province, sex, measure)
    kind: Counts  # (law, group, year, sex, kind, measure)
    cohort: Counts  # (law, group, sex, measure) of this birth cohort
    awards: Counts  # (law, group, year, scheme, bin)


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
        states.view(np.ndarray).view(np.int64).reshape(n_laws, n, -1), np.zeros(n_laws, np.int64), new_queue(),
        np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(_N_KEYS + 1, np.int64),
    )  # fmt: skip


@rule
def has_subsidy(s: LawRecord, year: int, age: int):
    """Whether anyone of this age could have a subsidy or matching this year."""
    is_hard = age >= min(s.hard_age[year, _MALE], s.hard_age[year, _FEMALE])
    for month in range(12 * year, 12 * year + 12):
        for province in range(s.subsidy_kind.shape[1]):
            if s.matching_share[month, province] > 0.0 or (is_hard and s.subsidy_kind[month, province] != NO_SUBSIDY):
                return True
    return False


@rule
def has_order_levy(rules: Codes, january: int):
    """Whether any province has a levy at source; ``rules`` (month, province) kinds of co-payment."""
    for month in (january, january + 11):
        for province in range(rules.shape[1]):
            if rules[month, province] == ORDER_LEVY:
                return True
    return False


@rule
def find_in_force(law: LawRecord, year: int, age: int, found: InForce) -> None:
    """Fill what a law holds at all this year for workers of an age."""
    january, s = 12 * year, law.subsidies
    rate = law.occupational_injury.work_injury_rate[january : january + 12]
    found.public_money = has_subsidy(s, year, age)
    found.matching = largest(s.matching_share[january]) > 0.0 or largest(s.matching_share[january + 11]) > 0.0
    found.order_levy = has_order_levy(law.platform_copayment.rule, january)
    found.buy_in = largest(law.retirement.buy_in_hazard[year]) > 0.0
    found.one_injury_rate = smallest(rate) == largest(rate)


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


@step
def chance_of(choices: enrolment.Choices, row: int, lane: int):
    """What chance has to do with one worker's year."""
    return Chance(
        choices.compliance[row, lane], choices.joining[row, lane], choices.declaring[lane], choices.knowing[lane],
        choices.contract[lane], choices.platforms[lane], choices.registered[lane], choices.tastes[row, lane],
    )  # fmt: skip


@step
def person_of(people: People, careers: Careers, choices: enrolment.Choices, row: int, lane: int):
    """One worker in one year."""
    return Person(
        people.worker[lane], people.sex[lane], people.hukou_type[lane], people.education[lane],
        people.birth_month[lane], careers.hukou_province[row, lane], careers.occupation[row, lane],
        choices.steady[row, lane],
    )  # fmt: skip


@rule
def read_script(script: following.Script, first_row: int, lane: int, record: YearRecord) -> None:
    """Copy what a script says of a worker's year."""
    for m in range(12):
        record.alternative[m] = script.alternative[first_row + m, lane]
        record.target[m] = script.base[first_row + m, lane]
        record.refused[m] = 0


class Batch(NamedTuple):
    """A batch of workers: who they are, what happens to them whatever the law, and what chance has to do with it."""

    people: People
    careers: Careers
    choices: enrolment.Choices
    script: following.Script


@step
def row_of(careers: Careers, now: Now):
    """Row of the year in the careers, the last one after the career; whether it is part of the career."""
    n_rows = careers.hukou_province.shape[0]
    row = now.year + _FIRST_YEAR - careers.first_year
    return min(row, n_rows - 1), row < n_rows


@step
def form_and_place(careers: Careers, row: int, is_career: bool, lane: int):
    """Form and province of residence in July; after the career, out of work where it ended."""
    if is_career:
        return careers.form[12 * row + _JULY, lane], careers.work_province[12 * row + _JULY, lane]
    return np.int16(INACTIVE), careers.work_province[12 * row + 11, lane]


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
def fold_worker(
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
    """Add one worker's year to the sums of a law, or take it away (``sign``): all but the ledger's lines."""
    people, careers = batch.people, batch.careers
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
    if not is_reported:
        return
    if scratch.gathered[kept, lane] != NEVER:
        pool_share = pool_moves(12 * now.year + 11, law.portability.transfer_start[0])
        fold_transfers(
            weight, pool_share, scratch.gathered[kept, lane], scratch.gathered_account[kept, lane],
            me.rights.pool_by_province, sex, sums.place[index, group, year],
        )  # fmt: skip
    row, is_career = row_of(careers, now)
    form, _ = form_and_place(careers, row, is_career, lane)
    fold_kinds(
        weight, people.hukou_type[lane], people.education[lane], form, careers.occupation[row, lane], now.age, ledger,
        me, sums.kind[index, group, year, sex],
    )  # fmt: skip


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
    for key in range(_N_KEYS):
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
    law, base, kept, force = laws[index], laws[0], min(index, 1), scratch.in_force[index]
    for each in range(len(lanes)):
        lane = lanes[each]
        if apart[index, lane] == 0:
            continue
        me, ledger = states[index, lane], scratch.ledgers[kept, each]
        live_worker(law, force, batch, now, lane, kept, ledger, scratch, me)
        scratch.lived[index] += 1
        before = scratch.ledgers[0, each]
        if kept == 1 and is_same(ledger, before) and is_same(scratch.words[0, lane], scratch.words[index, lane]):
            continue  # as under the base
        fold_worker(law, batch, now, lane, kept, 1.0, ledger, scratch, sums, index, me)
        if kept == 1:
            fold_worker(base, batch, now, lane, 0, -1.0, before, scratch, sums, index, states[0, lane])


@step
def rejoin(lanes: Counts, words: Counts, apart: Counts) -> None:
    """Let whoever stands as under the base, bit for bit, share the base's life again.

    ``words`` (law, worker, word) is the state, ``apart`` (law, worker) 1 for a life of its own.
    """
    for index in range(1, len(words)):
        for lane in lanes:
            if apart[index, lane] != 0 and is_same(words[0, lane], words[index, lane]):
                apart[index, lane] = 0


@rule
def share_ends(states: State, apart: Counts) -> None:
    """Give who shares the base's life at the end its state under each law, (law, worker)."""
    for index in range(1, len(states)):
        for lane in range(states.shape[1]):
            if apart[index, lane] == 0:
                states[index, lane] = states[0, lane]


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


@rule
def fill_facts(careers: Careers, steady: Codes, facts: Counts) -> None:
    """Fill ``facts`` (year, worker) with what a year's forms and places make of a worker, whatever the law.

    ``steady`` (year, worker) is CHANGING for a year whose months differ.
    """
    for row in range(facts.shape[0]):
        for lane in range(facts.shape[1]):
            home, found = careers.hukou_province[row, lane], EVERYONE
            for m in range(12 * row, 12 * row + (12 if steady[row, lane] == CHANGING else 1)):
                found |= facts_of_form(careers.form[m, lane], careers.work_province[m, lane], home)
            facts[row, lane] = found


@rule
def facts_of_form(form: int, where: int, home: int):
    """Facts that a month's form and place make."""
    facts = 0
    if form == EMPLOYEE or form == PLATFORM_EMPLOYEE:
        facts |= EMPLOYED
    elif form == PLATFORM_FLEXIBLE or form == OTHER_FLEXIBLE:
        facts |= FLEXIBLE
        facts |= PLATFORM if form == PLATFORM_FLEXIBLE else 0
        facts |= AWAY if where != home else 0
    elif form == UNEMPLOYED or form == INACTIVE:
        facts |= OUT_OF_WORK
    if form in INSURABLE_FORMS:
        facts |= INSURABLE
    return facts


@rule
def may_claim_this_year(t: LawRecord, now: Now, birth_month: int, sex: int, me: Standing):
    """Whether a claim may fall in the year: the window or the age is reached, or its month is not known yet."""
    rights = me.rights
    if rights.outcome == SETTLED_EXTENDING or rights.outcome == SETTLED_OUT:
        return True
    december = now.january + 11
    if rights.statutory_month - _WINDOW <= december:
        return True
    for category in range(t.original_age.shape[1]):
        original = birth_month + int(t.original_age[now.year, category])
        exempt = original - int(t.early_retirement_months[now.year])
        if (sex == 0) == (category == 0) and (now.january <= exempt <= december or original <= december):
            return True
    return False


@rule
def facts_of_state(law: LawRecord, now: Now, birth_month: int, sex: int, has_care: bool, facts: int, me: Standing):
    """Facts of a worker as the year begins, beside those of the months."""
    rights = me.rights
    if rights.first_month != NEVER or rights.account != 0.0:
        facts |= HOLDER
    if rights.outcome == SETTLED_EMPLOYEE:
        facts |= PENSIONER
    elif now.age >= FIRST_CLAIMING_AGE:
        facts |= SETTLING
        if may_claim_this_year(law.retirement, now, birth_month, sex, me):
            facts |= CLAIMING
            if rights.outcome != UNSETTLED or rights.paid_months < law.retirement.qualifying_months[now.year]:
                facts |= SHORT
    is_out = facts & OUT_OF_WORK != 0
    if rights.outcome == SETTLED_EXTENDING or me.support.deferred_months > 0.0 or (is_out and has_care):
        facts |= GOING_ON
    if is_out and rights.last_year >= now.year - 2:
        facts |= GOING_ON
    if me.residents.account != 0.0:
        facts |= RESIDENT
    if now.age >= OLD_AGE:
        facts |= OLD
    if me.support.injury_allowance != 0.0 or me.support.work_injury_allowance != 0.0:
        facts |= INJURED
    return facts


@rule
def is_in_place(careers: Careers, row: int, is_career: bool, lane: int, in_place: Counts, facts: int, me: Standing):
    """Whether a field that differs in some provinces, of whom ``in_place`` says, is read in one of the worker's."""
    needed = in_place[careers.hukou_province[row, lane]]
    for m in range(0 if is_career else 11, 12):
        needed |= in_place[careers.work_province[12 * row + m, lane]]
    if me.rights.insured_province != NEVER:
        needed |= in_place[me.rights.insured_province]
    if me.rights.relation_province != NEVER:
        needed |= in_place[me.rights.relation_province]
    if facts & CLAIMING:  # any province with months may be the place of benefit
        for province in range(len(in_place)):
            if me.rights.months_by_province[province] > 0.0:
                needed |= in_place[province]
    return facts & needed != 0


@step
def part(laws: Laws, batch: Batch, now: Now, needs: Needs, states: State, apart: Counts, facts: Counts) -> None:
    """Give whoever parts from the base this year a life of their own, as the base's stands in January."""
    people, careers = batch.people, batch.careers
    row, is_career = row_of(careers, now)
    has_care, any_facts = False, 0
    for index in range(len(laws)):
        has_care |= laws[index].subsidies.care_credit[now.year] != 0
        any_facts |= needs.any_facts[index, now.year]
    for lane in range(len(people.worker) if any_facts else 0):
        me = states[0, lane]
        found = facts[row, lane] if is_career else EVERYONE
        found = facts_of_state(laws[0], now, people.birth_month[lane], people.sex[lane], has_care, found, me)
        for index in range(1, len(laws)):
            if apart[index, lane] != 0 or found & needs.any_facts[index, now.year] == 0:
                continue
            if found & needs.anywhere[index, now.year] != 0 or is_in_place(
                careers, row, is_career, lane, needs.in_place[index, now.year], found, me
            ):
                apart[index, lane] = 1
                states[index, lane] = me


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


def live_pass(
    laws: Laws, base: Law, workers: Workers, careers: Careers, weights: Weights, seed: int, needs: Needs, sums: Sums,
    follows_lives: bool = True,
) -> tuple[list[State], Counts]:  # fmt: skip
    """Live a batch under several laws in step, from the first year to the last.

    ``follows_lives`` keeps the position of each life, by which lives under two laws are compared.

    Gives the state under each law, and the worker-years lived under it (law,): all under the base, of the others those
    lived apart from it.
    """
    n = len(workers.worker)
    choices = choices_of(base, workers, careers, seed)
    batch = Batch(people_of(workers, weights), careers, choices, following.no_script())
    states = np.broadcast_to(new_state(n), (len(laws), n)).copy().view(np.recarray)
    apart = np.zeros((len(laws), n), np.int64)
    apart[0] = 1
    own = sums._replace(cohort=sums.cohort[:, :, workers.birth_year - FIRST_COHORT])
    calendar = Calendar(_FIRST_YEAR, _LAST_YEAR + 1, seed)
    facts = np.zeros(careers.hukou_province.shape, np.int64)
    if len(laws) > 1:
        fill_facts(careers, choices.steady, facts)
    scratch = new_scratch(states)
    live(laws, batch, calendar, needs, states, apart, facts, own, scratch, scales(follows_lives))
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
