"""Cases of public money in contributions: subsidy to the hard to employ, matching, credits for care, deferral."""

from __future__ import annotations

from typing import Any, Final

from simulate.cases.given import age, choice, flag, law_month, left_out, month, number, number_or, province, whole
from simulate.cases.registry import Given, Law, Rule
from simulate.cases.signature import FromLaw, Words, by_signature
from simulate.clock import format_month
from simulate.codes import EDUCATIONS, OCCUPATIONS, OTHER_FLEXIBLE, PLATFORM_FLEXIBLE, SEXES
from simulate.schemes.employee_pension import params as employee_params
from simulate.schemes.employee_pension.rules import flexible_contribution
from simulate.schemes.state import FAR_AWAY, NEVER
from simulate.schemes.subsidies import params, rules

_WHEN: Final = ("month", "award_month", "province")
_CONTRIBUTION: Final = ("contribution", "contribution_base", "contribution_rate", "base_floor")
_FORMS: Final = ("platform_flexible", "other_flexible")


def _dated(law: Law, given: Given, name: str, table: Any) -> float:
    """An input, or the value of the law of the case's month and province."""
    if name in given:
        return number(given, name, 0.0)
    if "province" not in given:
        raise left_out(name, f"a number for {name}, or a province whose law gives it")
    return float(table[law_month(given), province(given)])


def _contribution(law: Law, given: Given) -> tuple[float, float]:
    """(paid, at the floor of the base) of the month, yuan."""
    e = law.pack(employee_params.build)
    if "contribution" in given and "base_floor" not in given:
        paid = number(given, "contribution", 0.0)
        return paid, paid
    rate = _dated(law, given, "contribution_rate", e.flexible_rate)
    floor = _dated(law, given, "base_floor", e.flexible_base_floor)
    at_floor = flexible_contribution(floor, rate, 0.0).contribution
    if "contribution" in given:
        return number(given, "contribution", 0.0), at_floor
    base = number_or(given, "contribution_base", floor, 0.0)
    return flexible_contribution(base, rate, 0.0).contribution, at_floor


def subsidy(law: Law, given: Given) -> dict[str, Any]:
    """Subsidy of a month for the hard to employ and what the worker still bears, yuan; 国发〔2005〕36号."""
    s = law.pack(params.build)
    kind = choice(given, "kind", rules.SUBSIDY_KINDS.labels) if "kind" in given else -1
    if kind < 0:
        kind = int(_dated(law, given, "kind", s.subsidy_kind))
    paid, at_floor = _contribution(law, given)
    is_share = kind in (rules.SHARE_OF_FLOOR, rules.SHARE_OF_PAID)
    share = _dated(law, given, "share", s.subsidy_share) if is_share else 0.0
    above = number_or(given, "share_above_floor", 0.0, 0.0, 1.0)
    if "share_above_floor" not in given and kind == rules.SHARE_OF_FLOOR and "province" in given:
        above = _dated(law, given, "share_above_floor", s.subsidy_share_above_floor)
    flat = _dated(law, given, "flat_amount", s.subsidy_flat) if kind == rules.FLAT else 0.0
    cap = 0.0
    if "cap" in given or "province" in given:
        cap = _dated(law, given, "cap", s.subsidy_cap)
    amount = rules.subsidy(kind, share, above, flat, cap, paid, at_floor)
    by_platform = number_or(given, "platform", 0.0, 0.0)
    matched = number_or(given, "matched", 0.0, 0.0)
    government = rules.government_part(number_or(given, "state_share", 0.0, 0.0), amount, matched, paid, by_platform)
    return {"subsidy": amount, "government": government, "worker": paid - by_platform - government}


