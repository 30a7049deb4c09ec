"""Claiming, once a life: when a worker may stop, what is awarded, and what a worker short of months does."""

from __future__ import annotations

import numpy as np

from simulate.codes import EMPLOYEE, FEMALE_50, PLATFORM_EMPLOYEE, PUBLIC_EMPLOYEE
from simulate.engine.draws import CLAIMING, EARLY_RETIREMENT, unit, words
from simulate.engine.jit import lane, rule
from simulate.schemes.retirement.rules import (
    may_top_up, qualifying_months, retirement_category, retirement_month, retirement_window, statutory_retirement,
)  # fmt: skip
from simulate.schemes.state import FAR_AWAY, NEVER, SETTLED_EXTENDING, SETTLED_OUT, UNSETTLED

STAYS_SHORT, GOES_ON, MOVES_TO_RESIDENT, TAKES_ACCOUNT = range(4)
_FEMALE = 1


@rule
def expect_claims(t, worker, sex, education, birth_month, form_row, january, seed, rights):  # fmt: skip
    """In January: the category of women who are about to reach 50, and this year's month of claiming, if there is one.

    ``birth_month`` (worker,) counts from 1950-01.  An early claim takes the first month of the window in which the
    qualifying months are there, for the share of workers who use the window.  Employees in special trades, without
    capacity to work or of firms wound up retire some years before the original age, if they qualify (国发〔1978〕104号
    art. 1).
    """
    year = january // 12
    for lane in range(len(worker)):
        if rights.outcome[lane] == SETTLED_EXTENDING:
            continue
        category = rights.category[lane]
        if category == NEVER:
            is_flexible = not (EMPLOYEE <= form_row[lane] <= PLATFORM_EMPLOYEE)
            w0, w1, _, _ = words(worker[lane], 0, CLAIMING, seed)
            is_white_collar = form_row[lane] == PUBLIC_EMPLOYEE or unit(w1) < t.female_55_share[education[lane]]
            category = retirement_category(sex[lane] == _FEMALE, is_flexible, is_white_collar)
            turns_50 = birth_month[lane] + int(t.original_age[FEMALE_50])
            if sex[lane] != _FEMALE or turns_50 < january + 12:
                rights.category[lane] = category
        original_age = int(t.original_age[category])
        delay = statutory_retirement(
            birth_month[lane], original_age, int(t.delay_step[category]), int(t.maximum_delay[category]),
            int(t.reform_start[0]),
        )  # fmt: skip
        original = birth_month[lane] + original_age
        statutory = retirement_month(birth_month[lane], original_age, delay)
        rights.statutory_month[lane] = statutory
        if rights.outcome[lane] != UNSETTLED:
            continue
        rights.stop_month[lane] = FAR_AWAY
        if statutory < january + 12:
            rights.stop_month[lane] = max(statutory, january)
        needed = qualifying_months(year, statutory // 12, t.qualifying_months)
        exempt = original - int(t.early_retirement_months[0])
        if january <= exempt < january + 12 and EMPLOYEE <= form_row[lane] <= PLATFORM_EMPLOYEE:
            w0, _, _, _ = words(worker[lane], 0, EARLY_RETIREMENT, seed)
            if unit(w0) < t.early_retirement_share[year] and rights.paid_months[lane] >= needed:
                rights.stop_month[lane] = exempt
        early = int(t.early_window[january])
        if early > 0 and statutory - early < january + 12:
            w0, _, _, _ = words(worker[lane], 0, CLAIMING, seed)
            first, _ = retirement_window(statutory, original, early, 0)
            uses_window = unit(w0) < t.early_claim_share[0] and first < january + 12
            if uses_window and rights.paid_months[lane] >= needed:
                rights.stop_month[lane] = min(rights.stop_month[lane], max(first, january))


@lane
def needed_months(t, stop_month, statutory_month):
    """Qualifying months of a claim in ``stop_month``."""
    return qualifying_months(stop_month // 12, statutory_month // 12, t.qualifying_months)


@lane
def when_short(t, worker, age, short, rights, lane, seed):
    """What a worker short of months does; Social Insurance Law art. 16 and 人社部令13号 art. 2-3.

    Goes on paying (for as long as it takes, up to the years a worker goes on); failing that, moves to the resident
    scheme or takes the account.  Returns the option and, for who goes on, the months to pay.
    """
    _, _, w2, w3 = words(worker, 0, CLAIMING, seed)
    longest = min(12.0 * t.continue_years[0], max(0.0, 12.0 * (66.0 - age)))
    option = TAKES_ACCOUNT
    months = 0.0
    if unit(w3) < t.resident_conversion_share[0]:
        option = MOVES_TO_RESIDENT
    if unit(w2) < t.continue_share[0]:
        if short <= longest:
            option = GOES_ON
            months = short
        elif may_top_up(rights.first_month[lane], int(t.top_up_before[0]), int(longest), int(longest)):
            option = GOES_ON
            months = longest
    return option, months


@lane
def extend(january, months, rights, lane):
    """Pay as a flexible worker from next January for so many months, and claim then."""
    rights.outcome[lane] = SETTLED_EXTENDING
    rights.extend_from[lane] = january + 12
    rights.stop_month[lane] = january + 12 + int(np.ceil(months))


@lane
def close(rights, lane):
    """The relation with the employee scheme ends without a pension."""
    rights.outcome[lane] = SETTLED_OUT
    rights.account[lane] = 0.0
