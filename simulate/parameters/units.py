"""Units of parameters: how each is written, read, stored and printed.

Numbers are stored as float64 (durations in months too); ``month`` is a date, stored as months since 1950-01 (int64);
``code`` is stored as the position of its option (int16) and ``flag`` as 0 or 1 (int16).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from simulate.clock import N_MONTHS, format_month, parse_month

_NUMBER: Final = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_DIGIT: Final = re.compile("[1-9]")


@dataclass(frozen=True)
class Unit:
    """A unit: its name, how it is written (``number``, ``month``, ``flag``, ``code``) and whether it is money."""

    name: str
    form: str
    meaning: str
    is_money: bool = False

    @property
    def dtype(self) -> type[Any]:
        """Type of the resolved values."""
        return {"number": np.float64, "month": np.int64, "flag": np.int16, "code": np.int16}[self.form]


UNITS: Final = {
    each.name: each
    for each in (
        Unit("share", "number", "a share of something, 0.6 for 60 %"),
        Unit("rate_per_year", "number", "a rate a year, 0.03 for 3 %"),
        Unit("rate_per_month", "number", "a rate a month"),
        Unit("yuan_per_month", "number", "nominal yuan a month", is_money=True),
        Unit("yuan_per_year", "number", "nominal yuan a year", is_money=True),
        Unit("yuan", "number", "nominal yuan", is_money=True),
        Unit("months", "number", "a duration in months"),
        Unit("years", "number", "a duration or an age in years"),
        Unit("month", "month", "a calendar month, YYYY-MM"),
        Unit("persons", "number", "persons"),
        Unit("count", "number", "a number of things"),
        Unit("flag", "flag", "true or false"),
        Unit("code", "code", "one of the options listed"),
        Unit("log_points", "number", "a difference of natural logarithms or of a logit index"),
    )
}


def is_number(text: str) -> bool:
    """Whether the text is a plain decimal number (no underscores, no percent sign) that a float holds: neither too
    large nor so small that nothing is left of it."""
    if _NUMBER.fullmatch(text) is None:
        return False
    number = float(text)
    return math.isfinite(number) and (number != 0.0 or not _DIGIT.search(text.lower().partition("e")[0]))


def to_number(text: str, unit: Unit, options: Sequence[str]) -> float:
    """The stored number of a scalar as written; raises ValueError saying what was expected."""
    if unit.form == "number":
        if not is_number(text):
            raise ValueError(f"a number ({unit.meaning})")
        return float(text)
    if unit.form == "month":
        try:
            month = parse_month(text) if text.isascii() else -1
        except ValueError:
            month = -1
        if not 0 <= month < N_MONTHS:
            raise ValueError("a month from 1950-01 to 2080-12, written YYYY-MM")
        return float(month)
    if unit.form == "flag":
        if text not in ("true", "false"):
            raise ValueError("true or false")
        return float(text == "true")
    if text not in options:
        raise ValueError("one of " + ", ".join(options))
    return float(options.index(text))


def to_text(value: float, unit: Unit, options: Sequence[str]) -> str:
    """A stored number as it would be written in YAML, compact, so that reading it back gives the same number."""
    if unit.form == "month":
        return format_month(int(value))
    if unit.form == "flag":
        return "true" if value else "false"
    if unit.form == "code":
        return options[int(value)]
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def to_short_text(value: float, unit: Unit, options: Sequence[str]) -> str:
    """Like :func:`to_text`, rounded for people."""
    if unit.form != "number":
        return to_text(value, unit, options)
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.6g}"


# For each unit, what its numbers are often taken for: how many of the unit make one, and its name.
_MISTAKEN: Final = {
    "months": ((12.0, "years"),), "years": ((1 / 12, "months"),),
    "yuan_per_month": ((1 / 12, "yuan a year"),), "yuan_per_year": ((12.0, "yuan a month"),),
}  # fmt: skip
_PARTS: Final = ((0.01, "per cent"), (0.1, "tenths"))
_SHARES: Final = tuple(name for _, name in _PARTS)


def mistaken_units(unit: Unit) -> tuple[tuple[float, str], ...]:
    """(factor, name) of units a number may have been written in instead: number x factor is the number meant."""
    return _MISTAKEN.get(unit.name, _PARTS if unit.name in ("share", "rate_per_year", "rate_per_month") else ())


def mend_bound(number: float, unit: Unit, bounds: tuple[float, float]) -> str:
    """What was meant by a number out of bounds, if it is in bounds in a unit it may be mistaken for."""
    for factor, name in mistaken_units(unit):
        if bounds[0] <= number * factor <= bounds[1] and (name not in _SHARES or number > 1.0):
            if name == "per cent":
                return f"write a percentage as a share, 60% as 0.6: here {number * factor:g}"
            return f"{number:g} {name} are {number * factor:g} {unit.name}: write that"
    return "check the value and its unit"
