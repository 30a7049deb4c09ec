"""Claiming in a worker's year, once a life: the month in which a worker may stop, and what one short of months does."""

from __future__ import annotations

import numpy as np

from simulate.codes import EMPLOYEE, FEMALE_50, INACTIVE, PLATFORM_EMPLOYEE, PUBLIC_EMPLOYEE, WOMAN
from simulate.engine.draws import CLAIMING, EARLY_RETIREMENT, unit, words
from simulate.engine.jit import rule, step
from simulate.schemes.acquired import form_of_work, is_public_last, is_public_month
from simulate.schemes.retirement.params import RetirementParameters
from simulate.schemes.retirement.rules import (
    is_early, may_top_up, months_before_the_rest, qualifying_months, reached_under, retirement_category,
)  # fmt: skip
from simulate.schemes.state import (
    FAR_AWAY, NEVER, PAYS, SETTLED_EXTENDING, SETTLED_OUT, UNPAID, UNSETTLED, Rights, Standing,
)  # fmt: skip
from simulate.schemes.views import Now, Person, YearRecord

TAKES_ACCOUNT, GOES_ON, MOVES_TO_RESIDENT = range(3)


@rule
def is_employed(form: int) -> bool:
    """Whether the form of work is with a contract, the public service included."""
    return EMPLOYEE <= form <= PLATFORM_EMPLOYEE


@rule
def is_firm_worker(t: RetirementParameters, year: int, form: int, rights: Rights) -> bool:
    """Whether a worker is, or was for long before accounts began, on the staff of a firm; laid off or not."""
    return is_employed(form) or rights.deemed_months >= t.firm_worker_months[year]


@rule
def category_of(t: RetirementParameters, person: Person, now: Now, record: YearRecord, rights: Rights) -> int:
    """Retirement category; of women it is settled by the form of work in the month they turn 50, or the last before.

    Until the year of it, it is expected by the form of January.
    """
    if rights.category != NEVER:
        return rights.category
    turns_50 = person.birth_month + int(t.original_age[now.year, FEMALE_50])
    m = turns_50 - now.january
    form = form_of_work(m if 0 <= m < 12 else 0, record.form, rights.last_form)
    _, w1, _, _ = words(person.worker, 0, CLAIMING, now.seed)
    is_white_collar = form == PUBLIC_EMPLOYEE or unit(w1) < t.female_55_share[now.year, person.education]
    category = retirement_category(person.sex == WOMAN, not is_firm_worker(t, now.year, form, rights), is_white_collar)
    if person.sex != WOMAN or m < 12:
        rights.category = category
    return category


@rule
def expect_exemption(
    t: RetirementParameters,
    person: Person,
    now: Now,
    original: int,
    statutory: int,
    record: YearRecord,
    rights: Rights,
) -> None:
    """The month of early retirement for special trades, incapacity, firms wound up (国发〔1978〕104号 art. 1), if any.

    A worker without capacity to work draws, since 2025, an allowance until the age (人社部发〔2024〕72号), from as many
    months before the age as the law puts it off to; the others leave before the original age.
    """
    months, until = int(t.early_retirement_months[now.year]), now.january + 12
    of_trade, of_allowance = original - months, statutory - months
    if not (now.january <= of_trade < until or now.january <= of_allowance < until):
        return
    w0, w1, _, _ = words(person.worker, 0, EARLY_RETIREMENT, now.seed)
    is_incapable = unit(w1) < t.invalidity_share[now.year]
    exempt = of_allowance if is_incapable else of_trade
    if not now.january <= exempt < until:
        return
    form = record.form[exempt - now.january]
    if unit(w0) < t.early_retirement_share[now.year] and is_firm_worker(t, now.year, form, rights):
        record.exempt_month, record.is_incapable = exempt, is_incapable


@rule
def early_month(t: RetirementParameters, person: Person, now: Now, original: int, statutory: int) -> int:
    """First month of the year within the early window, for those who use it, or none; 人社部发〔2024〕94号 art. 2."""
    first, end = max(original, now.january), min(statutory, now.january + 12)
    while first < end and not is_early(first, statutory, original, int(t.early_window[first])):
        first += 1
    if first >= end:
        return FAR_AWAY
    w0, _, _, _ = words(person.worker, 0, CLAIMING, now.seed)
    return first if unit(w0) < t.early_claim_share[now.year] else FAR_AWAY


