"""Parameters of platform co-payments, packed for the kernels."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulate.contracts import Codes, Reals
from simulate.parameters import Labels, ParameterSet, pack
from simulate.schemes.concern import PLATFORM, monthly, timeless, yearly, Reading
from simulate.schemes.platform_copayment.rules import KINDS

LABELS: Final[Labels] = {"rule": KINDS}  # by which enumeration each is numbered


class PlatformCopaymentParameters(NamedTuple):
    """Month axes start in 1950; scalars have shape (1,)."""

    rule: Codes  # (month, province) of rules.KINDS
    share: Reals  # (month,) share of the contribution paid by the platform under the income test
    default_share: Reals  # (month,) of what platforms owe, share that stays unpaid
    test_months: Reals  # (month,) months at the floor asked for
    test_window: Reals  # (month,) among the last so many months
    order_levy_rate: Reals  # (month,) share of the value of orders
    income_share_of_orders: Reals  # (month,) the worker's earnings over the value of the orders
    dependence_threshold: Reals  # (month, LOWER and HIGHER) share of income from the main platform above which it owes
    dependence_rate: Reals  # (month, LOWER and HIGHER) of what it pays, at that degree of dependence
    main_platform_income: Reals  # (year, 3) share of income from it, with one, two or three, four or more platforms
    platform_count_share: Reals  # (3,) of platform workers
    three_way_platform_share: Reals  # (month,) of the contribution
    three_way_state_share: Reals  # (month,) of the contribution
    binds: Codes  # (month, occupation) 1: the rule binds platforms of this occupation


# How each field is read: its axis of time, whether by province, and of whom.
READ_BY: Final[dict[str, Reading]] = {
    "rule": monthly(PLATFORM, True),
    "share": monthly(PLATFORM),
    "default_share": monthly(PLATFORM),
    "test_months": monthly(PLATFORM),
    "test_window": monthly(PLATFORM),
    "order_levy_rate": monthly(PLATFORM),
    "income_share_of_orders": monthly(PLATFORM),
    "dependence_threshold": monthly(PLATFORM),
    "dependence_rate": monthly(PLATFORM),
    "main_platform_income": yearly(PLATFORM),
    "platform_count_share": timeless(PLATFORM),
    "three_way_platform_share": monthly(PLATFORM),
    "three_way_state_share": monthly(PLATFORM),
    "binds": monthly(PLATFORM),
}


def build(parameters: ParameterSet) -> PlatformCopaymentParameters:
    """Pack the room's parameters."""
    return pack(
        parameters, "platform_copayment", PlatformCopaymentParameters, LABELS,
        platform_count_share="careers.platform_count_share",
    )  # fmt: skip
