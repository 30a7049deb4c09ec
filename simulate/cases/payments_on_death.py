"""Cases of payments on death: funeral grant, survivors' sum and their cap; 人社部发〔2021〕18号, from 2021-09."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import law_year, left_out, number, number_or
from simulate.cases.registry import Given, Law, Rule
from simulate.schemes.employee_pension import params, rules

_WHEN: Final = ("year", "month", "award_month")


def _income(law: Law, given: Given) -> float:
    """Last year's urban disposable income per head, yuan a month: given, or the nation's of the law's year."""
    return number_or(given, "income_per_head", law.pack(params.build).income_per_head[law_year(given)], 0.0)


def _funeral(law: Law, given: Given) -> float:
    """Funeral grant, yuan."""
    months = number_or(given, "months", law.pack(params.build).funeral_months[law_year(given)], 0.0)
    return rules.funeral_grant(months, _income(law, given))


def _survivor_months(law: Law, given: Given) -> float:
    """Months of income per head for the survivors."""
    e = law.pack(params.build)
    drawn = number_or(given, "drawn_months", 0.0, 0.0)
    paid = number(given, "paid_months", 0.0)
    return rules.survivor_months(paid, drawn, e.survivor_months, float(e.survivor_minimum_months[0]))


def funeral_grant(law: Law, given: Given) -> dict[str, Any]:
    """Funeral grant = 2 months of last year's urban income per head."""
    return {"funeral_grant": _funeral(law, given)}


def survivor_months(law: Law, given: Given) -> dict[str, Any]:
    """Months of the survivors' sum, by years paid and years of pension drawn."""
    return {"months": _survivor_months(law, given)}


def death_grant(law: Law, given: Given) -> dict[str, Any]:
    """Funeral grant and survivors' sum together; with fewer than five years paid not above the own payments."""
    cap = float(law.pack(params.build).death_grant_cap_months[0])
    amount = rules.death_grant(
        number(given, "funeral", 0.0), number(given, "survivor", 0.0), number(given, "own_account_paid", 0.0),
        number(given, "paid_months", 0.0), cap,
    )  # fmt: skip
    return {"death_grant": amount}


def death_payment(law: Law, given: Given) -> dict[str, Any]:
    """The whole payment on death in yuan: funeral grant, survivors' months and sum, and what is paid after the cap.

    ``own_account_paid``, the worker's own payments into the account, must be given with fewer than five years paid.
    """
    cap = float(law.pack(params.build).death_grant_cap_months[0])
    paid = number(given, "paid_months", 0.0)
    funeral, months = _funeral(law, given), _survivor_months(law, given)
    survivor = months * _income(law, given)
    if paid < cap and "own_account_paid" not in given:
        raise left_out("own_account_paid", f"the own payments into the account, below {cap:g} months paid")
    own = number_or(given, "own_account_paid", 0.0, 0.0)
    total = rules.death_grant(funeral, survivor, own, paid, cap)
    return {
        "funeral_grant": funeral, "survivor_months": months, "survivor_grant": survivor, "death_payment": total,
        "capped": total < funeral + survivor,
    }  # fmt: skip


RULES: Final[dict[str, Rule]] = {
    "death_grant": Rule(
        death_grant, ("funeral", "survivor", "own_account_paid", "paid_months"), (), ("death_grant",)
    ),
    "death_payment": Rule(
        death_payment, ("paid_months",), ("drawn_months", "income_per_head", "months", "own_account_paid", *_WHEN),
        ("funeral_grant", "survivor_months", "survivor_grant", "death_payment", "capped"),
    ),
    "funeral_grant": Rule(funeral_grant, (), ("months", "income_per_head", *_WHEN), ("funeral_grant",)),
    "survivor_months": Rule(survivor_months, ("paid_months",), ("drawn_months",), ("months",)),
}  # fmt: skip
