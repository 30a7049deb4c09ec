"""One row a fund and one row a measure: what a file of this room declares, with the words a reader sees.

A row of a measure is assigned to the constant that kernels write to, its position in the sums.  Measures that go
together in a life share a line of the cache (``Line``), which belongs to one of the worker's provinces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

from simulate.codes import PAYERS

LINE: Final = 8  # measures to a line of the cache
RESIDENCE, INSURED, BENEFIT, HUKOU = range(4)  # which of a worker's provinces

Unit = Literal["persons", "yuan", "ratio"]  # persons or the time they spent in years; yuan of the year
Kind = Literal[
    "heads",
    "amount",  # in no book of the funds: earnings, balances, monthly awards
    "contribution",  # from a payer into a fund
    "booked",  # contributions as the fund counts them, for the first identity
    "pension",  # from a fund to the worker by the month; a payer, where there is one, pays it in as it is paid out
    "benefit",  # from a fund to the worker or the heirs in one sum
    "expected_benefit",  # from a fund for what no worker of the sample suffers, at its expected value
    "assistance",  # from a budget to the worker, through no fund
    "transfer",  # between funds, or between provinces of a fund
]


@dataclass(frozen=True)
class PerHead:
    """An entry in the books of a fund that is so much a member: heads x the product of parameters, yuan a year."""

    name: str
    heads: tuple[str, ...]  # measures of persons, added up; none: the members that the fund's room calculates itself
    amount: tuple[str, ...]  # parameters by year, or timeless
    payer: str | None = None  # of revenue; without, it is expenditure
    is_of_last_year: bool = False  # whether the amount of the year before is due


@dataclass(frozen=True)
class Fund:
    """A fund: what it does besides taking contributions and paying benefits, each with the parameters that say it."""

    name: str
    english: str
    chinese: str
    code: int  # its position in arrays of funds
    scheme: str = ""  # of codes.SCHEMES, where it belongs to one
    returns: str = ""  # interest on its reserve, a share a year
    record: tuple[str, ...] = ()  # the product is the balance on record; without, it opens empty
    kept_with: str = ""  # the fund that holds its money too, and books interest, reconciliation and pooling for both
    opening: str = ""  # what it opens with out of a reserve kept with another
    is_subsidised: bool = False  # by the public purse, beside contributions: funds/transfers.py, funds/rules.py
    is_pooled: bool = False  # between provinces: central adjustment, then national pooling
    lender: str = ""  # the fund that lends it what it is short of, for a year
    per_head: tuple[PerHead, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One measure of the sums by province."""

    name: str
    position: int
    unit: Unit
    kind: Kind
    meaning: str = ""
    payer: str | None = None
    fund: str | None = None  # that it enters; of benefits, that it leaves
    source: str | None = None  # of a transfer, the fund that it leaves
    is_arrival: bool = False  # of a transfer within a fund, whether booked in the province where it arrives
    shown: tuple[str, str] | None = None  # English and Chinese name of the output that is this sum

    def __post_init__(self) -> None:
        """Raises ValueError for a payer or a fund that is none."""
        known = {None, *(each.name for each in declared_funds)}
        if not {self.payer} <= {*PAYERS.labels, None} or not {self.fund, self.source} <= known:
            raise ValueError(f"the measure {self.name} names a payer or a fund that there is not")


declared_funds: list[Fund] = []
declared: list[Measure] = []
place_of_line: list[int] = []  # (line,) which of a worker's provinces


def fund(name: str, english: str, chinese: str, **what: Any) -> str:
    """A new fund, by its name."""
    declared_funds.append(Fund(name, english, chinese, len(declared_funds), **what))
    return name


class Columns:
    """Measures of a table that has no province: a name and a unit each, in the order of their rows."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, Unit]] = []

    def add(self, name: str, unit: Unit = "persons") -> int:
        """Position of a new measure."""
        self._rows.append((name, unit))
        return len(self._rows) - 1

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the order of positions."""
        return tuple(name for name, _ in self._rows)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Units in the order of positions."""
        return tuple(unit for _, unit in self._rows)


Shown = tuple[str, str] | None


class Line:
    """A line of the cache for measures of one of a worker's provinces; when it is full, another is begun."""

    def __init__(self, place: int) -> None:
        self._place = place
        self._begin()

    def _begin(self) -> None:
        self._free = list(range(LINE * len(place_of_line), LINE * (len(place_of_line) + 1)))
        place_of_line.append(self._place)

    def add(self, name: str, unit: Unit, kind: Kind, meaning: str = "", **what: Any) -> int:
        """Position of a new measure."""
        if not self._free:
            self._begin()
        row = Measure(name, self._free.pop(0), unit, kind, meaning, **what)
        declared.append(row)
        return row.position

    def heads(self, name: str, meaning: str, *, shown: Shown = None) -> int:
        """Persons, or person-years."""
        return self.add(name, "persons", "heads", meaning, shown=shown)

    def amount(self, name: str, meaning: str, *, shown: Shown = None) -> int:
        """Yuan in no book of the funds."""
        return self.add(name, "yuan", "amount", meaning, shown=shown)

    def contribution(self, name: str, payer: str, fund: str, meaning: str = "") -> int:
        """Paid by ``payer`` into ``fund``."""
        return self.add(name, "yuan", "contribution", meaning, payer=payer, fund=fund)

    def booked(self, name: str, fund: str) -> int:
        """All contributions of a fund, counted where the fund books them."""
        return self.add(name, "yuan", "booked", "contributions as booked by the fund", fund=fund)

    def pension(self, name: str, fund: str, meaning: str, *, paid_in_by: str | None = None) -> int:
        """Paid by ``fund`` by the month; ``paid_in_by`` covers it as it is paid."""
        return self.add(name, "yuan", "pension", meaning, fund=fund, payer=paid_in_by)

    def benefit(self, name: str, fund: str, meaning: str) -> int:
        """Paid by ``fund`` to the worker or the heirs in one sum."""
        return self.add(name, "yuan", "benefit", meaning, fund=fund)

    def expected_benefit(self, name: str, fund: str, meaning: str) -> int:
        """Paid by ``fund`` for what no worker of the sample suffers, at its expected value."""
        return self.add(name, "yuan", "expected_benefit", meaning, fund=fund)

    def transfer(self, name: str, source: str, fund: str, meaning: str, *, is_arrival: bool = False) -> int:
        """From one fund to another, or from one province of a fund to another."""
        return self.add(name, "yuan", "transfer", meaning, source=source, fund=fund, is_arrival=is_arrival)
