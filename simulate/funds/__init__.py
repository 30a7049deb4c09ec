"""Funds 基金: employee pool, accounts, resident, work-injury and occupational-injury fund, by province and year.

``keep_books`` turns the sums of a simulation into books and balances and checks that they add up.
"""

from simulate.funds.accounts import FundFlows, Parameters
from simulate.funds.balances import keep_books
from simulate.funds.identities import IdentityBroken
from simulate.funds.rules import OfficialRecord, official_record

__all__ = ["FundFlows", "IdentityBroken", "OfficialRecord", "Parameters", "keep_books", "official_record"]
