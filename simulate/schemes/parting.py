"""Whom a law concerns: when a life diverges from that under the base, and when it converges again.

``concern`` says which facts of a worker let a field that differs be read; here they are found, year by year.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate.codes import (
    EMPLOYEE, INACTIVE, INSURABLE as INSURABLE_FORMS, MALE, MAN, OTHER_FLEXIBLE, PLATFORM_EMPLOYEE,
    PLATFORM_FLEXIBLE, PUBLIC_EMPLOYEE, UNEMPLOYED,
)  # fmt: skip
from simulate.contracts import LINE, Careers, Codes, Counts, Lanes
from simulate.engine.jit import fetch, rule, step
from simulate.engine.lines import copy_line
from simulate.engine.scan import is_same
from simulate.schemes.batch import Batch, Scratch, row_of
from simulate.schemes.beside import APART, ASIDE, SHARED, copy_beside, is_same_beside
from simulate.schemes.no_longer_read import forget_medical, forget_unread
from simulate.schemes.concern import (
    AWAY, CLAIMING, EMPLOYED, EVERYONE, FLEXIBLE, GOING_ON, HOLDER, INJURED, INSURABLE, OF_STANDING, OLD, OUT_OF_WORK,
    PAYER, PENSIONER, PLATFORM, PUBLIC, RESIDENT, SETTLING, SHORT, Needs, Net,
)  # fmt: skip
from simulate.schemes.law import Law, Laws
from simulate.schemes.retirement.params import RetirementParameters
from simulate.schemes.settlement import buys_months
from simulate.schemes.state import (
    ACQUIRED, NEVER, READ_BY_PENSIONS, READ_EACH_YEAR, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT, STATE,
    UNSETTLED, Rights, Standing, State,
)  # fmt: skip
from simulate.schemes.subsidies.rules import NO_CREDIT
from simulate.schemes.views import CHANGING, Now, Person
from simulate.schemes.year import FIRST_CLAIMING_AGE, OLD_AGE

_WINDOW: Final = 36  # months before the statutory month from which a claim may fall
_FIRST_OF_RIGHTS: Final = int(STATE.fields["rights"][1]) // 8  # type: ignore[index]
_ASKED_AHEAD: Final = 8  # workers whose states are under way while one is looked at


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
def facts_of_form(form: int, where: int, home: int) -> int:
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
    elif form == PUBLIC_EMPLOYEE:
        facts |= PUBLIC
    if form in INSURABLE_FORMS:
        facts |= INSURABLE
    return facts


@rule
def may_claim_this_year(t: RetirementParameters, person: Person, now: Now, rights: Rights) -> bool:
    """Whether a claim may fall in the year: the window or the age is reached, or its month is not known yet.

    Those who left without a pension claim only by buying the months; where the chance of that differs, lives diverge.
    """
    birth_month, sex = person.birth_month, person.sex
    if rights.outcome == SETTLED_EXTENDING:
        return True
    if rights.outcome == SETTLED_OUT:
        return buys_months(t, person.worker, person.hukou_type, now, rights)
    december = now.january + 11
    if rights.statutory_month - _WINDOW <= december:
        return True
    for category in range(t.original_age.shape[1]):
        original = birth_month + int(t.original_age[now.year, category])
        exempt = original - int(t.early_retirement_months[now.year])
        delay = int(t.maximum_delay[now.year, category])
        if (sex == MAN) == (category == MALE) and (now.january - delay <= exempt <= december or original <= december):
            return True
    return False


@rule
def may_be_short(t: RetirementParameters, now: Now, facts: int, rights: Rights) -> bool:
    """Whether a worker who may claim this year may lack qualifying months; one who never paid lacks and claims none."""
    if rights.outcome != UNSETTLED:
        return True
    has_paid = rights.paid_months > 0.0 or rights.account_only_months > 0.0 or facts & PAYER != 0
    return has_paid and rights.paid_months < t.qualifying_months[now.year]


@rule
def facts_of_standing(law: Law, person: Person, now: Now, has_care: bool, facts: int, me: Standing) -> int:
    """Facts of a worker as the year begins, with those of the months."""
    rights = me.rights
    if rights.first_month != NEVER or rights.account != 0.0:
        facts |= HOLDER
    is_out = facts & OUT_OF_WORK != 0
    if rights.outcome == SETTLED_EXTENDING or me.support.deferred_months > 0.0 or (is_out and has_care):
        facts |= GOING_ON
    was_lately = rights.last_month // 12 >= now.year - 2
    if is_out and was_lately and rights.paid_months >= law.enrolment.months_to_go_on[now.year]:
        facts |= GOING_ON
    if rights.outcome == SETTLED_EMPLOYEE:
        facts |= PENSIONER
    elif now.age >= FIRST_CLAIMING_AGE:
        facts |= SETTLING
        if may_claim_this_year(law.retirement, person, now, rights):
            facts |= CLAIMING
            if may_be_short(law.retirement, now, facts, rights):
                facts |= SHORT
    if me.residents.account != 0.0:
        facts |= RESIDENT
    if now.age >= OLD_AGE or now.age >= law.resident_pension.pension_age[now.year]:
        facts |= OLD
    if me.occupational_injury.allowance != 0.0 or me.occupational_injury.work_allowance != 0.0:
        facts |= INJURED
    return facts


@rule
def is_in_place(
    careers: Careers, row: int, is_career: bool, lane: int, in_place: Counts, facts: int, me: Standing
) -> bool:
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
def ask_for_standing(words: Counts) -> None:
    """Ask memory for what the facts of a standing are found of, ``words`` (word,) of its state."""
    fetch(words[_FIRST_OF_RIGHTS:])
    fetch(words[_FIRST_OF_RIGHTS + LINE :])


@rule
def is_concerned(
    net: Net, careers: Careers, index: int, year: int, row: int, is_career: bool, lane: int, facts: int, me: Standing
) -> bool:  # fmt: skip
    """Whether a field of law ``index`` that differs this year may be read for a worker of these ``facts``."""
    if facts & net.any_facts[index, year] == 0:
        return False
    return facts & net.anywhere[index, year] != 0 or is_in_place(
        careers, row, is_career, lane, net.in_place[index, year], facts, me
    )


@step
def part(
    laws: Laws,
    batch: Batch,
    now: Now,
    needs: Needs,
    states: State,
    words: Counts,
    apart: Counts,
    scratch: Scratch,
    facts: Counts,
) -> None:
    """Give those who diverge from the base this year a life of their own, as the base's stands in January.

    What a worker has acquired is looked at only where it decides whom a change concerns.  ``n_apart`` and ``n_aside``
    (law,) count the workers apart, wholly or in the schemes beside the pensions; of the base, under any other law.
    """
    people, careers, n_apart, n_aside, year = batch.people, batch.careers, scratch.n_apart, scratch.n_aside, now.year
    row, is_career = row_of(careers, now)
    has_care, any_facts = False, 0
    for index in range(len(laws)):
        has_care |= laws[index].subsidies.care_credit[year] != NO_CREDIT
        any_facts |= needs.wholly.any_facts[index, year] | needs.aside.any_facts[index, year]
    for lane in range(len(people.each) if any_facts else 0):
        found = facts[row, lane] if is_career else EVERYONE
        if any_facts & OF_STANDING != 0:
            ask_for_standing(words[0, min(lane + _ASKED_AHEAD, len(people.each) - 1)])
            found = facts_of_standing(laws[0], people.each[lane], now, has_care, found, states[0, lane])
        if found & any_facts == 0:
            continue
        for index in range(1, len(laws)):
            was, me = apart[index, lane], states[0, lane]
            if was == APART:
                continue
            if is_concerned(needs.wholly, careers, index, year, row, is_career, lane, found, me):
                apart[index, lane] = APART
                n_apart[index] += 1
                n_aside[index] -= was == ASIDE
                copy_pensions(words[0, lane], words[index, lane])
            elif was == ASIDE or not is_concerned(
                needs.aside, careers, index, year, row, is_career, lane, found, me
            ):  # fmt: skip
                continue
            else:
                apart[index, lane] = ASIDE
                n_aside[index] += 1
            if was == SHARED:
                copy_beside(words[0, lane], words[index, lane])
    count_any(n_apart)
    count_any(n_aside)


@rule
def count_any(n: Counts) -> None:
    """Count under the base what is counted under all other laws, ``n`` (law,)."""
    n[0] = 0
    for index in range(1, len(n)):
        n[0] += n[index]


@step
def count_apart(lanes: Lanes, apart: Counts, n_apart: Counts, n_here: Counts) -> None:
    """Fill ``n_here`` (law,) as ``n_apart``, but of some workers alone: few who follow one another may all share."""
    n_here[0] = 0
    for index in range(1, len(n_here)):
        n_here[index] = 0
        if n_apart[index] != 0:
            for lane in lanes:
                n_here[index] += apart[index, lane] == APART
        n_here[0] += n_here[index]


@rule
def copy_words(first: int, stop: int, base: Counts, mine: Counts) -> None:
    """Take over the words of a state from one to before another."""
    whole = stop - (stop - first) % LINE
    for word in range(first, whole, LINE):
        copy_line(mine[word:], base[word:])
    for word in range(whole, stop):
        mine[word] = base[word]


@rule
def copy_pensions(base: Counts, mine: Counts) -> None:
    """Take over all words of a state that rules read but those of the schemes beside the pensions; a position is a
    life's own."""
    copy_words(READ_BY_PENSIONS, len(base), base, mine)


