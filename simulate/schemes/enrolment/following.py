"""Enrolment as written: a hand-written or replayed career says month by month how it is insured, and at what base."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.contracts import Codes, Reals
from simulate.engine.jit import rule
from simulate.schemes.enrolment.rules import (
    EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK, RESIDENT_SCHEME, is_admitted,
)  # fmt: skip
from simulate.schemes.state import IDLE, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, SETTLED_EXTENDING, UNPAID

INSURED_BY_EMPLOYER = 4  # after the alternatives of a flexible worker
REFUSED_BY_HUKOU_RULE = 1


class Script(NamedTuple):
    """How each month of a batch of workers is insured; empty where the model chooses."""

    alternative: Codes  # (month, worker) NOTHING, RESIDENT_SCHEME, EMPLOYEE_SCHEME_AT_..., INSURED_BY_EMPLOYER
    base: Reals  # (month, worker) base aimed at, yuan; 0 is the floor
    refused: Codes  # (month, worker) filled: REFUSED_BY_HUKOU_RULE where the place of work does not admit the worker


def no_script() -> Script:
    """The model chooses."""
    return Script(np.zeros((0, 0), np.int16), np.zeros((0, 0)), np.zeros((0, 0), np.int16))


@rule
def follow_year(p, january, first_row, row, alternative, base, refused, form, place, home, rights, pay, insured, target,
                joins, pays):  # fmt: skip
    """Fill, for the twelve months of a calendar year, how each is paid, where, and the base aimed at, from the script.

    A flexible worker without local hukou whom the rule of the place of work does not admit stays uninsured that month.
    """
    for lane in range(len(pays)):
        pays[lane] = IDLE
        joins[lane] = 0
        hukou = home[row, lane]
        for m in range(12):
            month = january + m
            where = place[first_row + m, lane]
            pay[lane, m] = UNPAID
            insured[lane, m] = where
            target[lane, m] = base[first_row + m, lane]
            if form[first_row + m, lane] == PLATFORM_FLEXIBLE:
                pays[lane] = PAYS
            if month >= rights.stop_month[lane]:
                continue
            if rights.outcome[lane] == SETTLED_EXTENDING:
                if month >= rights.extend_from[lane]:
                    pay[lane, m] = PAID_AS_FLEXIBLE
                    insured[lane, m] = rights.insured_province[lane]
                    target[lane, m] = 0.0
                    pays[lane] = PAYS
                continue
            chosen = alternative[first_row + m, lane]
            if chosen == RESIDENT_SCHEME:
                joins[lane] = 1
            elif chosen == INSURED_BY_EMPLOYER:
                pay[lane, m] = PAID_AS_EMPLOYEE
                pays[lane] = PAYS
            elif chosen == EMPLOYEE_SCHEME_AT_HUKOU or chosen == EMPLOYEE_SCHEME_AT_WORK:
                at_work = chosen == EMPLOYEE_SCHEME_AT_WORK and where != hukou
                paid_there = rights.months_by_province[lane, where]
                if at_work and not is_admitted(
                    p.hukou_rule[month, where], p.hukou_rule_months[month, where], paid_there
                ):
                    refused[first_row + m, lane] = REFUSED_BY_HUKOU_RULE
                    continue
                pay[lane, m] = PAID_AS_FLEXIBLE
                insured[lane, m] = where if at_work else hukou
                pays[lane] = PAYS
