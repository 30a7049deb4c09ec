"""The three identities of the funds, checked in every run to 1e-9 of the flow and the
rounding of the sums.

1. Paid in by payers = received by the fund.  2. Opening + in - out = closing.  3. What leaves one fund or province
arrives in another.  The check is made on the totals, not on the replicates, whose sums are functions of the same books.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import codes, measures
from simulate.clock import FIRST_REPORT_YEAR
from simulate.contracts import Reals
from simulate.funds import accounts
from simulate.funds.accounts import ENTRIES, SIDES, Entry, FundFlows

TOLERANCE: Final = 1e-9  # of the flow
# Sums are in whole units of a hundred-thousandth of a yuan (tables.MONEY_UNIT), rounded for each worker: what is
# paid and what is received may part by half a unit an entry.  A hundred thousand entries of a province and year make:
ROUNDING: Final = 1e5 * 0.5e-5  # yuan
NATION: Final = "nation"


class IdentityBroken(ArithmeticError):
    """The books do not add up; names the identity, fund, province and year."""


def check(flows: FundFlows) -> None:
    """Raise IdentityBroken at the first fund, year and province whose books do not add up."""
    for fund in range(accounts.N_FUNDS):
        _check_received(flows, fund)
        _check_closing(flows, fund)
        _check_opening(flows, fund)
    for entry in ENTRIES:
        if entry.side == accounts.TRANSFER_OUT:
            _check_arrival(flows, entry)


def _total(flows: FundFlows, entry: Entry) -> Reals:
    return np.asarray(flows.entries[entry.fund, entry.name][0])


def _check_received(flows: FundFlows, fund: int) -> None:
    """Identity 1, by year and province: contributions by payers against what the fund booked."""
    paid = np.zeros_like(flows.opening[fund][0])
    for entry in ENTRIES:
        if entry.fund == fund and entry.is_contribution:
            paid = paid + _total(flows, entry)
    received = flows.booked[fund][0]
    _demand("paid in by payers = received by the fund", fund, paid, received, np.maximum(abs(paid), abs(received)))


def _check_closing(flows: FundFlows, fund: int) -> None:
    """Identity 2, by year and province, from the single entries; the flow is the largest side or balance."""
    sides = {side: flows.side(fund, side)[0] for side in SIDES}
    opening, closing = flows.opening[fund][0], flows.closing[fund][0]
    expected = opening + sides[accounts.REVENUE] + sides[accounts.TRANSFER_IN] + sides[accounts.RECONCILIATION]
    expected = expected - sides[accounts.EXPENDITURE] - sides[accounts.TRANSFER_OUT]
    flow = np.max([abs(each) for each in (opening, closing, *sides.values())], axis=0)
    _demand("opening + in - out = closing", fund, expected, closing, flow)


def _check_opening(flows: FundFlows, fund: int) -> None:
    """Identity 2 between years: a year opens where the last one closed."""
    closed, opened = flows.closing[fund][0, :-1], flows.opening[fund][0, 1:]
    _demand("closing = opening of the next year", fund, closed, opened, np.maximum(abs(closed), abs(opened)), 1)


def _check_arrival(flows: FundFlows, entry: Entry) -> None:
    """Identity 3: between funds province by province, within a fund over the nation."""
    other = next(each for each in ENTRIES if (each.fund, each.name) == entry.counterpart)
    left, arrived = _total(flows, entry), _total(flows, other)
    if other.fund == entry.fund:
        left, arrived = left.sum(axis=-1, keepdims=True), arrived.sum(axis=-1, keepdims=True)
    flow = np.maximum(abs(left), abs(arrived))
    names = f"{entry.name} = {other.name}"
    if other.fund != entry.fund:
        fund, other_fund = (measures.FUNDS.labels[each.fund] for each in (entry, other))
        names = f"{entry.name} of {fund} = {other.name} of {other_fund}"
    _demand(names, entry.fund, left, arrived, flow)


def _demand(identity: str, fund: int, left: Reals, right: Reals, flow: Reals, first_year: int = 0) -> None:
    """Both sides (year, province) agree but for rounding; NaN never agrees."""
    broken = ~(abs(left - right) <= TOLERANCE * flow + ROUNDING)
    if not broken.any():
        return
    year, province = (int(each) for each in np.argwhere(broken)[0])
    place = codes.PROVINCES.labels[province] if left.shape[-1] == len(codes.PROVINCES) else NATION
    raise IdentityBroken(
        f"the accounts do not add up: {identity}; fund {measures.FUNDS.labels[fund]}, {place}, "
        f"year {FIRST_REPORT_YEAR + first_year + year}: "
        f"{left[year, province]:.6f} against {right[year, province]:.6f} yuan"
    )
