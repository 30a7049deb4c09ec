"""Records of one worker, each written once as a class, and the codes that stand in them.

A class names each field, what it holds and, after ``=``, what it holds before anything has happened (zero, where
nothing is written).  The layout in memory is derived from it, so that numpy, Numba and the type checker agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, get_type_hints

import numpy as np

from simulate.codes import PROVINCES
from simulate.contracts import Codes, Reals, Singles

UNPAID, PAID_AS_EMPLOYEE, PAID_AS_FLEXIBLE, CREDITED = range(4)  # how a month is paid
IDLE, PAYS, EMPLOYED_ALL_YEAR = range(3)  # what a year means for a worker: see ``enrolment.choose_year``
UNSETTLED, SETTLED_EMPLOYEE, SETTLED_EXTENDING, SETTLED_OUT = range(4)
NEVER = -1
PUBLIC_CAREER = 120.0  # months from which the public scheme, where it is the last one, pays (assumption)
UNKNOWN_SHARE = 0.5  # of months passing the platform's income test, what a worker new to it expects (assumption)
FAR_AWAY = 1 << 40  # a month no life reaches

FIRST_AGE_PAID, LAST_AGE_PAID = 16, 90  # between which contributions are paid
HALF_YEARS = 2 * (LAST_AGE_PAID - FIRST_AGE_PAID + 1)
_MONTHS = 12
_TAKEN = {*dir(np.recarray), *dir(np.record)}

Real = Annotated[float, np.float64]
Count = Annotated[int, np.int64]
Code = Annotated[int, np.int16]
RealsByMonth = Annotated[Reals, np.float64, _MONTHS]
SinglesByMonth = Annotated[Singles, np.float32, _MONTHS]
CodesByMonth = Annotated[Codes, np.int16, _MONTHS]
RealsByProvince = Annotated[Reals, np.float64, len(PROVINCES)]
CodesByProvince = Annotated[Codes, np.int16, len(PROVINCES)]
SinglesByHalfYear = Annotated[Singles, np.float32, HALF_YEARS]


def in_each(start: float) -> Any:
    """What each number of a field with several holds before anything has happened."""
    return start


class Record:
    """One record of an array of them: a class of fields, of which no instance is made."""


def check_names(owner: str, names: Iterable[str]) -> None:
    """Raise TypeError for a field named as an attribute of NumPy's records is, ``base`` or ``size``.

    Compiled code would read the field, plain Python the attribute.
    """
    if taken := sorted(_TAKEN & {*names}):
        raise TypeError(f"{owner}: attributes of NumPy's records are named {', '.join(taken)}; rename these fields")


def layout_of(record: type[Record]) -> np.dtype[Any]:
    """The layout in memory of a record, its fields in the order of its class; raises TypeError for a name NumPy has."""
    check_names(record.__name__, get_type_hints(record))
    fields = {name: hint.__metadata__ for name, hint in get_type_hints(record, include_extras=True).items()}
    return np.dtype([(name, *kind_and_size) for name, kind_and_size in fields.items()], align=True)


def starts_of(record: type[Record]) -> dict[str, float]:
    """What each field of a record holds before anything has happened."""
    return {name: getattr(record, name, 0) for name in get_type_hints(record)}