def subsidy_period(law: Law, given: Given) -> dict[str, Any]:
    """Whether a month is subsidised, and until when an approval runs; 国发〔2005〕36号."""
    s = law.pack(params.build)
    at = month(given, "month")
    hard_age = number_or(given, "hard_age", float(s.hard_age[at // 12, choice(given, "sex", SEXES.labels)]), 0.0)
    is_old = rules.is_of_age(float(age(given, "age")), hard_age)
    near = number_or(given, "near_retirement_months", float(s.near_retirement_months[at]), 0.0)
    until = NEVER
    if "approval_month" in given:
        approval = month(given, "approval_month")
        until = rules.subsidised_until(approval, month(given, "retirement_month"), near) if at > approval else NEVER
    most = number_or(given, "subsidy_months", float(s.subsidy_months[at]), 0.0)
    received = float(whole(given, "received_months")) if "received_months" in given else 0.0
    text = "none" if until == NEVER else "months" if until == FAR_AWAY else format_month(until)
    return {
        "of_age": is_old, "until": text, "subsidised": is_old and rules.is_in_period(at, until, received, most),
    }  # fmt: skip


def matching(law: Law, given: Given) -> dict[str, Any]:
    """Matching by the government for a low income, yuan; 粤府〔2018〕114号 for the share of two thirds."""
    s, e = law.pack(params.build), law.pack(employee_params.build)
    at = law_month(given)
    paid, _ = _contribution(law, given)
    measure = int(s.matching_measure[at])
    if "measure" in given:
        measure = choice(given, "measure", rules.MATCHING_MEASURES.labels)
    if measure == rules.WAGE:
        amount = _dated(law, given, "reference_wage", e.contribution_reference_wage)
    else:
        amount = _dated(law, given, "base_floor", e.flexible_base_floor)
    times = number_or(given, "ceiling", float(s.matching_ceiling[at]), 0.0)
    ceiling = rules.matching_ceiling(times, measure, amount, amount)  # of the two only the one that measures is given
    form = choice(given, "form", _FORMS) if "form" in given else 0
    job = choice(given, "occupation", OCCUPATIONS.labels) if "occupation" in given else 0
    flags = s.matching_occupation[at].copy()
    if "binds" in given:
        flags[job] = flag(given, "binds")
    others = flag(given, "other_flexible") if "other_flexible" in given else bool(s.matching_other_flexible[at])
    share = _dated(law, given, "share", s.matching_share)
    if not rules.is_matched((PLATFORM_FLEXIBLE, OTHER_FLEXIBLE)[form], job, flags, int(others)):
        share = 0.0
    matched = rules.matching(paid, number(given, "income", 0.0), ceiling, share)
    platform = number_or(given, "platform", 0.0, 0.0)
    subsidised = number_or(given, "subsidised", 0.0, 0.0)
    government = rules.government_part(0.0, subsidised, matched, paid, platform)
    return {"matched": matched, "government": government, "worker": paid - platform - government}


def care_credit(law: Law, given: Given) -> dict[str, Any]:
    """Base, index and payment of months credited for care, yuan a month; a reform without law."""
    s, e = law.pack(params.build), law.pack(employee_params.build)
    at = law_month(given)
    index = number_or(given, "credit_index", float(s.care_credit_index[at // 12]), 0.0)
    wage = _dated(law, given, "reference_wage", e.contribution_reference_wage)
    rate = _dated(law, given, "contribution_rate", e.flexible_rate)
    account_rate = _dated(law, given, "account_rate", e.account_rate)
    funded = number_or(given, "funded_share", float(s.care_funded_share[at // 12]), 0.0, 1.0)
    base = rules.care_credit_base(index, wage)
    to_account, to_pool = rules.care_contribution(base, rate, account_rate, funded)
    left = max(
        number_or(given, "care_months", float(s.care_months[at // 12]), 0.0) - number_or(given, "used", 0.0, 0.0), 0.0
    )
    months = min(float(whole(given, "months")) if "months" in given else 1.0, left)
    return {
        "base": base, "to_account": to_account, "to_pool": to_pool, "government": to_account + to_pool,
        "credited_months": months, "government_total": months * (to_account + to_pool),
    }  # fmt: skip


def deferral(law: Law, given: Given) -> dict[str, Any]:
    """Whether months that lapsed in a year may be paid in the next, and what they cost then, yuan."""
    s, e = law.pack(params.build), law.pack(employee_params.build)
    lapsed_year = month(given, "lapsed_month") // 12
    allowed = int(s.deferral[lapsed_year]) == rules.NEXT_YEAR
    if "allowed" in given:
        allowed = flag(given, "allowed")
    base = _dated(law, given, "base_floor", e.flexible_base_floor)
    rate = _dated(law, given, "contribution_rate", e.flexible_rate)
    account_rate = _dated(law, given, "account_rate", e.account_rate)
    months = float(whole(given, "months")) if allowed and law_month(given) // 12 == lapsed_year + 1 else 0.0
    to_account, to_pool = rules.deferred_contribution(months, base, rate, account_rate)
    return {
        "allowed": allowed, "months": months, "to_account": to_account, "to_pool": to_pool,
        "paid": to_account + to_pool,
    }  # fmt: skip


RULES: Final[dict[str, Rule]] = {
    "subsidy": Rule(
        subsidy,
        may=(*_WHEN, *_CONTRIBUTION, "kind", "share", "share_above_floor", "flat_amount", "cap", "platform",
             "state_share", "matched"),
        gives=("subsidy", "government", "worker"),
    ),
    "subsidy_period": Rule(
        subsidy_period, needs=("month", "sex", "age", "retirement_month"),
        may=("approval_month", "received_months", "hard_age", "near_retirement_months", "subsidy_months"),
        gives=("of_age", "until", "subsidised"),
    ),
    "recent_graduate": by_signature(
        rules.is_recent_graduate, "recent", words={"education": Words(EDUCATIONS.labels)},
        law={
            "leaving_age": FromLaw(params.build, "graduate_age"),
            "most_months": FromLaw(params.build, "graduate_months"),
        },
    ),
    "matching": Rule(
        matching, needs=("income",),
        may=(*_WHEN, *_CONTRIBUTION, "share", "ceiling", "measure", "reference_wage", "form", "occupation", "binds",
             "other_flexible", "platform", "subsidised"),
        gives=("matched", "government", "worker"),
    ),
    "care_credit": Rule(
        care_credit,
        may=(*_WHEN, "credit_index", "reference_wage", "contribution_rate", "account_rate", "funded_share", "months",
             "care_months", "used"),
        gives=("base", "to_account", "to_pool", "government", "credited_months", "government_total"),
    ),
    "deferral": Rule(
        deferral, needs=("lapsed_month", "months"),
        may=(*_WHEN, "allowed", "base_floor", "contribution_rate", "account_rate"),
        gives=("allowed", "months", "to_account", "to_pool", "paid"),
    ),
}  # fmt: skip
