"""Cases of the resident pension: subsidies, account, award, bonus, years owed, back-payment, inheritance."""

from __future__ import annotations

import math
from functools import partial
from typing import Any, Final

from simulate.cases.given import age, choice, law_year, left_out, number, number_or, province, whole, year
from simulate.cases.registry import Given, Law, Rule
from simulate.cases.signature import FromLaw, by_signature
from simulate.clock import FIRST_YEAR, N_YEARS
from simulate.schemes import crediting
from simulate.schemes.resident_pension import params, rules

_CONVENTIONS: Final = ("year_end_deposits",)  # a year's contribution earns interest from the next year
_WHEN: Final = ("year", "month", "award_month")
_law: Final = partial(FromLaw, params.build)


def _subsidy(law: Law, given: Given, paid: float, at: int) -> float:
    """Subsidy of the law of a year for a contribution in the case's province, yuan."""
    r = law.pack(params.build)
    return rules.entry_subsidy(paid, r.tier[at], r.entry_subsidy[at, province(given)])


def account_credit(law: Law, given: Given) -> dict[str, Any]:
    """Credited to the account in a year, yuan; 国发〔2014〕8号 art. 5."""
    own, collective = number(given, "own", 0.0), number_or(given, "collective", 0.0, 0.0)
    subsidy = number(given, "subsidy", 0.0) if "subsidy" in given else _subsidy(law, given, own, law_year(given))
    return {"credit": rules.account_credit(own, subsidy, collective)}


def _account(law: Law, given: Given) -> float:
    """Account after ``years`` of contributions of one tier, on top of ``account_balance``, yuan.

    Subsidies and interest are the case's, or those of the law of each year from ``first_year`` on.
    """
    balance = number_or(given, "account_balance", 0.0, 0.0)
    if "tier" not in given:
        return balance
    tier, years = number(given, "tier", 0.0), whole(given, "years", 0, 100)
    if "first_year" in given:
        first = year(given, "first_year")
    elif "subsidy" in given and "crediting_rate" in given:
        first = 0
    else:
        raise left_out("first_year", "first_year, or both subsidy and crediting_rate")
    for at in range(first, first + years):
        at = min(at, N_YEARS - 1)
        subsidy = number(given, "subsidy", 0.0) if "subsidy" in given else _subsidy(law, given, tier, at)
        here = {"province": given["province"]} if "province" in given else {}
        rate = (
            number(given, "crediting_rate", -1.0)
            if "crediting_rate" in given
            else _law("crediting_rate").value(law, {**here, "year": FIRST_YEAR + at}, "crediting_rate")
        )
        credit = rules.account_credit(tier, subsidy, number_or(given, "collective", 0.0, 0.0))
        balance = crediting.next_balance(balance, rate, credit)
    return balance


def resident_award(law: Law, given: Given) -> dict[str, Any]:
    """Flat pension + account / 139, yuan a month; 国发〔2014〕8号 art. 6.

    A flat pension left out is the province's, with the law's bonus for years beyond the qualifying ones; a flat
    pension given is taken as it is, unless the case gives a ``bonus``.
    """
    r, at = law.pack(params.build), law_year(given)
    if "convention" in given:
        choice(given, "convention", _CONVENTIONS)
    from_law = "flat_pension" not in given
    flat = float(r.flat_pension[at, province(given)]) if from_law else number(given, "flat_pension", 0.0)
    if from_law or "bonus" in given:
        bonus = number_or(given, "bonus", r.long_contribution_bonus[at], 0.0)
        paid = number_or(given, "years", 0.0, 0.0)
        flat = rules.flat_pension_with_bonus(flat, paid, float(r.qualifying_years[at]), bonus)
    balance = _account(law, given)
    divisor = number_or(given, "annuity_divisor", r.annuity_divisor[at], 1.0)
    award = rules.resident_award(flat, balance, divisor)
    return {"account_balance": balance, "flat_pension": flat, **award._asdict(), **_right(law, given)}


