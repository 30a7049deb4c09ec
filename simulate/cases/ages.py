"""What several kinds of case need: when a person may retire by statute, and the divisor of an age."""

from __future__ import annotations

from typing import NamedTuple

from simulate.cases.given import age, choice, law_month, left_out, month
from simulate.cases.registry import Given, Law
from simulate.codes import RETIREMENT_CATEGORIES
from simulate.schemes.employee_pension import award_rules
from simulate.schemes.employee_pension import params as employee_params
from simulate.schemes.retirement import params as retirement_params
from simulate.schemes.retirement.rules import statutory_month


class Statutory(NamedTuple):
    """Months since 1950-01 and, for the delay, months."""

    birth: int
    original: int  # month of retirement before the decision of 2024-09-13
    delay: int
    month: int  # month of retirement


def statutory(law: Law, given: Given) -> Statutory:
    """Statutory retirement of ``category`` and ``birth_month``."""
    r = law.pack(retirement_params.build)
    category = choice(given, "category", RETIREMENT_CATEGORIES.labels)
    birth = month(given, "birth_month", is_birth=True)
    original, delay = statutory_month(r, birth, category)
    return Statutory(birth, original, delay, original + delay)


def divisor_at(law: Law, age_months: int, at: int) -> float:
    """Annuity divisor of an age in months when claimed in month ``at``."""
    e = law.pack(employee_params.build)
    at = min(max(at, 0), e.divisor_interpolated.shape[0] - 1)
    return award_rules.annuity_divisor(age_months, e.annuity_divisor[at // 12], bool(e.divisor_interpolated[at]))


def claim(law: Law, given: Given) -> tuple[int, int]:
    """Age in months and month of claiming, from the first of these that a case gives:

    ``claiming_age``; ``birth_month`` with ``award_month`` (or ``month``); ``birth_month`` with ``category``: at the
    statutory age.
    """
    has_month = "award_month" in given or "month" in given
    if "claiming_age" in given:
        months = age(given, "claiming_age")
        if "birth_month" in given and not has_month:
            return months, month(given, "birth_month", is_birth=True) + months
        return months, law_month(given)
    if "birth_month" not in given:
        raise left_out("claiming_age", "claiming_age, or birth_month with award_month or category")
    if has_month:
        return law_month(given) - month(given, "birth_month", is_birth=True), law_month(given)
    when = statutory(law, given)
    return when.month - when.birth, when.month
