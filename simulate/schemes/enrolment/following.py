"""Enrolment as written: a hand-written or replayed career says month by month how it is insured, and at what base."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.contracts import Codes, Reals
from simulate.engine.jit import rule
from simulate.schemes.enrolment.params import EnrolmentParameters
from simulate.schemes.enrolment.rules import EMPLOYEE_SCHEME_AT_HUKOU, EMPLOYEE_SCHEME_AT_WORK, RESIDENT_SCHEME
from simulate.schemes.enrolment.steps import is_let_in, pay_extension
from simulate.schemes.state import PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, PAYS, SETTLED_EXTENDING, UNSETTLED, Rights
from simulate.schemes.views import Chance, Now, Person, YearRecord

INSURED_BY_EMPLOYER = 4  # after the alternatives of a flexible worker
REFUSED_BY_HUKOU_RULE = 1


class Script(NamedTuple):
    """How each month of a batch of workers is insured; empty where the model chooses."""

    alternative: Codes  # (month, worker) NOTHING, RESIDENT_SCHEME, EMPLOYEE_SCHEME_AT_..., INSURED_BY_EMPLOYER
    base: Reals  # (month, worker) base aimed at, yuan; 0 is the floor


def no_script() -> Script:
    """The model chooses."""
    return Script(np.zeros((0, 0), np.int16), np.zeros((0, 0)))


@rule
def follow_year(
    p: EnrolmentParameters, person: Person, chance: Chance, now: Now, record: YearRecord, rights: Rights
) -> None:
    """Fill, for the months of a calendar year, how each is paid, where, and the base aimed at, from the script.

    A flexible worker without local hukou whom the rule of the place of work does not admit stays uninsured that month.
    """
    if rights.outcome == SETTLED_EXTENDING:
        pay_extension(record, now.january, rights)
        return
    for m in range(record.first, record.until):
        month, where = now.january + m, record.place[m]
        record.insured[m] = where
        if record.form[m] == PLATFORM_FLEXIBLE and rights.outcome == UNSETTLED:
            record.pays = PAYS
        chosen = record.alternative[m]
        if chosen == RESIDENT_SCHEME:
            record.joins = 1
        elif month > rights.stop_month or rights.outcome != UNSETTLED:
            continue
        elif chosen == INSURED_BY_EMPLOYER:
            record.pay[m] = PAID_AS_EMPLOYEE
            record.pays = PAYS
        elif chosen == EMPLOYEE_SCHEME_AT_HUKOU or chosen == EMPLOYEE_SCHEME_AT_WORK:
            at_work = chosen == EMPLOYEE_SCHEME_AT_WORK and where != person.home
            if at_work and not is_let_in(p, chance, month, where, record.form[m], record, rights):
                record.refused[m] = REFUSED_BY_HUKOU_RULE
                continue
            record.pay[m] = PAID_AS_FLEXIBLE
            record.insured[m] = where if at_work else person.home
            record.pays = PAYS
