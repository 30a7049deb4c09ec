"""What a scheme declares of a worker: the fields of what is acquired, and the codes that stand in them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

UNPAID, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, CREDITED = range(4)  # how a month is paid
IDLE, PAYS, EMPLOYED_ALL_YEAR = range(3)  # what a year is to a worker: see ``enrolment.choose_year``
UNSETTLED, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT = range(4)
NEVER = -1
PUBLIC_CAREER = 120.0  # months from which the public scheme, where it is the last one, pays (assumption)
UNKNOWN_SHARE = 0.5  # of months passing the platform's income test, what a worker new to it expects (assumption)
FAR_AWAY = 1 << 40  # a month no life reaches

REAL, COUNT, CODE, SINGLE = np.float64, np.int64, np.int16, np.float32
FIRST_AGE_PAID, LAST_AGE_PAID = 16, 90  # between which contributions are paid
HALF_YEARS = 2 * (LAST_AGE_PAID - FIRST_AGE_PAID + 1)


class Field(NamedTuple):
    """One thing a worker acquires."""

    name: str
    kind: type  # REAL, COUNT, CODE or SINGLE
    start: float = 0  # before anything happened
    size: int = 1  # more than one: by province, or by half-year
