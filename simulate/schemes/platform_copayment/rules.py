"""Rules of platform co-payments to the pension contribution of flexible workers.

Income test: Meituan's rule, announced 2025-10-27 for the whole country (pilots since 2025-04-03).
Order levy: a rate on the value of orders kept back at source, as Chile does with fees (Ley 21.133, 10 % when passed).
Money in yuan a month.
"""

from __future__ import annotations

from simulate.engine.jit import rule


@rule
def passes_income_test(income: float, base_floor: float, months_at_floor: int, required_months: int) -> bool:
    """Whether the platform co-pays this month: income of the month at the local contribution floor or above, and at
    the floor or above in ``required_months`` (3) of the last 6 months; ``months_at_floor`` counts them."""
    return income >= base_floor and months_at_floor >= required_months


@rule
def income_test_copayment(contribution: float, share: float, passes: bool) -> float:
    """Co-payment = share (50 %) of the month's pension contribution where the income test is passed, else nothing.

    The test and the contribution are those of the place where the worker is insured, hukou or work place.
    """
    return contribution * share if passes else 0.0


@rule
def order_levy(income: float, income_share_of_orders: float, levy_rate: float, contribution: float) -> float:
    """Levy at source = rate x value of orders, with value of orders = income / share of it the worker receives.

    Counts towards the worker's pension contribution and never exceeds it.
    """
    if income_share_of_orders <= 0.0:
        return 0.0
    return min(levy_rate * income / income_share_of_orders, contribution)