@step
def expect_claim(t: RetirementParameters, person: Person, now: Now, record: YearRecord, rights: Rights) -> None:
    """In January: the category of women about to reach 50, and the months of this year in which a claim may fall.

    Contributions are due up to and with the month of the claim; the pension runs from the next.
    """
    category = category_of(t, person, now, record, rights)
    original, delay = reached_under(t, now.year, person.birth_month, category)
    statutory = original + delay
    rights.statutory_month = statutory
    if rights.outcome != UNSETTLED:
        return
    rights.stop_month = max(statutory, now.january) if statutory < now.january + 12 else FAR_AWAY
    record.needed = qualifying_months(now.year, statutory // 12, t.qualifying_months)
    expect_exemption(t, person, now, original, statutory, record, rights)
    record.early_from = early_month(t, person, now, original, statutory)


@rule
def claim_early(t: RetirementParameters, january: int, record: YearRecord, me: Standing) -> None:
    """Whether the months are there for an early claim this year; if so, the months after it are not paid.

    An early claim falls in the first month in which the qualifying months are paid and which is within the window that
    is law in it, an exempt one in its own month.  Months deferred last year are among those paid, since whoever claims
    pays them in the month of the claim (人社部发〔2020〕49号).  Months in the public service count where a claim in the
    month finds the employee scheme the last one, as ``settlement.add_up`` does.
    """
    rights = me.rights
    if record.early_from >= january + record.until and record.exempt_month >= january + record.until:
        return
    deferred = me.support.deferred_months
    paid, public = rights.paid_months + deferred, rights.public_months
    last_month, public_last_month = int(rights.last_month), int(rights.public_last_month)
    for m in range(record.first, record.until):
        month = january + m
        if record.pay[m] != UNPAID:
            paid, last_month = paid + record.fraction[m], month
        elif deferred > 0.0:  # paid in the month, were it that of the claim
            last_month = month
        if is_public_month(m, record):
            public, public_last_month = public + 1.0, month
        counted = paid if is_public_last(public_last_month, last_month) else paid + public
        if counted >= record.needed and (
            month == record.exempt_month
            or is_early(month, rights.statutory_month, record.early_from, int(t.early_window[month]))
        ):
            rights.stop_month = month
            cut_months(m + 1, record)
            if record.approved > month:
                me.support.subsidised_until = NEVER
            return


@rule
def cut_months(first: int, record: YearRecord) -> None:
    """Nothing is paid from a month of the year on, where the claim comes before what was expected."""
    for m in range(first, 12):
        if record.pay[m] != UNPAID:
            record.pay[m] = UNPAID
            record.pays = PAYS
    record.until = first


@rule
def needed_months(t: RetirementParameters, stop_month: int, statutory_month: int) -> float:
    """Qualifying months of a claim in ``stop_month``."""
    return qualifying_months(stop_month // 12, statutory_month // 12, t.qualifying_months)


@rule
def fill_idle_year(place: int, record: YearRecord) -> None:
    """A year without work in a province, of a worker who goes on paying."""
    record.has_platform = record.earning_months = 0
    record.earned = 0.0
    for m in range(12):
        record.form[m] = INACTIVE
        record.place[m] = place
        record.income[m] = 0.0


@rule
def when_short(t: RetirementParameters, person: Person, now: Now, rights: Rights) -> int:
    """What a worker short of months does; Social Insurance Law art. 16 and 人社部令13号 art. 2-3.

    Goes on paying, at any age, as whoever does so already; failing that, moves to the resident scheme or takes the
    account.
    """
    _, _, w2, w3 = words(person.worker, 0, CLAIMING, now.seed)
    if rights.outcome == SETTLED_EXTENDING or unit(w2) < t.continue_share[now.year]:
        return GOES_ON
    return MOVES_TO_RESIDENT if unit(w3) < t.resident_conversion_share[now.year] else TAKES_ACCOUNT


@rule
def months_to_pay(stop_month: int, short: float, deferred_months: float) -> float:
    """Months still to pay: those short, less the ones deferred this year, which are paid from next January on.

    Who has paid enough before then claims without them (人社部发〔2020〕49号).
    """
    left = float(11 - stop_month % 12)
    return short if short <= left else max(short - deferred_months, left + 1.0)


@rule
def months_to_go_on(t: RetirementParameters, now: Now, short: float, me: Standing) -> float:
    """Months to go on paying after ``stop_month``, none where the rest may be paid at once; 人社部令13号 art. 2.

    As long as it takes, what lapsed meanwhile included; who was insured before 2011-07 has, after five years of it, the
    choice of one sum, and takes it.
    """
    rights = me.rights
    gone_on = rights.stop_month + 1 - rights.extend_from if rights.extend_from != NEVER else 0
    before_the_rest = months_before_the_rest(t.continue_years[now.year])
    months = months_to_pay(rights.stop_month, short, me.support.deferred_months)
    continued = gone_on + min(int(months), before_the_rest - gone_on)
    if may_top_up(rights.first_month, int(t.top_up_before[now.year]), continued, before_the_rest):
        return max(float(before_the_rest - gone_on), 0.0)
    return months


@rule
def extend(months: float, short: float, me: Standing) -> None:
    """Go on paying as a flexible worker from the next month, and claim with the last month paid.

    Social Insurance Law art. 16, 人社部令13号 art. 2: nothing waits for a January.  Of months deferred those are paid
    later that are then still short.
    """
    rights = me.rights
    if rights.extend_from == NEVER:
        rights.extend_from = rights.stop_month + 1
    rights.outcome = SETTLED_EXTENDING
    rights.stop_month += int(np.ceil(months))
    me.support.deferred_months = min(me.support.deferred_months, max(short - float(np.ceil(months)), 0.0))


@rule
def close(rights: Rights) -> None:
    """The relation with the employee scheme ends without a pension."""
    rights.outcome = SETTLED_OUT
    rights.account = 0.0
