"""The clock: months counted from 1950-01, years from 1950; the axes of every dated table."""

from __future__ import annotations

import re
from typing import Final

FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2080
N_YEARS: Final = LAST_YEAR - FIRST_YEAR + 1
N_MONTHS: Final = 12 * N_YEARS
FIRST_REPORT_YEAR: Final = 2010  # results begin here; funds are checked against the record from here
LAST_REPORT_YEAR: Final = 2075
FIRST_PROJECTION_YEAR: Final = 2025
CAREER_FIRST_AGE: Final = 16
CAREER_LAST_AGE: Final = 66  # 63 and the three years of a late claim
LAST_AGE: Final = 100  # the open age group of the projection
JULY: Final = 6  # the month (0-11) that stands for its year where heads are counted, as in the projection

_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")


def month_index(year: int, month: int = 1) -> int:
    """Months since 1950-01 of a calendar month (month 1-12)."""
    return (year - FIRST_YEAR) * 12 + month - 1


def year_index(year: int) -> int:
    """Years since 1950."""
    return year - FIRST_YEAR


def parse_month(text: str) -> int:
    """Month count of ``YYYY-MM``; raises ValueError for anything else."""
    match = _MONTH.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a month (YYYY-MM)")
    return month_index(int(match[1]), int(match[2]))


def format_month(index: int) -> str:
    """``YYYY-MM`` of a month count."""
    return f"{FIRST_YEAR + index // 12:04d}-{index % 12 + 1:02d}"
