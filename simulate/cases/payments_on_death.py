"""Cases of payments on death: funeral grant, survivors' sum and their cap; 人社部发〔2021〕18号, from 2021-09."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from simulate.cases.given import left_out
from simulate.cases.registry import Given, Law, Rule
from simulate.cases.signature import FromLaw, by_signature
from simulate.schemes.employee_pension import params, rules

_law: Final = partial(FromLaw, params.build)
_FUNERAL: Final = by_signature(
    rules.funeral_grant, "funeral_grant",
    law={"months": _law("funeral_months"), "income_per_head": _law("income_per_head")},
)  # fmt: skip
_MONTHS: Final = by_signature(
    rules.survivor_months, "months", tables={"table": _law("survivor_months")},
    law={"minimum": _law("survivor_minimum_months")}, defaults={"drawn_months": 0.0},
)  # fmt: skip
_GRANT: Final = by_signature(rules.death_grant, "death_grant", law={"cap_months": _law("death_grant_cap_months")})


def death_payment(law: Law, given: Given) -> dict[str, Any]:
    """The whole payment on death in yuan: funeral grant, survivors' months and sum, and what is paid after the cap.

    ``own_account_paid``, the worker's own payments into the account, must be given with fewer than five years paid.
    """
    cap = _law("death_grant_cap_months").value(law, given, "cap_months")
    if float(given["paid_months"]) < cap and "own_account_paid" not in given:
        raise left_out("own_account_paid", f"the own payments into the account, below {cap:g} months paid")
    funeral = _FUNERAL.evaluate(law, given)["funeral_grant"]
    months = _MONTHS.evaluate(law, given)["months"]
    survivor = _FUNERAL.evaluate(law, {**given, "months": months})["funeral_grant"]
    own = {"own_account_paid": 0.0, **given, "funeral": funeral, "survivor": survivor}
    total = _GRANT.evaluate(law, own)["death_grant"]
    return {
        "funeral_grant": funeral, "survivor_months": months, "survivor_grant": survivor, "death_payment": total,
        "capped": total < funeral + survivor,
    }  # fmt: skip


RULES: Final[dict[str, Rule]] = {
    "death_grant": _GRANT,
    "death_payment": Rule(
        death_payment, ("paid_months",),
        ("drawn_months", "own_account_paid", *(name for name in _FUNERAL.may if name != "province"), "province"),
        ("funeral_grant", "survivor_months", "survivor_grant", "death_payment", "capped"),
        calls=(*_FUNERAL.calls, *_MONTHS.calls, *_GRANT.calls),
    ),
    "funeral_grant": _FUNERAL,
    "survivor_months": _MONTHS,
}  # fmt: skip
