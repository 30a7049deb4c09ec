"""The funds, a row each, and their books: which sums enter which fund, on which side, and who paid them.

Every entry is an array (replicate, year, province) of yuan of the year.  ``revenue`` and ``expenditure`` cross the
border of the funds; transfers move money between funds or provinces and cancel in the sum over all of them.  The
entries of a fund are those of its measures, by their kind and payer, and what its row says the fund does besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from simulate import measures
from simulate.contracts import Reals
from simulate.measures import FUND_ROWS, MEASURES, Fund, Measure

N_FUNDS: Final = len(measures.FUNDS)
POOL, ACCOUNTS, RESIDENT, WORK_INJURY, INJURY = map(measures.FUNDS.code, (
    "employee_pool", "personal_accounts", "resident_pension", "work_injury", "occupational_injury",
))  # fmt: skip

REVENUE: Final = "revenue"
EXPENDITURE: Final = "expenditure"
TRANSFER_IN: Final = "transfer_in"
TRANSFER_OUT: Final = "transfer_out"
RECONCILIATION: Final = "reconciliation"
SIDES: Final = (REVENUE, EXPENDITURE, TRANSFER_IN, TRANSFER_OUT, RECONCILIATION)


class Values(Protocol):
    """A resolved parameter."""

    @property
    def values(self) -> NDArray[np.generic]: ...


class Parameters(Protocol):
    """What funds and indicators need of a parameter set: resolved values by full name."""

    def __getitem__(self, name: str, /) -> Values: ...


FUNDS: Final = FUND_ROWS


@dataclass(frozen=True)
class Entry:
    """One kind of line in the books of one fund."""

    name: str
    fund: int
    side: str
    measure: int | None = None  # the sum it comes from; None: computed in balances
    payer: str | None = None  # of codes.PAYERS, for revenue paid by somebody
    counterpart: tuple[int, str] | None = None  # of a transfer: fund and name of the entry at its other end
    is_contribution: bool = False


def _of_measure(row: Measure) -> Iterator[Entry]:
    """The entries of a measure: one; two where money is paid in as it is paid out, or moves between funds."""
    fund = measures.FUNDS.code(row.fund or "")
    if row.kind == "contribution":
        yield Entry(row.name, fund, REVENUE, row.position, row.payer, is_contribution=True)
    elif row.kind != "transfer":
        yield Entry(row.name, fund, EXPENDITURE, row.position)
        if row.payer is not None:
            yield Entry(f"{row.name}_paid_in", fund, REVENUE, row.position, row.payer)
    elif row.source != row.fund:
        source = measures.FUNDS.code(row.source or "")
        yield Entry(row.name, source, TRANSFER_OUT, row.position, counterpart=(fund, row.name))
        yield Entry(row.name, fund, TRANSFER_IN, row.position, counterpart=(source, row.name))
    else:
        end = next(each for each in MEASURES if _is_other_end(each, row))
        side = TRANSFER_IN if row.is_arrival else TRANSFER_OUT
        yield Entry(row.name, fund, side, row.position, counterpart=(fund, end.name))


def _is_other_end(one: Measure, row: Measure) -> bool:
    """Whether a measure counts, where it arrives, what another counts where it leaves a province of the same fund."""
    return (one.kind, one.source, one.fund) == (row.kind, row.fund, row.fund) and one.is_arrival != row.is_arrival


def _pair(name: str, leaves: int, arrives: int, out: str, come: str) -> tuple[Entry, Entry]:
    """Both ends of a computed transfer."""
    return (
        Entry(f"{name}_{out}", leaves, TRANSFER_OUT, counterpart=(arrives, f"{name}_{come}")),
        Entry(f"{name}_{come}", arrives, TRANSFER_IN, counterpart=(leaves, f"{name}_{out}")),
    )


def _of_row(fund: Fund) -> Iterator[Entry]:
    """The entries that the row of a fund asks for."""
    if fund.is_subsidised:
        yield Entry("fiscal_subsidy", fund.code, REVENUE, payer="government")
    if fund.returns:
        yield Entry("interest", fund.code, REVENUE)
    if fund.is_pooled:
        yield from _pair("central_adjustment", fund.code, fund.code, "paid", "received")
        yield from _pair("national_pooling", fund.code, fund.code, "paid", "received")
    if fund.lender:
        lender = measures.FUNDS.code(fund.lender)
        yield from _pair("loan", lender, fund.code, "granted", "received")
        yield from _pair("loan", fund.code, lender, "repaid", "returned")
    for each in fund.per_head:
        yield Entry(each.name, fund.code, REVENUE if each.payer else EXPENDITURE, payer=each.payer,
                    is_contribution=each.payer is not None)  # fmt: skip
    if fund.record:
        yield Entry("reconciliation", fund.code, RECONCILIATION)


_IN_ORDER: Final = ("contribution", "pension", "benefit", "expected_benefit", "transfer")
ENTRIES: Final[tuple[Entry, ...]] = (
    *(entry for kind in _IN_ORDER for row in MEASURES if row.kind == kind for entry in _of_measure(row)),
    *(entry for fund in FUNDS for entry in _of_row(fund)),
)
# What the fund says it booked, against the sum of what payers paid (first identity).
BOOKED: Final = {measures.FUNDS.code(row.fund or ""): row.position for row in MEASURES if row.kind == "booked"}


def kept_by(fund: Fund) -> tuple[int, ...]:
    """The funds whose money lies in the reserve of a fund: it and those kept with it."""
    return (fund.code, *(each.code for each in FUNDS if each.kept_with == fund.name))


@dataclass(frozen=True)
class FundFlows:
    """The books of the funds by province, and their balances; yuan of the year."""

    entries: dict[tuple[int, str], Reals]  # (fund, entry name) -> (replicate, year, province)
    booked: dict[int, Reals]  # fund -> contributions as the fund booked them (replicate, year, province)
    opening: Reals  # (fund, replicate, year, province)
    closing: Reals  # (fund, replicate, year, province)

    def side(self, fund: int, side: str) -> Reals:
        """Sum of the entries of one fund on one side, (replicate, year, province)."""
        return self._sum(entry for entry in ENTRIES if entry.fund == fund and entry.side == side)

    def paid_by(self, fund: int, payer: str) -> Reals:
        """What one payer paid into one fund, (replicate, year, province)."""
        return self._sum(entry for entry in ENTRIES if entry.fund == fund and entry.payer == payer)

    def between(self, funds: tuple[int, ...]) -> Reals:
        """What moves from one of some funds to another of them, (replicate, year, province)."""
        return self._sum(
            entry
            for entry in ENTRIES
            if entry.side == TRANSFER_OUT and entry.fund in funds
            and entry.counterpart is not None and entry.counterpart[0] in funds and entry.counterpart[0] != entry.fund
        )  # fmt: skip

    def _sum(self, entries: Iterator[Entry]) -> Reals:
        total = np.zeros_like(self.opening[0])
        for entry in entries:
            total += self.entries[entry.fund, entry.name]
        return np.asarray(total)


def from_simulation(place: Reals) -> dict[tuple[int, str], Reals]:
    """Entries that are sums of the simulation.  ``place``: (measure, replicate, year, province), both sexes."""
    return {(each.fund, each.name): place[each.measure] for each in ENTRIES if each.measure is not None}
