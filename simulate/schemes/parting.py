"""Whom a law concerns: who parts from the life under the base, and who stands as under it again.

``concern`` says which facts of a worker let a field that differs be read; here they are found, year by year.
"""

from __future__ import annotations

from typing import Final

from simulate.codes import EMPLOYEE, INACTIVE, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE, PLATFORM_FLEXIBLE, UNEMPLOYED
from simulate.codes import INSURABLE as INSURABLE_FORMS
from simulate.contracts import Careers, Codes, Counts
from simulate.engine.jit import rule, step
from simulate.schemes.batch import Batch, row_of
from simulate.schemes.concern import (
    AWAY, CLAIMING, EMPLOYED, EVERYONE, FLEXIBLE, GOING_ON, HOLDER, INJURED, INSURABLE, OLD, OUT_OF_WORK, PENSIONER,
    PLATFORM, RESIDENT, SETTLING, SHORT, Needs,
)  # fmt: skip
from simulate.engine.scan import is_same
from simulate.schemes.law import Laws
from simulate.schemes.state import (
    NEVER, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT, UNSETTLED, Standing, State,
)  # fmt: skip
from simulate.schemes.views import CHANGING, LawRecord, Now
from simulate.schemes.year import FIRST_CLAIMING_AGE, OLD_AGE

_WINDOW: Final = 36  # months before the statutory month from which a claim may fall


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
        delay = int(t.maximum_delay[now.year, category])
        if (sex == 0) == (category == 0) and (now.january - delay <= exempt <= december or original <= december):
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
