"""Parameters of platform co-payments, packed for the kernels."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Codes, Reals
from simulate.parameters import ParameterSet, pack

NONE, INCOME_TEST, ORDER_LEVY = range(3)
RULES: Final = ("none", "income_test", "order_levy")


class PlatformCopaymentParameters(NamedTuple):
    """Month axes start in 1950; scalars have shape (1,)."""

    rule: Codes  # (month, province) NONE, INCOME_TEST, ORDER_LEVY
    share: Reals  # (month,) share of the contribution paid by the platform under the income test
    test_months: Reals  # (1,) months at the floor asked for
    test_window: Reals  # (1,) among the last so many months
    order_levy_rate: Reals  # (month,) share of the value of orders
    income_share_of_orders: Reals  # (1,) the worker's earnings over the value of the orders


def build(parameters: ParameterSet) -> PlatformCopaymentParameters:
    """Pack the room's parameters."""
    return pack(parameters, "platform_copayment", PlatformCopaymentParameters)
