"""Inputs of a case read as numbers, months, ages and codes; what cannot be read is named, never guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from simulate.cases.registry import Given, NotUnderstoodError
from simulate.clock import FIRST_YEAR, LAST_YEAR, N_MONTHS, format_month, month_index, parse_month, year_index
from simulate.codes import PROVINCES
from simulate.errors import did_you_mean
from simulate.language.cities import province_of_city
from simulate.language.naming import city_near, plain, province_of
from simulate.parameters import BASELINE_DAY

TODAY: Final = month_index(BASELINE_DAY.year, BASELINE_DAY.month)  # whose law holds for a case without a month
_AGE: Final = re.compile(r"(\d{1,3})y(\d{1,2})m")
_MOST_NAMED: Final = 12  # words of a choice named in a message
_FIRST_BIRTH: Final = month_index(1850)


def left_out(name: str, expected: str) -> NotUnderstoodError:
    """The fault of an input that this case cannot do without."""
    return NotUnderstoodError(name, "nothing", expected)


def number(given: Given, name: str, low: float = -math.inf, high: float = math.inf) -> float:
    """A finite number within its bounds."""
    value = given.get(name)
    if value is None:
        raise left_out(name, "a number")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise NotUnderstoodError(name, repr(value), "a number")
    if not low <= value <= high:
        expected = f"a number of at least {low:g}" if math.isinf(high) else f"a number from {low:g} to {high:g}"
        raise NotUnderstoodError(name, repr(value), expected)
    return float(value)


def number_or(given: Given, name: str, otherwise: float, low: float = -math.inf, high: float = math.inf) -> float:
    """A number, or another one where it is left out."""
    return number(given, name, low, high) if name in given else float(otherwise)


def whole(given: Given, name: str, low: int = 0, high: int = 10_000) -> int:
    """A whole number within its bounds."""
    value = number(given, name, low, high)
    if value != int(value):
        raise NotUnderstoodError(name, repr(given[name]), "a whole number")
    return int(value)


def flag(given: Given, name: str) -> bool:
    """``true`` or ``false``."""
    value = given.get(name)
    if not isinstance(value, bool):
        raise NotUnderstoodError(name, "nothing" if value is None else repr(value), "true or false")
    return value


def choice(given: Given, name: str, options: Sequence[str]) -> int:
    """Position of one of a few words."""
    value = given.get(name)
    if value not in options:
        found = "nothing" if value is None else repr(value)
        hint = "" if value is None else did_you_mean(str(value), options)
        shown = ", ".join(options[:_MOST_NAMED]) + (", ..." if len(options) > _MOST_NAMED else "")
        raise NotUnderstoodError(name, found, f"one of {shown}", hint)
    return options.index(value)


def month(given: Given, name: str, *, is_birth: bool = False) -> int:
    """Months since 1950-01 of ``YYYY-MM``; within the clock, but for months of birth, which may lie before it."""
    value = given.get(name)
    low = _FIRST_BIRTH if is_birth else 0
    try:
        index = parse_month(value) if isinstance(value, str) else N_MONTHS
    except ValueError:
        index = N_MONTHS
    if not low <= index < N_MONTHS:
        found = "nothing" if value is None else repr(value)
        raise NotUnderstoodError(
            name, found, f"a month from {format_month(low)} to {format_month(N_MONTHS - 1)}, YYYY-MM"
        )
    return index


def year(given: Given, name: str) -> int:
    """Years since 1950 of a calendar year within the clock."""
    return year_index(whole(given, name, FIRST_YEAR, LAST_YEAR))


def law_month(given: Given) -> int:
    """The month whose law holds: ``award_month``, else ``month``, else that of the baseline's law, 2026-11."""
    for name in ("award_month", "month"):
        if name in given:
            return month(given, name)
    return TODAY


def law_year(given: Given) -> int:
    """The year, counted from 1950, whose law holds: ``year``, else that of ``law_month``."""
    return year(given, "year") if "year" in given else law_month(given) // 12


CITIES_APART: Final = {"深圳": "shenzhen", "广州": "guangzhou"}  # with rules of their own, by their Chinese names
_OF_CITIES_APART: Final = "guangdong"


def province(given: Given, name: str = "province") -> int:
    """Code of a province; of a city with rules of its own, where it stands for it."""
    if name == "province" and name not in given and city(given):
        return PROVINCES.labels.index(_OF_CITIES_APART)
    if name not in given:
        raise left_out(name, "a province, whose law gives what the case leaves out")
    return choice(given, name, PROVINCES.labels)


def city(given: Given) -> str:
    """The city of a case, where its rule differs from its province's (``CITIES_APART``), else an empty text.

    Other cities follow their province; a name close to one of these is refused.
    """
    value = given.get("city", "")
    if not isinstance(value, str) or ("city" in given and not value.strip()):
        raise NotUnderstoodError("city", repr(value), "the name of a city")
    name = plain(value).removesuffix("市").removesuffix("_city")
    name = CITIES_APART.get(name, name)
    if name in CITIES_APART.values():
        return name
    if province_of_city(name) is None and (near := city_near(name)) in CITIES_APART.values():
        raise NotUnderstoodError("city", repr(value), "the name of a city", f"did you mean {near}?")
    return ""


def check_frame(given: Given) -> None:
    """When and where a case plays must be within the clock and in a province, whatever its rule reads of it."""
    for name in ("award_month", "month"):
        if name in given:
            month(given, name)
    if "year" in given:
        year(given, "year")
    if "province" in given:
        province(given)


def age(given: Given, name: str) -> int:
    """An age in months of ``60y1m``, or of a whole number of years."""
    value = given.get(name)
    match = _AGE.fullmatch(value) if isinstance(value, str) else None
    if match is not None and int(match[2]) < 12:
        return 12 * int(match[1]) + int(match[2])
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 120:
        return 12 * value
    found = "nothing" if value is None else repr(value)
    raise NotUnderstoodError(name, found, "an age such as 60y1m, with 0 to 11 months")


def age_as_text(months: int) -> str:
    """``60y1m`` for 721."""
    return f"{months // 12}y{months % 12}m"


def place(given: Given) -> int:
    """Code of the province of ``place``: a province, or a city that stands for its own."""
    if "place" not in given:
        raise left_out("place", "a province or the capital of one, whose law gives what the case leaves out")
    name = str(given["place"]).strip().lower()
    return choice({"place": province_of_city(plain(name)) or province_of(name) or name}, "place", PROVINCES.labels)
