"""Sharing a month's contribution between worker, platform and state, under every kind of co-payment; scalars only.

What enrolment expects to pay and what is then paid are the same rules; hence a step of its own.
"""

from __future__ import annotations

from simulate.contracts import Reals
from simulate.engine.jit import rule
from simulate.schemes.employee_pension.rules import contribution_base
from simulate.schemes.platform_copayment.rules import (
    DEPENDENCE, INCOME_TEST, NO_COPAYMENT, ORDER_LEVY, THREE_WAY, Parts, dependence_contribution, dependence_rate,
    owed_at_floor, three_way_split,
)  # fmt: skip
from simulate.schemes.subsidies.rules import (
    is_matched, is_of_age, is_recent_graduate, matching, matching_ceiling, subsidy,
)  # fmt: skip

LOWER, HIGHER = range(2)  # degrees of dependence: columns of dependence_threshold and dependence_rate
ONE_PLATFORM = 0  # column of main_platform_income


@rule
def kind_that_binds(kind: int, binds: int) -> int:
    """The rule of a place for an occupation: as it stands where it binds (1), none where it is switched off."""
    return kind if binds != 0 else NO_COPAYMENT


@rule
def main_platform_share(draw: float, platform_count_share: Reals, main_platform_income: Reals) -> float:
    """Share of a worker's income that comes from the main platform, by the number of platforms.

    ``draw`` is uniform, once for a life;
    ``platform_count_share``, ``main_platform_income``: (3,) one, two or three, four or more platforms.
    """
    left = draw
    last = len(platform_count_share) - 1
    for count in range(last):
        left -= float(platform_count_share[count])
        if left < 0.0:
            return float(main_platform_income[count])
    return float(main_platform_income[last])


@rule
def parts_of_month(
    kind: int, due: float, income: float, main_share: float, low_threshold: float, high_threshold: float,
    low_rate: float, high_rate: float, platform_share: float, state_share: float,
) -> Parts:  # fmt: skip
    """Parts of (platform, government) in a month's contribution ``due``, yuan, under dependence and three-way sharing;
    nothing under the other kinds, whose steps stand by themselves."""
    if kind == DEPENDENCE:
        rate = dependence_rate(main_share, low_threshold, high_threshold, low_rate, high_rate)
        return Parts(dependence_contribution(income, main_share, rate, due), 0.0)
    if kind == THREE_WAY:
        return three_way_split(due, platform_share, state_share)
    return Parts(0.0, 0.0)


@rule
def expected_share(
    kind: int, due: float, at_floor: float, income: float, share: float, eligible_share: float, levy_per_income: float,
    main_share: float, low_threshold: float, high_threshold: float, low_rate: float, high_rate: float,
    platform_share: float, state_share: float,
) -> float:  # fmt: skip
    """Share of the contribution ``due`` that a platform worker expects others to bear, from 0 to 1, under any kind.

    Income test: share x share of the months that met the test last year, of what would be due at the floor
    (``at_floor``, yuan): on a base above it the platform pays no more.  Order levy: levy per yuan of income over the
    contribution, which is kept back from the worker's fee whether insured or not, so that it costs nothing more.
    Dependence and three-way: as they will be paid.

    Fourteen numbers: those that the kinds name between them, so that a policy case of any of them is this rule.
    """
    if due <= 0.0:
        return 0.0
    if kind == INCOME_TEST:
        return share * eligible_share * owed_at_floor(due, at_floor) / due
    if kind == ORDER_LEVY:
        return min(1.0, levy_per_income * income / due)
    platform, state = parts_of_month(
        kind, due, income, main_share, low_threshold, high_threshold, low_rate, high_rate, platform_share, state_share
    )
    return (platform + state) / due


@rule
def platform_cost(
    kind: int, share: float, levy_per_income: float, flexible_rate: float, high_rate: float, platform_share: float
) -> float:
    """What a platform pays for a dependent flexible worker per yuan of income, beside the employer's rate it saves."""
    if kind == INCOME_TEST:
        return share * flexible_rate
    if kind == DEPENDENCE:
        return high_rate
    return platform_share * flexible_rate if kind == THREE_WAY else 0.0


@rule
def expected_public_share(
    due: float, at_floor: float, income: float, has_right: bool, kind: int, share: float, share_above_floor: float,
    flat: float, cap: float, matched_share: float, ceiling: float,
) -> float:  # fmt: skip
    """Share of the contribution ``due`` that a flexible worker expects the government to bear, from 0 to 1.

    The larger of the subsidy, for the hard to employ and graduates with a right to it (``has_right``), and of the
    matching of incomes under ``ceiling``.
    """
    if due <= 0.0:
        return 0.0
    amount = matching(due, income, ceiling, matched_share)
    if has_right:
        amount = max(amount, subsidy(kind, share, share_above_floor, flat, cap, due, at_floor))
    return min(1.0, amount / due)


__all__ = [
    "NO_COPAYMENT", "contribution_base", "expected_public_share", "expected_share", "is_matched", "is_of_age",
    "is_recent_graduate", "kind_that_binds", "main_platform_share", "matching_ceiling", "parts_of_month",
    "platform_cost",
]  # fmt: skip
