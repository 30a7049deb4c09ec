"""The books: which sums enter which fund, on which side, and who paid them.

Every entry is an array (replicate, year, province) of yuan of the year.  ``revenue`` and ``expenditure`` cross the
border of the funds; transfers move money between funds or provinces and cancel in the sum over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from simulate import codes, contracts
from simulate.contracts import Reals

POOL, ACCOUNTS, RESIDENT, WORK_INJURY, INJURY = range(5)  # positions in codes.FUNDS
N_FUNDS: Final = len(codes.FUNDS)

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


@dataclass(frozen=True)
class Entry:
    """One kind of line in the books of one fund."""

    name: str
    fund: int
    side: str
    measure: int | None = None  # the sum of contracts.PLACE_MEASURES it comes from; None: computed in balances
    payer: str | None = None  # of codes.PAYERS, for revenue paid by somebody
    counterpart: str | None = None  # name of the entry of another fund where a transfer arrives or comes from


def _sums(fund: int, side: str, names: Iterable[str], payer: str | None = None) -> tuple[Entry, ...]:
    """Entries that are a sum of the simulation under the same name."""
    return tuple(Entry(name, fund, side, contracts.PLACE_MEASURES.index(name), payer) for name in names)


ENTRIES: Final[tuple[Entry, ...]] = (
    *_sums(POOL, REVENUE, ["worker_to_pool"], "worker"),
    *_sums(POOL, REVENUE, ["employer_to_pool"], "employer"),
    *_sums(POOL, REVENUE, ["platform_to_pool"], "platform"),
    *_sums(POOL, REVENUE, ["government_to_pool"], "government"),
    Entry("fiscal_subsidy", POOL, REVENUE, payer="government"),
    Entry("interest", POOL, REVENUE),
    *_sums(POOL, EXPENDITURE, ["basic_pension", "transitional_pension", "account_pension_from_pool", "death_grants"]),
    Entry("interest_credited", POOL, TRANSFER_OUT, contracts.ACCOUNT_INTEREST, None, "interest_received"),
    Entry("central_adjustment_received", POOL, TRANSFER_IN, counterpart="central_adjustment_paid"),
    Entry("central_adjustment_paid", POOL, TRANSFER_OUT, counterpart="central_adjustment_received"),
    Entry("national_pooling_received", POOL, TRANSFER_IN, counterpart="national_pooling_paid"),
    Entry("national_pooling_paid", POOL, TRANSFER_OUT, counterpart="national_pooling_received"),
    Entry("pool_transfer_in", POOL, TRANSFER_IN, contracts.POOL_TRANSFER_IN, None, "pool_transfer_out"),
    Entry("pool_transfer_out", POOL, TRANSFER_OUT, contracts.POOL_TRANSFER_OUT, None, "pool_transfer_in"),
    Entry("pool_to_resident", POOL, TRANSFER_OUT, contracts.POOL_TO_RESIDENT, None, "pool_from_employee"),
    Entry("reconciliation", POOL, RECONCILIATION),
    *_sums(ACCOUNTS, REVENUE, ["worker_to_accounts"], "worker"),
    *_sums(ACCOUNTS, REVENUE, ["employer_to_accounts"], "employer"),
    *_sums(ACCOUNTS, REVENUE, ["platform_to_accounts"], "platform"),
    *_sums(ACCOUNTS, REVENUE, ["government_to_accounts"], "government"),
    Entry("interest_received", ACCOUNTS, TRANSFER_IN, contracts.ACCOUNT_INTEREST, None, "interest_credited"),
    *_sums(ACCOUNTS, EXPENDITURE, ["account_pension", "account_inheritance", "account_refunds"]),
    Entry("account_to_resident", ACCOUNTS, TRANSFER_OUT, contracts.ACCOUNT_TO_RESIDENT, None, "account_from_employee"),
    Entry("account_transfer_in", ACCOUNTS, TRANSFER_IN, contracts.ACCOUNT_TRANSFER_IN, None, "account_transfer_out"),
    Entry("account_transfer_out", ACCOUNTS, TRANSFER_OUT, contracts.ACCOUNT_TRANSFER_OUT, None, "account_transfer_in"),
    *_sums(RESIDENT, REVENUE, ["worker_to_resident"], "worker"),
    *_sums(RESIDENT, REVENUE, ["government_to_resident"], "government"),
    Entry("flat_pension_paid_in", RESIDENT, REVENUE, contracts.RESIDENT_FLAT_PENSION, "government"),
    Entry(
        "account_pension_paid_in", RESIDENT, REVENUE, contracts.RESIDENT_ACCOUNT_PENSION_FROM_GOVERNMENT, "government"
    ),
    Entry("interest", RESIDENT, REVENUE),
    Entry("account_from_employee", RESIDENT, TRANSFER_IN, contracts.ACCOUNT_TO_RESIDENT, None, "account_to_resident"),
    Entry("pool_from_employee", RESIDENT, TRANSFER_IN, contracts.POOL_TO_RESIDENT, None, "pool_to_resident"),
    *_sums(
        RESIDENT, EXPENDITURE,
        ["resident_flat_pension", "resident_account_pension", "resident_account_pension_from_government",
         "resident_inheritance", "resident_refunds"],
    ),
    Entry("reconciliation", RESIDENT, RECONCILIATION),
    *_sums(WORK_INJURY, REVENUE, ["employer_to_work_injury"], "employer"),
    Entry("interest", WORK_INJURY, REVENUE),
    *_sums(WORK_INJURY, EXPENDITURE, ["work_injury_benefits"]),
    Entry("loan_returned", WORK_INJURY, TRANSFER_IN, counterpart="loan_repaid"),
    Entry("loan_granted", WORK_INJURY, TRANSFER_OUT, counterpart="loan_received"),
    Entry("reconciliation", WORK_INJURY, RECONCILIATION),
    *_sums(INJURY, REVENUE, ["platform_to_injury"], "platform"),
    *_sums(INJURY, REVENUE, ["worker_to_injury"], "worker"),
    *_sums(INJURY, REVENUE, ["government_to_injury"], "government"),
    Entry("interest", INJURY, REVENUE),
    *_sums(INJURY, EXPENDITURE, ["injury_medical", "injury_disability", "injury_death"]),
    Entry("loan_received", INJURY, TRANSFER_IN, counterpart="loan_granted"),
    Entry("loan_repaid", INJURY, TRANSFER_OUT, counterpart="loan_returned"),
)  # fmt: skip

# What the fund says it booked, against the sum of what payers paid (first identity).
BOOKED: Final = {
    POOL: contracts.RECEIVED_POOL,
    ACCOUNTS: contracts.RECEIVED_ACCOUNTS,
    RESIDENT: contracts.RECEIVED_RESIDENT,
    WORK_INJURY: contracts.RECEIVED_WORK_INJURY,
    INJURY: contracts.RECEIVED_INJURY,
}


@dataclass(frozen=True)
class FundFlows:
    """The books of the funds by province, and their balances; yuan of the year."""

    entries: dict[tuple[int, str], Reals]  # (fund, entry name) -> (replicate, year, province)
    booked: dict[int, Reals]  # fund -> contributions as the fund booked them (replicate, year, province)
    opening: Reals  # (fund, replicate, year, province)
    closing: Reals  # (fund, replicate, year, province)

    def side(self, fund: int, side: str) -> Reals:
        """Sum of the entries of one fund on one side, (replicate, year, province)."""
        total = np.zeros_like(self.opening[fund])
        for entry in ENTRIES:
            if entry.fund == fund and entry.side == side:
                total += self.entries[fund, entry.name]
        return np.asarray(total)

    def paid_by(self, fund: int, payer: str) -> Reals:
        """What one payer paid into one fund, (replicate, year, province)."""
        total = np.zeros_like(self.opening[fund])
        for entry in ENTRIES:
            if entry.fund == fund and entry.payer == payer:
                total += self.entries[fund, entry.name]
        return np.asarray(total)


def from_simulation(place: Reals) -> dict[tuple[int, str], Reals]:
    """Entries that are sums of the simulation.  ``place``: (measure, replicate, year, province), both sexes."""
    return {(each.fund, each.name): place[each.measure] for each in ENTRIES if each.measure is not None}
