"""Balances of the funds year by year: subsidies, interest, transfers between provinces, and the official opening."""

from __future__ import annotations

from typing import Final

import numpy as np

from simulate import contracts
from simulate.contracts import Reals
from simulate.funds import accounts
from simulate.funds.accounts import ACCOUNTS, ENTRIES, INJURY, POOL, RESIDENT, WORK_INJURY, FundFlows, Parameters
from simulate.funds.identities import check
from simulate.funds.rules import FundRules, read_rules
from simulate.funds.transfers import borrowing, central_adjustment, national_pooling, split

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

    ``place``: (measure, replicate, year, province, sex) of contracts.PLACE_MEASURES, persons and yuan of the year.
    """
    rules = read_rules(ps)
    sums = place.sum(axis=-1)
    books = accounts.from_simulation(sums)
    _add_computed(books, sums, rules)
    opening = np.zeros((accounts.N_FUNDS, *sums.shape[1:]))
    closing = np.zeros_like(opening)
    known = {fund: _net_of_known(books, fund) for fund in range(accounts.N_FUNDS)}
    _run_employee(books, known, opening, closing, sums, rules)
    _run_resident(books, known[RESIDENT], opening[RESIDENT], closing[RESIDENT], sums, rules)
    _run_injury(books, known, opening, closing, sums, rules)
    booked = {fund: sums[measure] for fund, measure in accounts.BOOKED.items()}
    flows = FundFlows(books, booked, opening, closing)
    check(flows)
    return flows


def payments_of_employee_scheme(books: Books) -> Reals:
    """Expenditure of pool and accounts together, (replicate, year, province)."""
    funds = (POOL, ACCOUNTS)
    names = [(each.fund, each.name) for each in ENTRIES if each.side == accounts.EXPENDITURE and each.fund in funds]
    return np.asarray(sum(books[name] for name in names))


def _add_computed(books: Books, sums: Reals, rules: FundRules) -> None:
    """Entries known before the balances: subsidy and central adjustment; the others start at zero.

    subsidy = fixed part + share x expenditure of the nation, split by weight x expenditure of the province.
    """
    payments = payments_of_employee_scheme(books)
    national = rules.subsidy + rules.subsidy_share * payments.sum(axis=-1)
    books[POOL, "fiscal_subsidy"] = split(national, rules.subsidy_weight * payments)
    paid, received = central_adjustment(
        rules.adjustment_wage,
        sums[contracts.INSURED_EMPLOYEE],
        sums[contracts.PENSIONERS_EMPLOYEE],
        rules.adjustment_rate,
    )
    books[POOL, "central_adjustment_paid"] = paid
    books[POOL, "central_adjustment_received"] = received
    for entry in ENTRIES:
        if (entry.fund, entry.name) not in books:
            books[entry.fund, entry.name] = np.zeros(sums.shape[1:])


def _net_of_known(books: Books, fund: int) -> Reals:
    """Sum of all entries so far, what goes out with a minus, (replicate, year, province)."""
    terms = [_SIGN[each.side] * books[fund, each.name] for each in ENTRIES if each.fund == fund]
    return np.asarray(np.sum(terms, axis=0))


def _run_employee(
    books: Books, known: dict[int, Reals], opening: Reals, closing: Reals, sums: Reals, rules: FundRules
) -> None:
    """Pool and accounts, year by year.

    Interest is earned on the money that is there, pool and accounts together, and is booked in the pool, which
    credits the accounts.  Pooling between provinces looks at the cash of the year, of pool and accounts together.
    """
    contributions = sums[contracts.RECEIVED_POOL] + sums[contracts.RECEIVED_ACCOUNTS]
    in_first_year = contributions[:, 0]
    everywhere = np.ones(len(in_first_year))
    accounts_now = split(everywhere * rules.account_opening, in_first_year)
    pool_now = split(everywhere * (rules.employee_balance[0] - rules.account_opening), in_first_year)
    for year in range(sums.shape[2]):
        opening[POOL, :, year], opening[ACCOUNTS, :, year] = pool_now, accounts_now
        interest = rules.reserve_return[year] * _earning(pool_now + accounts_now, rules.interest_on_deficit)
        cash = known[POOL][:, year] + known[ACCOUNTS][:, year] + interest
        paid, received = national_pooling(cash, float(rules.pooling_share[year]))
        accounts_now = accounts_now + known[ACCOUNTS][:, year]
        pool_now = pool_now + known[POOL][:, year] + interest + received - paid
        if rules.reconciled[year]:
            gap = rules.employee_balance[year + 1] - (pool_now + accounts_now).sum(axis=-1)
            books[POOL, "reconciliation"][:, year] = split(gap, contributions[:, year])
            pool_now = pool_now + books[POOL, "reconciliation"][:, year]
        books[POOL, "interest"][:, year] = interest
        books[POOL, "national_pooling_paid"][:, year] = paid
        books[POOL, "national_pooling_received"][:, year] = received
        closing[POOL, :, year], closing[ACCOUNTS, :, year] = pool_now, accounts_now


def _run_resident(books: Books, known: Reals, opening: Reals, closing: Reals, sums: Reals, rules: FundRules) -> None:
    """The resident fund, year by year; interest on its own balance."""
    contributions = sums[contracts.RECEIVED_RESIDENT]
    now = split(np.full(len(contributions), rules.resident_balance[0]), contributions[:, 0])
    for year in range(sums.shape[2]):
        opening[:, year] = now
        interest = rules.resident_return[year] * _earning(now, rules.interest_on_deficit)
        books[RESIDENT, "interest"][:, year] = interest
        now = now + known[:, year] + interest
        if rules.reconciled[year]:
            gap = rules.resident_balance[year + 1] - now.sum(axis=-1)
            books[RESIDENT, "reconciliation"][:, year] = split(gap, contributions[:, year])
            now = now + books[RESIDENT, "reconciliation"][:, year]
        closing[:, year] = now


def _run_injury(
    books: Books, known: dict[int, Reals], opening: Reals, closing: Reals, sums: Reals, rules: FundRules
) -> None:
    """Work-injury and occupational-injury funds, year by year; the second may borrow from the first.

    A loan of one year is returned in the next, where a new one may follow.  The occupational-injury fund opens empty;
    no balance of it is on record.
    """
    premiums = sums[contracts.RECEIVED_WORK_INJURY]
    lender = split(np.full(len(premiums), rules.work_injury_balance[0]), premiums[:, 0])
    borrower, loan = np.zeros_like(lender), np.zeros_like(lender)
    for year in range(sums.shape[2]):
        opening[WORK_INJURY, :, year], opening[INJURY, :, year] = lender, borrower
        rate, on_deficit = rules.injury_return[year], rules.interest_on_deficit
        of_lender, of_borrower = rate * _earning(lender, on_deficit), rate * _earning(borrower, on_deficit)
        lender = lender + known[WORK_INJURY][:, year] + of_lender + loan
        borrower = borrower + known[INJURY][:, year] + of_borrower - loan
        books[WORK_INJURY, "loan_returned"][:, year] = books[INJURY, "loan_repaid"][:, year] = loan
        if rules.reconciled[year]:
            gap = rules.work_injury_balance[year + 1] - lender.sum(axis=-1)
            books[WORK_INJURY, "reconciliation"][:, year] = split(gap, premiums[:, year])
            lender = lender + books[WORK_INJURY, "reconciliation"][:, year]
        loan = borrowing(borrower, lender, float(rules.injury_borrowing[year]))
        lender, borrower = lender - loan, borrower + loan
        books[WORK_INJURY, "loan_granted"][:, year] = books[INJURY, "loan_received"][:, year] = loan
        books[WORK_INJURY, "interest"][:, year] = of_lender
        books[INJURY, "interest"][:, year] = of_borrower
        closing[WORK_INJURY, :, year], closing[INJURY, :, year] = lender, borrower


def _earning(balance: Reals, on_deficit: float) -> Reals:
    """The balance that bears interest: what is there, and a deficit only where interest is charged on it."""
    return np.maximum(balance, 0.0) + on_deficit * np.minimum(balance, 0.0)
