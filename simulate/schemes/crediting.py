"""The rule of every personal account, of the employee and of the resident scheme alike: interest of a year."""

from __future__ import annotations

from simulate.engine.jit import rule


@rule
def rate_of_months(crediting_rate: float, months: float) -> float:
    """Interest of some months of a year on one yuan = rate x months / 12, not compounded; 劳办发〔1997〕116号."""
    return crediting_rate * (months / 12.0)


@rule
def interest(balance: float, crediting_rate: float, months: float) -> float:
    """Interest of some months of a year on a balance, yuan."""
    return balance * rate_of_months(crediting_rate, months)


@rule
def next_balance(balance: float, crediting_rate: float, credit: float, months: float = 12.0) -> float:
    """Account at the end of a year = balance x (1 + rate x months / 12) + what is credited in it, yuan.

    Rates are of a year; ``months`` of it bear interest, all twelve unless the account is paid out or claimed before
    (劳办发〔1997〕116号).  What is credited in a year earns from the next.
    国发〔1997〕26号 art. 4, 人社部发〔2017〕31号 (one national rate since 2016); 国发〔2014〕8号 art. 5.
    """
    return balance * (1.0 + rate_of_months(crediting_rate, months)) + credit
