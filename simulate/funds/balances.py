"""Balances of the funds year by year: subsidies, interest, transfers between provinces, loans, the official opening."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import contracts, measures
from simulate.contracts import Reals
from simulate.funds import accounts
from simulate.funds.accounts import ENTRIES, FUNDS, FundFlows, Parameters, kept_by
from simulate.funds.heads import heads_of
from simulate.funds.identities import check
from simulate.funds.rules import FundRules, read_rules
from simulate.funds.transfers import (
    borrowing,
    central_adjustment,
    fiscal_subsidy,
    national_pooling,
    reserve_interest,
    split,
)  # fmt: skip
from simulate.measures import Fund

Books = dict[tuple[int, str], Reals]
_SIGN: Final = {
    accounts.REVENUE: 1.0,
    accounts.EXPENDITURE: -1.0,
    accounts.TRANSFER_IN: 1.0,
    accounts.TRANSFER_OUT: -1.0,
    accounts.RECONCILIATION: 1.0,
}


def keep_books(place: Reals, ps: Parameters) -> FundFlows:
    """The books of all funds from the sums of the simulation; the identities are checked.

    ``place``: (measure, replicate, year, province, sex) of measures.PLACE_MEASURES, persons and yuan of the year.
    Raises IdentityBroken where they do not add up.
    """
    rules = read_rules(ps)
    sums = place.sum(axis=-1)
    books = accounts.from_simulation(sums)
    _add_computed(books, sums, rules)
    balances = _Balances(books, sums, rules)
    for year in range(sums.shape[2]):
        balances.run(year)
    flows = FundFlows(books, balances.booked, balances.opening, balances.closing)
    check(flows)
    return flows


def _add_computed(books: Books, sums: Reals, rules: FundRules) -> None:
    """Entries known before the balances: central adjustment, amounts by the head, subsidy; the others start at zero."""
    for entry in ENTRIES:
        if (entry.fund, entry.name) not in books:
            books[entry.fund, entry.name] = np.zeros(sums.shape[1:])
    for fund in FUNDS:
        if fund.is_pooled:
            paid, received = central_adjustment(
                rules.adjustment_wage,
                sums[contracts.INSURED_EMPLOYEE],
                sums[contracts.PENSIONERS_EMPLOYEE],
                rules.adjustment_rate,
            )
            books[fund.code, "central_adjustment_paid"] = paid
            books[fund.code, "central_adjustment_received"] = received
        for each in fund.per_head:
            books[fund.code, each.name] = rules.per_head[fund.name, each.name][:, None] * heads_of(each, sums, rules)
    for fund in FUNDS:
        if fund.is_subsidised:
            kept = kept_by(fund)
            net = np.asarray(sum(_net_of_known(books, code) for code in kept))
            books[fund.code, "fiscal_subsidy"] = fiscal_subsidy(
                _payments(books, kept), net, rules.subsidy, rules.subsidy_share, rules.subsidy_need_share,
                rules.subsidy_weight,
            )  # fmt: skip


def _payments(books: Books, funds: tuple[int, ...]) -> Reals:
    """Expenditure of some funds together, (replicate, year, province)."""
    paid = (each for each in ENTRIES if each.side == accounts.EXPENDITURE and each.fund in funds)
    return np.asarray(sum(books[each.fund, each.name] for each in paid))


class _Balances:
    """The balances of all funds as the years go by; each year of the computed entries is filled on the way."""

    def __init__(self, books: Books, sums: Reals, rules: FundRules) -> None:
        self.books, self.rules = books, rules
        self.booked = {fund.code: _booked(fund, books, sums) for fund in FUNDS}
        self.opening = np.zeros((accounts.N_FUNDS, *sums.shape[1:]))
        self.closing = np.zeros_like(self.opening)
        self._known = {fund.code: _net_of_known(books, fund.code) for fund in FUNDS}
        self._keys = {fund.code: np.asarray(sum(self.booked[each] for each in kept_by(fund))) for fund in FUNDS}
        self._now = {fund.code: self._opens_with(fund) for fund in FUNDS}
        self._loans = {fund.code: np.zeros_like(self._now[fund.code]) for fund in FUNDS if fund.lender}

    def run(self, year: int) -> None:
        """From the opening to the closing balances of a year.

        A reserve earns on the money that is there when the year opens.  A loan of one year is returned in the next,
        where a new one may follow.
        """
        for code, balance in self._now.items():
            self.opening[code, :, year] = balance
        interest = {fund.code: self._interest(fund, year) for fund in FUNDS if fund.returns}
        for fund in FUNDS:
            self._now[fund.code] = self._now[fund.code] + self._known[fund.code][:, year]
            if fund.code in interest:
                self._add(fund.code, "interest", year, interest[fund.code])
            if fund.is_pooled:
                self._pool(fund, year, interest[fund.code])
        for code in self._loans:
            self._move(FUNDS[code], year, self._loans[code], is_return=True)
        for fund in FUNDS:
            if fund.record and self.rules.reconciled[year]:
                gap = self.rules.records[fund.name][year + 1] - self._reserve(fund).sum(axis=-1)
                self._add(fund.code, "reconciliation", year, split(gap, self._keys[fund.code][:, year]))
        for code in self._loans:
            fund = FUNDS[code]
            lender = measures.FUNDS.code(fund.lender)
            share = float(self.rules.borrowing[year])
            self._loans[code] = borrowing(self._now[code], self._now[lender], share)
            self._move(fund, year, self._loans[code])
        for code, balance in self._now.items():
            self.closing[code, :, year] = balance

    def _opens_with(self, fund: Fund) -> Reals:
        """The record before the first report year less what is opened apart.

        Split among the provinces as the employee scheme's balance was on record, another fund's by the contributions
        of the first year.
        """
        amount = self.rules.openings.get(fund.name, 0.0)
        if fund.record:
            parts = [FUNDS[code].name for code in kept_by(fund)[1:]]
            amount = self.rules.records[fund.name][0] - sum(self.rules.openings[each] for each in parts)
        elif not fund.opening:
            return np.zeros_like(self._keys[fund.code][:, 0])
        holder = next((each for each in FUNDS if each.name == fund.kept_with), fund)
        key = self._keys[holder.code][:, 0]
        if holder.is_pooled:
            key = np.broadcast_to(self.rules.opening_weight, key.shape)
        return split(np.full(len(key), amount), key)

    def _reserve(self, fund: Fund) -> Reals:
        """What a fund and those kept with it hold, (replicate, province)."""
        return np.asarray(sum(self._now[code] for code in kept_by(fund)))

    def _interest(self, fund: Fund, year: int) -> Reals:
        returns, charged = self.rules.returns[fund.name][year], self.rules.interest_on_deficit[year]
        return reserve_interest(self._reserve(fund), returns, charged)

    def _pool(self, fund: Fund, year: int, interest: Reals) -> None:
        """Pooling between provinces looks at the cash of the year, of all funds kept together."""
        cash = sum(self._known[code][:, year] for code in kept_by(fund)) + interest
        paid, received = national_pooling(np.asarray(cash), float(self.rules.pooling_share[year]))
        self._add(fund.code, "national_pooling_received", year, received)
        self._add(fund.code, "national_pooling_paid", year, paid, sign=-1.0)

    def _move(self, fund: Fund, year: int, amount: Reals, *, is_return: bool = False) -> None:
        """Lend to a fund, or return what was lent."""
        lender = measures.FUNDS.code(fund.lender)
        if is_return:
            self._add(lender, "loan_returned", year, amount)
            self._add(fund.code, "loan_repaid", year, amount, sign=-1.0)
        else:
            self._add(lender, "loan_granted", year, amount, sign=-1.0)
            self._add(fund.code, "loan_received", year, amount)

    def _add(self, fund: int, entry: str, year: int, amount: Reals, sign: float = 1.0) -> None:
        """Book an amount (replicate, province) and add it to the balance, or take it away."""
        self.books[fund, entry][:, year] = amount
        self._now[fund] = self._now[fund] + sign * amount


def _booked(fund: Fund, books: Books, sums: Reals) -> Reals:
    """Contributions as a fund booked them, (replicate, year, province); without sums, what is due by the head."""
    if fund.code in accounts.BOOKED:
        return np.asarray(sums[accounts.BOOKED[fund.code]])
    return np.asarray(sum(books[fund.code, each.name] for each in fund.per_head if each.payer))


def _net_of_known(books: Books, fund: int) -> Reals:
    """Sum of all entries so far, what goes out with a minus, (replicate, year, province)."""
    terms = [_SIGN[each.side] * books[fund, each.name] for each in ENTRIES if each.fund == fund]
    return np.asarray(np.sum(terms, axis=0))