@rule
def are_pensions_same(mine: Counts, base: Counts) -> bool:
    """Whether two states are the same, bit for bit, in all that rules read but the schemes beside the pensions."""
    return is_same(mine[READ_BY_PENSIONS:], base[READ_BY_PENSIONS:])


@step
def rejoin(
    needs: Needs,
    now: Now,
    lanes: Lanes,
    states: State,
    words: Counts,
    apart: Counts,
    scratch: Scratch,
) -> None:
    """Let every worker who is as under the base, bit for bit in all that is still read, share the base's life again;
    the schemes beside the pensions apart from the rest.

    ``words`` (law, worker, word) is the state, ``apart`` (law, worker) how a life is shared.  Nobody does under a law
    that everyone parts under next year.
    """
    n_apart, n_aside = scratch.n_apart, scratch.n_aside
    next_year = min(now.year + 1, needs.wholly.anywhere.shape[1] - 1)
    for index in range(1, len(words)):
        if scratch.n_here[index] + n_aside[index] == 0 or needs.wholly.anywhere[index, next_year] & EVERYONE != 0:
            continue
        keeps_aside = needs.aside.anywhere[index, next_year] & EVERYONE != 0
        for lane in lanes:
            was, base, me = apart[index, lane], states[0, lane], states[index, lane]
            if was == SHARED or (was == ASIDE and keeps_aside):
                continue
            if was == APART:
                forget_unread(needs.ahead, index, now, base, me)
                if not are_pensions_same(words[0, lane], words[index, lane]):
                    continue
                n_apart[index] -= 1
                n_aside[index] += 1
                apart[index, lane] = ASIDE
            else:
                forget_medical(needs.ahead, index, now, base.rights, base.employee_medical, me.employee_medical)
            if is_same_beside(words[0, lane], words[index, lane]) and not keeps_aside:
                n_aside[index] -= 1
                apart[index, lane] = SHARED


@rule
def share_ends(words: Counts, apart: Counts) -> None:
    """Fill in how the lives end under all laws but the first, ``words`` (law, worker, word), tables by place left out.

    A worker who shares the base's life at the end has its state, all of it or all but what the schemes beside the
    pensions hold; positions, so far differences from the base's, become whole.
    """
    positions = words.view(np.float64)
    for index in range(1, len(words)):
        for lane in range(words.shape[1]):
            if apart[index, lane] != APART:
                copy_words(READ_BY_PENSIONS, READ_EACH_YEAR, words[0, lane], words[index, lane])
            if apart[index, lane] == SHARED:
                copy_beside(words[0, lane], words[index, lane])
            for word in range(ACQUIRED):
                positions[index, lane, word] += positions[0, lane, word]
