"""Platform co-payments of a batch of workers, month by month."""

from __future__ import annotations

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.engine.jit import rule
from simulate.schemes.cost_sharing import kind_that_binds, main_platform_share, parts_of_month
from simulate.schemes.platform_copayment.rules import (
    DEPENDENCE, INCOME_TEST, NO_COPAYMENT, ORDER_LEVY, THREE_WAY, income_test_copayment, months_at_floor,
    next_floor_history, order_levy, passes_income_test,
)  # fmt: skip
from simulate.schemes.state import PAID_AS_FLEXIBLE, PAYS, UNPAID


@rule
def is_in_force(rules, kind):
    """Whether any province has a kind of co-payment; ``rules`` (province,) of a month."""
    count = 0
    for rule_of_place in rules:
        count += rule_of_place == kind
    return count > 0


@rule
def copay_year(c, floor, january, form, first_row, place, occupation, steady, income, insured, pays, due, platforms,
               rights, platform_part, government_part):  # fmt: skip
    """Fill ``platform_part``: what the platform pays of each month's contribution, yuan; keep the income history.

    ``government_part`` takes the state's part of a three-way split; ``occupation`` and ``platforms``, a uniform number
    for how many platforms one works for, are (worker,), as is ``steady``, the form of a year without a change, negative
    for a year with one.

    ``floor`` (month, province) is the contribution floor of flexible workers.  The income test (Meituan's rule): income
    at the floor of the place of insurance this month and in ``test_months`` of the last ``test_window``.  A levy at
    source pays a rate on the value of orders, up to the contribution.  The share of the last year's platform months at
    the floor is what a worker expects of the test.
    """
    window = int(c.test_window[0])
    needed = int(c.test_months[0])
    for lane in range(due.shape[0]):
        if pays[lane] != PAYS or (steady[lane] != PLATFORM_FLEXIBLE and steady[lane] >= 0):
            rights.floor_history[lane] = 0
            continue
        months = 0
        at_floor = 0
        for m in range(12):
            month = january + m
            limit = floor[month, insured[lane, m]]
            is_platform = form[first_row + m, lane] == PLATFORM_FLEXIBLE
            is_at_floor = is_platform and income[lane, m] >= limit
            rights.floor_history[lane] = next_floor_history(rights.floor_history[lane], is_at_floor, window)
            if not is_platform:
                continue
            months += 1
            at_floor += is_at_floor
            kind = c.rule[month, place[first_row + m, lane]]
            if kind != NO_COPAYMENT and occupation[lane] >= 0:
                kind = kind_that_binds(kind, c.binds[month, occupation[lane]])
            if kind == INCOME_TEST:
                passes = passes_income_test(income[lane, m], limit, months_at_floor(rights.floor_history[lane]), needed)
                platform_part[lane, m] = income_test_copayment(due[lane, m], c.share[month], passes)
            elif kind == ORDER_LEVY:
                platform_part[lane, m] = order_levy(
                    income[lane, m], c.income_share_of_orders[0], c.order_levy_rate[month], due[lane, m]
                )
            elif kind == DEPENDENCE or kind == THREE_WAY:
                main_share = main_platform_share(platforms[lane], c.platform_count_share, c.main_platform_income)
                platform_part[lane, m], government_part[lane, m] = parts_of_month(
                    kind, due[lane, m], income[lane, m], main_share, c.dependence_threshold[0],
                    c.dependence_threshold[1], c.dependence_rate[0], c.dependence_rate[1],
                    c.three_way_platform_share[month], c.three_way_state_share[month],
                )  # fmt: skip
        if months > 0:
            rights.eligible_share[lane] = at_floor / months


@rule
def collect_at_source(c, e, january, form, first_row, place, occupation, income, rights, pays, insured, pay, base, due,
                      fraction, platform_part, government_part):  # fmt: skip
    """Under a levy at source, a month the worker did not pay is insured with the levy alone, at the place of work.

    base = levy / rate, up to the ceiling; below the floor the month counts in proportion (assumption: no law says how
    a part-paid month counts, so none is lost and none is given).
    """
    if not is_in_force(c.rule[january], ORDER_LEVY) and not is_in_force(c.rule[january + 11], ORDER_LEVY):
        return
    for lane in range(pay.shape[0]):
        if pays[lane] != PAYS:
            continue
        for m in range(12):
            month = january + m
            where = place[first_row + m, lane]
            is_platform = form[first_row + m, lane] == PLATFORM_FLEXIBLE
            if pay[lane, m] != UNPAID or not is_platform or c.rule[month, where] != ORDER_LEVY:
                continue
            if occupation[lane] >= 0 and c.binds[month, occupation[lane]] == 0:
                continue
            if month >= rights.stop_month[lane]:
                continue
            rate = e.flexible_rate[month, where]
            most = rate * e.base_ceiling[month, where]  # no more than the contribution at the ceiling
            levy = order_levy(income[lane, m], c.income_share_of_orders[0], c.order_levy_rate[month], most)
            if levy <= 0.0:
                continue
            floor = e.flexible_base_floor[month, where]
            pay[lane, m] = PAID_AS_FLEXIBLE
            insured[lane, m] = where
            base[lane, m] = levy / rate
            due[lane, m] = levy
            platform_part[lane, m] = levy
            government_part[lane, m] = 0.0
            fraction[lane, m] = min(1.0, base[lane, m] / floor) if floor > 0.0 else 1.0
