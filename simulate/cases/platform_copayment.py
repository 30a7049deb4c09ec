"""Cases of two platform co-payments by themselves: the income test and the levy at source.

The rule in force in a place and every other kind are in ``copayment``.
"""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import law_month, number, number_or, province, whole
from simulate.cases.registry import Given, Law, NotUnderstoodError, Rule
from simulate.cases.signature import FromLaw, by_signature
from simulate.schemes.employee_pension import params as employee_params
from simulate.schemes.employee_pension import rules as employee_rules
from simulate.schemes.platform_copayment import params, rules

_PLACE: Final = ("province", "month", "award_month")


def _floor(law: Law, given: Given) -> float:
    """Floor of the flexible worker's base, yuan a month: given, or of the province of insurance and month."""
    if "base_floor" in given:
        return number(given, "base_floor", 0.0)
    return float(law.pack(employee_params.build).flexible_base_floor[law_month(given), province(given)])


def _at_floor(law: Law, given: Given) -> float:
    """Contribution at the floor, yuan a month: floor x rate, given or of the province and month."""
    e = FromLaw(employee_params.build, "flexible_rate")
    rate = number(given, "contribution_rate", 0.0, 1.0) if "contribution_rate" in given else e.value(
        law, given, "contribution_rate"
    )  # fmt: skip
    return employee_rules.flexible_contribution(_floor(law, given), rate, 0.0).contribution


def _contribution(law: Law, given: Given) -> float:
    """The month's contribution, yuan: given, or that at the floor."""
    return number(given, "contribution", 0.0) if "contribution" in given else _at_floor(law, given)


def _income_and_months(law: Law, given: Given) -> tuple[float, int]:
    """Income of the month and months at the floor in the window, from ``income`` and ``months_at_floor``, or from
    ``incomes``, a list of the last months, this month last."""
    if "incomes" not in given:
        return number(given, "income", 0.0), whole(given, "months_at_floor", 0, 12)
    for name in ("income", "months_at_floor"):
        if name in given:
            raise NotUnderstoodError(name, f"{name} beside incomes", "one of the two")
    incomes = given["incomes"]
    if not isinstance(incomes, list) or not incomes:
        raise NotUnderstoodError("incomes", repr(incomes), "a list of incomes, this month last")
    amounts = [number({"incomes": each}, "incomes", 0.0) for each in incomes]
    window, floor, history = int(law.pack(params.build).test_window[law_month(given)]), _floor(law, given), 0
    for amount in amounts:
        history = rules.next_floor_history(history, rules.is_at_floor(amount, floor), window)
    return amounts[-1], rules.months_at_floor(history)


def income_test(law: Law, given: Given) -> dict[str, Any]:
    """Whether the income test is passed and what the platform pays, yuan; Meituan, announcement of 2025-10-27.

    ``base_floor`` is the floor of test and payment alike; the platform pays half of what is owed at it, or of what is
    owed, where that is less.
    """
    p, contribution = law.pack(params.build), _contribution(law, given)
    income, months = _income_and_months(law, given)
    passes = bool(rules.passes_income_test(income, _floor(law, given), months, int(p.test_months[law_month(given)])))
    share = number_or(given, "share", p.share[law_month(given)], 0.0, 1.0)
    platform = rules.income_test_copayment(rules.owed_at_floor(contribution, _at_floor(law, given)), share, passes)
    return {"passes": passes, "platform": platform, "worker": contribution - platform}


def order_levy(law: Law, given: Given) -> dict[str, Any]:
    """Levy at source on the value of orders, yuan, up to the contribution; as Chile's Ley 21.133."""
    p = law.pack(params.build)
    contribution = _contribution(law, given)
    kept_back = rules.order_levy(
        number(given, "income", 0.0),
        number_or(given, "income_share_of_orders", p.income_share_of_orders[law_month(given)], 0.0, 1.0),
        number_or(given, "levy_rate", p.order_levy_rate[law_month(given)], 0.0, 1.0),
        contribution,
    )
    return {"kept_back": kept_back, "platform": 0.0, "worker": contribution}


_TEST: Final = ("income", "months_at_floor", "incomes", "base_floor", "contribution", "contribution_rate", "share")
_LEVY: Final = ("income_share_of_orders", "levy_rate")

RULES: Final[dict[str, Rule]] = {
    "income_test": Rule(income_test, (), (*_TEST, *_PLACE), ("passes", "platform", "worker")),
    "paid_in_spite_of_default": by_signature(
        rules.paid_in_spite_of_default, "platform", law={"default_share": FromLaw(params.build, "default_share")}
    ),
    "order_levy": Rule(
        order_levy, ("income",), ("contribution", "base_floor", "contribution_rate", *_LEVY, *_PLACE),
        ("kept_back", "platform", "worker"),
    ),
}  # fmt: skip
