"""Cases of retirement: statutory age, the window round it, months required, payment of the rest at once."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.ages import divisor_at, statutory
from simulate.cases.given import age_as_text, choice, flag, law_year, left_out, month, number, year
from simulate.cases.registry import Given, Law, Rule
from simulate.clock import format_month
from simulate.codes import RETIREMENT_CATEGORIES, SEXES, WOMAN
from simulate.schemes.retirement import params, rules


def statutory_retirement(law: Law, given: Given) -> dict[str, Any]:
    """Age, delay in months and month of retirement; decision of 2024-09-13, measures art. 1-2."""
    when = statutory(law, given)
    return {
        "statutory_age": age_as_text(when.month - when.birth),
        "delay_months": when.delay,
        "retirement_month": format_month(when.month),
    }


def retirement_window(law: Law, given: Given) -> dict[str, Any]:
    """The window, and whether a month may be chosen and what follows; decision art. 3, 人社部发〔2024〕94号 art. 2-3.

    An early claim answers to the law of the month chosen, a late one to that of the statutory month, in which it is
    agreed.  Without ``chosen_month`` the window of the statutory month's law alone.
    """
    r, when = law.pack(params.build), statutory(law, given)
    at = month(given, "chosen_month") if "chosen_month" in given else when.month
    early, late = int(r.early_window[min(at, when.month)]), int(r.late_window[when.month])
    window = rules.retirement_window(when.month, when.original, early, late)
    first, last = format_month(window.first_month), format_month(window.last_month)
    found: dict[str, Any] = {
        "first_month": first, "last_month": last, "earliest_month": first, "latest_month": last,
        "statutory_month": format_month(when.month),
    }  # fmt: skip
    if "chosen_month" in given:
        found |= {
            "allowed": rules.is_early(at, when.month, when.original, early) or when.month <= at <= window.last_month,
            "chosen_age": age_as_text(at - when.birth),
            "months_before_statutory": when.month - at, "annuity_divisor": divisor_at(law, at - when.birth, at),
        }  # fmt: skip
    return found


def qualifying_months(law: Law, given: Given) -> dict[str, Any]:
    """Paid months required; decision art. 2 and annex.

    Of ``retirement_year`` (or the year of ``chosen_month`` or ``award_month``) and, for a late claim,
    ``statutory_year`` or the one of ``category`` and ``birth_month``.
    """
    if "retirement_year" in given:
        claims = year(given, "retirement_year")
    else:
        name = "chosen_month" if "chosen_month" in given else "award_month"
        if name not in given:
            raise left_out("retirement_year", "retirement_year, chosen_month or award_month")
        claims = month(given, name) // 12
    by_statute = claims
    if "statutory_year" in given:
        by_statute = year(given, "statutory_year")
    elif "birth_month" in given:
        by_statute = statutory(law, given).month // 12
    table = law.pack(params.build).qualifying_months
    return {"qualifying_months": rules.qualifying_months(claims, by_statute, table)}


def retirement_category(law: Law, given: Given) -> dict[str, Any]:
    """Category of retirement age; 国发〔1978〕104号 art. 1, 劳社部发〔2001〕20号."""
    female = choice(given, "sex", SEXES.labels) == WOMAN
    code = rules.retirement_category(female, flag(given, "flexible"), flag(given, "white_collar"))
    return {"category": RETIREMENT_CATEGORIES.labels[code]}


def may_top_up(law: Law, given: Given) -> dict[str, Any]:
    """Whether the rest may be paid at once; Social Insurance Law art. 16, 人社部令13号 art. 2."""
    r, at = law.pack(params.build), law_year(given)
    first = month(given, "first_insured_month")
    continued = int(number(given, "months_continued", 0.0))
    required = rules.months_before_the_rest(float(r.continue_years[at]))
    return {"allowed": bool(rules.may_top_up(first, int(r.top_up_before[at]), continued, required))}


_PERSON: Final = ("category", "birth_month")

RULES: Final[dict[str, Rule]] = {
    "may_top_up": Rule(may_top_up, ("first_insured_month", "months_continued"), ("month", "year"), ("allowed",)),
    "qualifying_months": Rule(
        qualifying_months, (), ("retirement_year", "chosen_month", "award_month", "statutory_year", *_PERSON),
        ("qualifying_months",),
    ),
    "retirement_category": Rule(retirement_category, ("sex", "flexible", "white_collar"), (), ("category",)),
    "retirement_window": Rule(
        retirement_window, _PERSON, ("chosen_month",),
        (
            "allowed", "chosen_age", "months_before_statutory", "annuity_divisor", "first_month", "last_month",
            "earliest_month", "latest_month", "statutory_month",
        ),
    ),
    "statutory_retirement": Rule(
        statutory_retirement, _PERSON, (), ("statutory_age", "delay_months", "retirement_month")
    ),
}  # fmt: skip
