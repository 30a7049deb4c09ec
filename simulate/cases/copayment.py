"""Cases of platform co-payment, every kind under one rule: income test, order levy, dependence, three-way split."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import choice, law_month, left_out, number, number_or, province, whole
from simulate.cases.registry import Given, Law, Rule
from simulate.cases.signature import FromLaw
from simulate.codes import OCCUPATIONS
from simulate.schemes import cost_sharing as sharing
from simulate.schemes.employee_pension import params as employee_params
from simulate.schemes.employee_pension.rules import flexible_contribution
from simulate.schemes.platform_copayment import params, rules

_TEST: Final = ("base_floor", "months_at_floor", "test_months", "share", "eligible_share")
_DEPENDENCE: Final = ("main_share", "low_threshold", "high_threshold", "low_rate", "high_rate")


def _rate(law: Law, given: Given) -> float:
    """A flexible worker's rate: given, or that of the place and month."""
    if "contribution_rate" in given:
        return number(given, "contribution_rate", 0.0, 1.0)
    return FromLaw(employee_params.build, "flexible_rate").value(law, given, "contribution_rate")


def _contribution(law: Law, given: Given) -> float:
    """The month's contribution, yuan: given, or base x rate."""
    if "contribution" in given:
        return number(given, "contribution", 0.0)
    if "contribution_base" not in given:
        raise left_out("contribution", "contribution, or contribution_base")
    return flexible_contribution(number(given, "contribution_base", 0.0), _rate(law, given), 0.0).contribution


def _kind(c: params.PlatformCopaymentParameters, given: Given) -> int:
    """The kind given, else the law of place and month; none for an occupation it does not bind."""
    if "kind" in given:
        kind = choice(given, "kind", rules.KINDS.labels)
    else:
        kind = int(c.rule[law_month(given), province(given)])
    if "occupation" not in given:
        return kind
    job = choice(given, "occupation", OCCUPATIONS.labels)
    unbound = given.get("unbound", [])
    is_unbound = isinstance(unbound, list) and OCCUPATIONS.labels[job] in unbound
    binds = 0 if is_unbound else int(c.binds[law_month(given), job])
    return int(sharing.kind_that_binds(kind, binds))


def _at_floor(law: Law, given: Given) -> float:
    """The contribution at the floor, yuan."""
    return flexible_contribution(number(given, "base_floor", 0.0), _rate(law, given), 0.0).contribution


def _expected(
    c: params.PlatformCopaymentParameters, given: Given, kind: int, due: float, at_floor: float, split: list[float]
) -> float:
    """Share of the contribution a worker expects others to bear."""
    levy = number_or(given, "levy_rate", float(c.order_levy_rate[law_month(given)]), 0.0)
    orders = number_or(given, "income_share_of_orders", float(c.income_share_of_orders[law_month(given)]), 0.0)
    share = number_or(given, "share", float(c.share[law_month(given)]), 0.0, 1.0)
    return sharing.expected_share(
        kind, due, at_floor, number_or(given, "income", 0.0, 0.0), share,
        number_or(given, "eligible_share", 1.0, 0.0, 1.0), levy / orders if orders > 0.0 else 0.0, *split,
    )  # fmt: skip


def copayment(law: Law, given: Given) -> dict[str, Any]:
    """Parts of platform, government and worker in a month's contribution, yuan; ``kept_back``: of the worker's."""
    c, at = law.pack(params.build), law_month(given)
    kind, due = _kind(c, given), _contribution(law, given)
    income = number_or(given, "income", 0.0, 0.0)
    split = [
        number_or(given, "main_share", float(c.main_platform_income[at // 12, sharing.ONE_PLATFORM]), 0.0, 1.0),
        number_or(given, "low_threshold", float(c.dependence_threshold[at, sharing.LOWER]), 0.0, 1.0),
        number_or(given, "high_threshold", float(c.dependence_threshold[at, sharing.HIGHER]), 0.0, 1.0),
        number_or(given, "low_rate", float(c.dependence_rate[at, sharing.LOWER]), 0.0, 1.0),
        number_or(given, "high_rate", float(c.dependence_rate[at, sharing.HIGHER]), 0.0, 1.0),
        number_or(given, "platform_share", float(c.three_way_platform_share[at]), 0.0, 1.0),
        number_or(given, "state_share", float(c.three_way_state_share[at]), 0.0, 1.0),
    ]
    at_floor = _at_floor(law, given) if "base_floor" in given else due
    platform, government, kept_back, passes = 0.0, 0.0, 0.0, kind != rules.NO_COPAYMENT
    if kind == rules.INCOME_TEST:
        needed = whole(given, "test_months") if "test_months" in given else int(c.test_months[at])
        floor = number(given, "base_floor", 0.0)
        passes = rules.passes_income_test(income, floor, whole(given, "months_at_floor"), needed)
        share = number_or(given, "share", float(c.share[at]), 0.0, 1.0)
        platform = rules.income_test_copayment(rules.owed_at_floor(due, at_floor), share, passes)
    elif kind == rules.ORDER_LEVY:
        orders = number_or(given, "income_share_of_orders", float(c.income_share_of_orders[law_month(given)]), 0.0)
        levy = number_or(given, "levy_rate", float(c.order_levy_rate[at]), 0.0)
        kept_back = rules.order_levy(income, orders, levy, due)
    else:
        platform, government = sharing.parts_of_month(kind, due, income, *split)
    return {
        "passes": bool(passes), "platform": platform, "government": government, "worker": due - platform - government,
        "kept_back": kept_back, "expected_share": _expected(c, given, kind, due, at_floor, split),
    }  # fmt: skip


RULES: Final[dict[str, Rule]] = {
    "copayment": Rule(
        copayment,
        may=("month", "award_month", "province", "kind", "occupation", "unbound", "contribution", "contribution_base",
             "contribution_rate", "income", *_TEST, "levy_rate", "income_share_of_orders", *_DEPENDENCE,
             "platform_share", "state_share"),
        gives=("passes", "platform", "government", "worker", "kept_back", "expected_share"),
    ),
}  # fmt: skip
