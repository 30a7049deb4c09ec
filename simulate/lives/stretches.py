"""The months of a life in stretches for which the same holds.

What holds in a month only by a rule, a source or a figure of the law belongs to the state of the month, so that a
stretch ends where one of them does; what the worker's own income moves is given as a range.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Generic, NamedTuple, TypeVar

from simulate.codes import RETIRED
from simulate.lives.living import Life, Year
from simulate.schemes.state import UNPAID

_State = TypeVar("_State", bound=tuple[object, ...])
_Said = TypeVar("_Said", bound=tuple[object, ...])
_YUAN: Final = "{:,.0f}"


class Stretch(NamedTuple, Generic[_State]):
    """Consecutive months with the same state."""

    start: int  # month count
    stop: int  # the month after
    state: _State
    months: tuple[tuple[Year, int], ...]  # year and month of the year

    @property
    def year(self) -> Year:
        """The year of the first month."""
        return self.months[0][0]

    @property
    def m(self) -> int:
        """The first month, of its year."""
        return self.months[0][1]

    def between(self, amount: Callable[[Year, int], float], form: str = _YUAN) -> str:
        """An amount of each month as text: one where it is the same in all months, else the least and the most."""
        amounts = [amount(year, m) for year, m in self.months]
        least, most = form.format(min(amounts)), form.format(max(amounts))
        return least if least == most else f"{least}–{most}"


def months(life: Life) -> Iterator[tuple[int, Year, int]]:
    """(month count, year, month of the year) of the career, up to the claim, and while the resident scheme is paid.

    Past the career only months that are paid, by those who go on paying for missing months.
    """
    stop = int(life.last.rights.stop_month[0])
    for year in life.years:
        pays_resident = int(year.after.residents.last_year[0]) == year.january // 12
        for m in range(12):
            month = year.january + m
            if (month < stop or pays_resident) and (year.form[m] != RETIRED or year.pay[m] != UNPAID):
                yield month, year, m


def runs(life: Life, state: Callable[[Year, int], _State]) -> Iterator[Stretch[_State]]:
    """Stretches of months with the same ``state(year, m)``, none of them over months that are left out."""
    held: list[tuple[Year, int]] = []
    current: tuple[int, _State] | None = None
    last = 0
    for month, year, m in months(life):
        now = state(year, m)
        if current is not None and (now != current[1] or month != last + 1):
            yield Stretch(current[0], last + 1, current[1], tuple(held))
            current = None
        if current is None:
            current, held = (month, now), []
        held.append((year, m))
        last = month
    if current is not None:
        yield Stretch(current[0], last + 1, current[1], tuple(held))


def said(stretches: Iterator[Stretch[tuple[_Said | None]]]) -> Iterator[Stretch[_Said]]:
    """The stretches for which something is stated, with that as their state."""
    for each in stretches:
        if each.state[0] is not None:
            yield Stretch(each.start, each.stop, each.state[0], each.months)


def yuan(amount: float) -> str:
    """An amount without decimals, thousands apart."""
    return _YUAN.format(amount)
