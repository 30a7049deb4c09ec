"""The months of a life in stretches that are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from simulate.codes import RETIRED
from simulate.lives.living import Life, Year
from simulate.schemes.state import UNPAID

_State = TypeVar("_State", bound=tuple[object, ...])


def months(life: Life) -> Iterator[tuple[int, Year, int]]:
    """(month count, year, month of the year) of the career, up to the claim, and while the resident scheme is paid.

    Past the career only months that are paid, of who goes on paying for those that are missing.
    """
    stop = int(life.last.rights.stop_month[0])
    for year in life.years:
        pays_resident = int(year.after.residents.last_year[0]) == year.january // 12
        for m in range(12):
            month = year.january + m
            if (month < stop or pays_resident) and (year.form[m] != RETIRED or year.pay[m] != UNPAID):
                yield month, year, m


def runs(life: Life, state: Callable[[Year, int], _State]) -> Iterator[tuple[int, int, _State, Year, int]]:
    """Stretches of months with the same ``state(year, m)``: start, month after, state, year and month of the start."""
    current: tuple[int, _State, Year, int] | None = None
    last = 0
    for month, year, m in months(life):
        now = state(year, m)
        if current is None or now != current[1]:
            if current is not None:
                yield current[0], month, *current[1:]
            current = (month, now, year, m)
        last = month
    if current is not None:
        yield current[0], last + 1, *current[1:]


def yuan(amount: float) -> str:
    """An amount without decimals, thousands apart."""
    return f"{amount:,.0f}"
