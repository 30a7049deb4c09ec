"""Platform co-payments of a batch of workers, month by month, as lanes over (month of the year, worker)."""

from __future__ import annotations

from simulate.codes import PLATFORM_FLEXIBLE
from simulate.engine.jit import rule
from simulate.schemes.state import PAID_AS_FLEXIBLE, UNPAID

_NONE, _INCOME_TEST, _ORDER_LEVY = range(3)


@rule
def _bits(history):  # type: ignore[no-untyped-def]
    """Number of bits set among the lowest twelve."""
    count = history - ((history >> 1) & 0x555)
    count = (count & 0x333) + ((count >> 2) & 0x333)
    return (count & 0xF) + ((count >> 4) & 0xF) + ((count >> 8) & 0xF)


@rule
def copay_year(c, floor, january, form, first_row, place, income, insured, pay, due, rights, platform_part):  # type: ignore[no-untyped-def]  # fmt: skip
    """Fill ``platform_part``: what the platform pays of each month's contribution, yuan; keep the income history.

    ``floor`` (month, province) is the contribution floor of flexible workers.  The income test (Meituan's rule): income
    at the floor of the place of insurance this month and in ``test_months`` of the last ``test_window``.  A levy at
    source pays a rate on the value of orders, up to the contribution.
    """
    window = (1 << int(c.test_window[0])) - 1
    needed = int(c.test_months[0])
    per_income = 1.0 / c.income_share_of_orders[0]
    for m in range(12):
        month = january + m
        share = c.share[month]
        levy_rate = c.order_levy_rate[month] * per_income
        for lane in range(pay.shape[1]):
            is_platform = form[first_row + m, lane] == PLATFORM_FLEXIBLE
            at_floor = is_platform & (income[m, lane] >= floor[month, insured[m, lane]])
            history = ((rights.floor_history[lane] << 1) | (1 if at_floor else 0)) & window
            rights.floor_history[lane] = history
            kind = c.rule[month, place[first_row + m, lane]]
            passes = at_floor & (_bits(history) >= needed) & (kind == _INCOME_TEST)
            part = share * due[m, lane] if passes else 0.0
            levy = min(levy_rate * income[m, lane], due[m, lane]) if (kind == _ORDER_LEVY) & is_platform else 0.0
            platform_part[m, lane] = part + levy


@rule
def eligible_year(form, first_row, income, floor, january, place, rights):  # type: ignore[no-untyped-def]
    """Share of the year's platform months with income at the floor: what a worker expects of next year's test."""
    for lane in range(income.shape[1]):
        months = 0
        passed = 0
        for m in range(12):
            if form[first_row + m, lane] == PLATFORM_FLEXIBLE:
                months += 1
                if income[m, lane] >= floor[january + m, place[first_row + m, lane]]:
                    passed += 1
        rights.eligible_share[lane] = passed / months if months > 0 else 0.5


@rule
def collect_at_source(c, e, january, form, first_row, place, income, rights, insured, pay, base, due, fraction, platform_part):  # type: ignore[no-untyped-def]  # fmt: skip
    """Under a levy at source, a month the worker did not pay is insured with the levy alone, at the place of work.

    base = levy / rate, up to the ceiling; below the floor the month counts in proportion (assumption: no law says how
    a part-paid month counts, so none is lost and none is given).
    """
    for m in range(12):
        month = january + m
        if c.order_levy_rate[month] <= 0.0:
            continue
        for lane in range(pay.shape[1]):
            where = place[first_row + m, lane]
            is_platform = form[first_row + m, lane] == PLATFORM_FLEXIBLE
            if pay[m, lane] != UNPAID or not is_platform or c.rule[month, where] != _ORDER_LEVY:
                continue
            if month >= rights.stop_month[lane]:
                continue
            levy = c.order_levy_rate[month] * income[m, lane] / c.income_share_of_orders[0]
            own_base = min(levy / e.flexible_rate[month, where], e.base_ceiling[month, where])
            if own_base <= 0.0:
                continue
            floor = e.flexible_base_floor[month, where]
            pay[m, lane] = PAID_AS_FLEXIBLE
            insured[m, lane] = where
            base[m, lane] = own_base
            due[m, lane] = own_base * e.flexible_rate[month, where]
            platform_part[m, lane] = due[m, lane]
            fraction[m, lane] = min(1.0, own_base / floor) if floor > 0.0 else 1.0
