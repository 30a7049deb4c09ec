"""Rules of platform co-payments to the pension contribution of flexible workers.

Income test: Meituan's rule, announced 2025-10-27 for the whole country (pilots since 2025-04-03).
Order levy: a rate on the value of orders kept back at source, as Chile does with fees (Ley 21.133, 10 % when passed).
Dependence: a rate on what the main client pays, as in Portugal (Código Contributivo art. 140 and 168, after
Decreto-Lei 2/2018).  Three-way: worker, users' levy and state, as the German artists' fund (KSVG § 14).
Money in yuan a month.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.codes import Enumeration
from simulate.engine.jit import rule

KINDS: Final = Enumeration("rule", ("none", "income_test", "order_levy", "dependence", "three_way"))
NO_COPAYMENT = KINDS.code("none")
INCOME_TEST = KINDS.code("income_test")
ORDER_LEVY = KINDS.code("order_levy")
DEPENDENCE = KINDS.code("dependence")
THREE_WAY = KINDS.code("three_way")


class Parts(NamedTuple):
    """What others bear of a month's contribution, yuan."""

    platform: float
    government: float


@rule
def is_at_floor(income: float, base_floor: float) -> bool:
    """Whether a month's platform income is at the contribution floor or above it."""
    return income >= base_floor


@rule
def next_floor_history(history: int, met_floor: bool, window_months: int) -> int:
    """Which of the last months had platform income at the floor, a bit a month, this month the lowest bit.

    ``window_months`` (6) are kept; a month without platform work is one not at the floor.
    """
    return ((history << 1) | int(met_floor)) & ((1 << window_months) - 1)


@rule
def months_at_floor(history: int) -> int:
    """Months at the floor in a history of twelve months at most."""
    count = history - ((history >> 1) & 0x555)
    count = (count & 0x333) + ((count >> 2) & 0x333)
    return (count & 0xF) + ((count >> 4) & 0xF) + ((count >> 8) & 0xF)


@rule
def passes_income_test(income: float, base_floor: float, months_at_floor: int, required_months: int) -> bool:
    """Whether the platform co-pays this month: income of the month at the floor of the place of work or above, and at
    that floor or above in ``required_months`` (3) of the last 6 months; ``months_at_floor`` counts them."""
    return is_at_floor(income, base_floor) and months_at_floor >= required_months


@rule
def owed_at_floor(contribution: float, contribution_at_floor: float) -> float:
    """What the platform's share is of: the contribution at the floor of the place of insurance, whatever base the
    worker chose, and never more than is due for the month."""
    return min(contribution, contribution_at_floor)


@rule
def income_test_copayment(owed: float, share: float, passes: bool) -> float:
    """Co-payment = share (50 %) of what is ``owed`` at the floor, where the income test is passed, else nothing."""
    return owed * share if passes else 0.0


@rule
def order_levy(income: float, income_share_of_orders: float, levy_rate: float, contribution: float) -> float:
    """Levy at source = rate x value of orders, with value of orders = income / share of it the worker receives.

    Counts towards the worker's pension contribution and never exceeds it.
    """
    if income_share_of_orders <= 0.0:
        return 0.0
    return min(levy_rate * income / income_share_of_orders, contribution)


@rule
def dependence_rate(
    main_share: float, low_threshold: float, high_threshold: float, low_rate: float, high_rate: float
) -> float:
    """Rate a platform owes on what it pays a worker, by the share of the worker's income that comes from it.

    7 % above one half, 10 % above four fifths, else nothing; Código Contributivo art. 140 (1) and 168 (7).
    """
    if main_share > high_threshold:
        return high_rate
    return low_rate if main_share > low_threshold else 0.0


@rule
def dependence_contribution(income: float, main_share: float, rate: float, contribution: float) -> float:
    """Paid by the main platform = rate x its part of the month's income; counts towards the pension contribution and
    never exceeds it (in Portugal it comes on top of the worker's own)."""
    return min(rate * main_share * income, contribution)


@rule
def paid_in_spite_of_default(owed: float, default_share: float) -> float:
    """What platforms pay of a part they owe, yuan, where a share of what they owe stays unpaid.

    The worker, who had expected the whole part, bears the rest or lets the month lapse; no law secures it.
    """
    return (1.0 - default_share) * owed


@rule
def three_way_split(contribution: float, platform_share: float, state_share: float) -> Parts:
    """Parts of platforms and state in a month's contribution; the worker bears the rest.

    Half the worker, 30 % a levy on those who use the work, 20 % the state: KSVG § 14; ILO 2022, section 3.3.
    """
    platform = min(platform_share, 1.0) * contribution
    return Parts(platform, min(state_share * contribution, contribution - platform))