def _right(law: Law, given: Given) -> dict[str, Any]:
    """Whether the pension may be claimed, where age or years paid are given: at 60, with the years owed.

    Years owed are the qualifying ones, or those of the ``age_at_start`` of the scheme; 国发〔2014〕8号 art. 6 and 7.
    """
    r, at = law.pack(params.build), law_year(given)
    if "claiming_age" not in given and "years" not in given:
        return {}
    pension_age, qualifying = float(r.pension_age[at]), float(r.qualifying_years[at])
    claims = age(given, "claiming_age") / 12.0 if "claiming_age" in given else pension_age
    owed = _owed(number_or(given, "age_at_start", 0.0, 0.0), pension_age, qualifying)
    return {"eligible": bool(rules.is_eligible(claims, pension_age, number_or(given, "years", qualifying, 0.0), owed))}


def _owed(age_at_start: float, pension_age: float, qualifying: float) -> float:
    """Years owed by those who reached a whole age in the January of the start, so that ages are calendar years."""
    return rules.required_years(age_at_start, math.ceil(pension_age - age_at_start), pension_age, qualifying)


def required_years(law: Law, given: Given) -> dict[str, Any]:
    """Years of contribution owed by age at the start of the scheme; 国发〔2014〕8号 art. 7."""
    r, at = law.pack(params.build), law_year(given)
    pension_age = number_or(given, "pension_age", r.pension_age[at], 0.0)
    qualifying = number_or(given, "qualifying_years", r.qualifying_years[at], 0.0)
    return {"years": _owed(number(given, "age_at_start", 0.0), pension_age, qualifying)}


def back_payment(law: Law, given: Given) -> dict[str, Any]:
    """Paid in one sum for missing years, yuan, and whether the law lets it be paid; 国发〔2014〕8号 art. 7."""
    r, at = law.pack(params.build), law_year(given)
    needed = number_or(given, "years_needed", r.qualifying_years[at], 0.0)
    missing = rules.back_payment(number(given, "years_paid", 0.0), needed, number(given, "tier", 0.0))
    return {"sum": missing, "allowed": bool(r.back_payment[at])}


_FLAT: Final = by_signature(
    rules.flat_pension_with_bonus, "flat_pension",
    law={
        "flat_pension": _law("flat_pension"), "qualifying_years": _law("qualifying_years"),
        "bonus": _law("long_contribution_bonus"),
    },
)  # fmt: skip

RULES: Final[dict[str, Rule]] = {
    "account_credit": Rule(account_credit, ("own",), ("subsidy", "collective", "province", *_WHEN), ("credit",)),
    "back_payment": Rule(back_payment, ("years_paid", "tier"), ("years_needed", *_WHEN), ("sum", "allowed")),
    "entry_subsidy": by_signature(
        rules.entry_subsidy, "subsidy", tables={"tier_amounts": _law("tier"), "subsidies": _law("entry_subsidy")}
    ),
    "flat_pension_with_bonus": _FLAT,
    "inheritance": by_signature(rules.inheritance, "sum", names={"account_balance": "balance"}),
    "next_balance": by_signature(crediting.next_balance, "balance", law={"crediting_rate": _law("crediting_rate")}),
    "paid_for_poor": by_signature(
        rules.paid_for_poor, law={"amount": _law("paid_for_amount"), "lowest_tier": FromLaw(params.build, "tier", 0)}
    ),
    "required_years": Rule(
        required_years, ("age_at_start",), ("pension_age", "qualifying_years", *_WHEN), ("years",)
    ),
    "resident_award": Rule(
        resident_award, (),
        (
            "province", *_WHEN, "flat_pension", "bonus", "account_balance", "tier", "years", "first_year", "subsidy",
            "collective", "crediting_rate", "convention", "annuity_divisor",
            "claiming_age", "age_at_start",
        ),
        ("account_balance", "account_pension", "flat_pension", "total", "eligible"),
    ),
}  # fmt: skip
