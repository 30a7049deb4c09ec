"""Reads one period of a career file: form, place, earnings, how it is insured and at what base."""

from __future__ import annotations

from typing import Final

from simulate.clock import format_month
from simulate.codes import FORMS, PUBLIC_EMPLOYEE
from simulate.errors import Findings
from simulate.lives.career import (
    AT_HUKOU,
    AT_WORK,
    BASES,
    EARNINGS,
    EMPLOYER,
    GROWTH,
    INSURED,
    RESIDENT,
    Amount,
    Period,
)
from simulate.lives.fields import EMPLOYED_FORMS, PLATFORM_FORMS, code_of, month_of, numbers_of, whole_of
from simulate.parameters.fields import check_keys, one_of, text_of
from simulate.parameters.strict_yaml import Mapping, Node, Scalar

PERIOD_KEYS: Final = {"from", "to", "form", "occupation", "place", "earnings", "insured", "base", "tier", "note"}
_LARGEST: Final = 1e7  # yuan a month, beyond which an amount is taken for a slip


def read_period(node: Node, end: int, is_record: bool, findings: Findings) -> Period | None:
    if not isinstance(node, Mapping):
        findings.add(node.place, "a period without keys", "{from, to, form, place, earnings, insured}")
        return None
    check_keys(node, PERIOD_KEYS, findings, "a period")
    n_before = len(findings.problems)
    start, stop = month_of(node, "from", findings), month_of(node, "to", findings)
    if start is None:
        if "from" not in node.entries:
            findings.add(node.place, "a period without from", "from: YYYY-MM", "add it")
        return None
    if stop is not None and stop <= start:
        findings.add(node.entries["to"].place, f"to {format_month(stop)} at or before from", "a later month",
                     "`to` is the first month after the period")  # fmt: skip
        return None
    form = code_of(node, "form", findings)
    occupation = _occupation(node, form, findings)
    insured = INSURED.index(one_of(node, "insured", INSURED, "nothing", findings))
    if not is_record and len(findings.problems) == n_before:
        _check_insured(node, form, insured, findings)
    return Period(
        start=start, stop=end if stop is None else stop, form=form, occupation=occupation,
        province=code_of(node, "place", findings), earnings=_earnings(node, findings), insured=insured,
        base=_base(node, insured, findings), tier=text_of(node, "tier", findings), place=node.place,
        is_open=stop is None,
    )  # fmt: skip


def _occupation(node: Mapping, form: int, findings: Findings) -> int:
    given = node.entries.get("occupation")
    if form in PLATFORM_FORMS:
        return code_of(node, "occupation", findings)
    if given is not None:
        findings.add(given.place, f"an occupation of the form {FORMS.labels[form]}", "one of platform forms only",
                     "remove it, or write form: platform_flexible")  # fmt: skip
    return -1


def _check_insured(node: Mapping, form: int, insured: int, findings: Findings) -> None:
    """Only a contract brings an employer's insurance; public employees have a scheme of their own."""
    place = node.entries["insured"].place if "insured" in node.entries else node.place
    label = FORMS.labels[form]
    if form == PUBLIC_EMPLOYEE and insured != INSURED.index("nothing"):
        findings.add(place, f"{INSURED[insured]} of a public employee", "nothing", "they have a scheme of their own")
    elif insured == EMPLOYER and form not in EMPLOYED_FORMS:
        findings.add(place, f"an employer's insurance of the form {label}", "form: employee or platform_employee")
    elif insured in (AT_HUKOU, AT_WORK) and form in EMPLOYED_FORMS:
        findings.add(place, f"insurance as a flexible worker of the form {label}", "employer, resident or nothing")
    if "tier" in node.entries and insured != RESIDENT:
        findings.add(node.entries["tier"].place, f"a tier with insured: {INSURED[insured]}", "insured: resident")


def _earnings(node: Mapping, findings: Findings) -> Amount:
    given = node.entries.get("earnings")
    if given is None:
        return Amount("none")
    if not isinstance(given, Mapping):
        findings.add(given.place, "earnings without a measure", "{times_wage: 0.8} or {yuan: 6000, grows: wages}")
        return Amount("none")
    check_keys(given, {*EARNINGS, "grows", "year"}, findings, "earnings")
    kind = _one_key(given, EARNINGS, findings)
    if kind is None:
        return Amount("none")
    for key in ("grows", "year"):
        if kind != "yuan" and key in given.entries:
            findings.add(given.entries[key].place, f"{key} with {kind}", "with yuan only", "remove it")
    if kind == "yuan" and "grows" not in given.entries:
        findings.add(given.place, "yuan without grows", f"grows: one of {', '.join(GROWTH)}", "say how they grow")
    high = 100.0 if kind == "times_wage" else _LARGEST
    values = numbers_of(given.entries[kind], 0.0, high, kind, findings)
    return Amount(kind, values, one_of(given, "grows", GROWTH, "none", findings),
                  whole_of(given, "year", 1950, 2075, 0, findings))  # fmt: skip


def _base(node: Mapping, insured: int, findings: Findings) -> Amount:
    """The base aimed at; by default all earnings where an employer insures, else the floor."""
    given = node.entries.get("base")
    if given is None:
        return Amount("share_of_income", (1.0,)) if insured == EMPLOYER else Amount("floor")
    if insured not in (AT_HUKOU, AT_WORK, EMPLOYER):
        findings.add(given.place, f"a base with insured: {INSURED[insured]}", "no base", "remove it")
    if isinstance(given, Scalar) and given.text == "floor":
        return Amount("floor")
    if not isinstance(given, Mapping):
        found = repr(given.text) if isinstance(given, Scalar) else "a list"
        findings.add(given.place, found, "floor, {times_wage: ..}, {share_of_income: ..} or {yuan: ..}")
        return Amount("floor")
    check_keys(given, set(BASES), findings, "base")
    kind = _one_key(given, BASES, findings)
    if kind is None:
        return Amount("floor")
    return Amount(kind, numbers_of(given.entries[kind], 0.0, _LARGEST if kind == "yuan" else 100.0, kind, findings))


def _one_key(given: Mapping, known: tuple[str, ...], findings: Findings) -> str | None:
    found = [key for key in known if key in given.entries]
    if len(found) != 1:
        findings.add(given.place, " and ".join(found) or "none of them", f"one of {', '.join(known)}")
        return None
    return found[0]
