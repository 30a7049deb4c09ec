"""Readers of single fields of a career file: numbers, months, labels; each names the fault it meets."""

from __future__ import annotations

from typing import Final

from simulate import codes
from simulate.clock import parse_month
from simulate.codes import ENUMERATIONS, Enumeration
from simulate.errors import Findings
from simulate.language import naming
from simulate.parameters.fields import parsed_of, text_of
from simulate.parameters.strict_yaml import Mapping, Node, Scalar, Sequence
from simulate.parameters.units import is_number

_CHINESE: Final = {"hukou_province": "province", "place": "province"}


def number_of(node: Node, low: float, high: float, what: str, findings: Findings) -> float:
    """A number within bounds."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    if is_number(text) and low <= float(text) <= high:
        return float(text)
    found = repr(text) if isinstance(node, Scalar) else "a list or mapping"
    findings.add(node.place, f"{found} for {what}", f"a number from {low:g} to {high:g}")
    return low


def numbers_of(node: Node, low: float, high: float, what: str, findings: Findings) -> tuple[float, ...]:
    """One number, or a list of them."""
    if isinstance(node, Sequence) and node.items:
        return tuple(number_of(item, low, high, what, findings) for item in node.items)
    return (number_of(node, low, high, what, findings),)


def whole_of(fields: Mapping, key: str, low: int, high: int, default: int, findings: Findings) -> int:
    """A whole number of a key, or the default when absent."""
    node = fields.entries.get(key)
    if node is None:
        return default
    text = text_of(fields, key, findings)
    if text.isdigit() and low <= int(text) <= high:
        return int(text)
    if text:
        findings.add(node.place, f"{text!r} for {key}", f"a whole number from {low} to {high}")
    return default


def years_of(node: Node | None, what: str, findings: Findings) -> tuple[int, ...]:
    """A list of calendar years; one year counts as a list of one."""
    if node is None:
        return ()
    items = node.items if isinstance(node, Sequence) else [node]
    return tuple(int(number_of(item, 1950, 2075, what, findings)) for item in items)


def month_of(fields: Mapping, key: str, findings: Findings) -> int | None:
    """Months since 1950-01 of a key written YYYY-MM; None when absent or wrong."""
    return parsed_of(fields, key, parse_month, "a month, YYYY-MM", "for example 2012-07", findings)


def code_of(fields: Mapping, key: str, findings: Findings, default: int | None = None) -> int:
    """Code of a label of an enumeration named like the key; Chinese names are read as well."""
    enumeration = ENUMERATIONS[_CHINESE.get(key, key)]
    node = fields.entries.get(key)
    if node is None:
        if default is None:
            findings.add(fields.place, f"no {key}", f"{key}: one of {_labels(enumeration)}", "add it")
        return default or 0
    return label_code(node, text_of(fields, key, findings), enumeration, findings)


def label_code(node: Node, text: str, enumeration: Enumeration, findings: Findings) -> int:
    """Code of a label, English or Chinese."""
    if text in enumeration.labels:
        return enumeration.code(text)
    if text in enumeration.chinese:
        return enumeration.chinese.index(text)
    if text:
        hint = naming.near_label(text, enumeration.labels) or f"labels: {_labels(enumeration)}"
        findings.add(node.place, repr(text), f"a {enumeration.name.replace('_', ' ')}", hint)
    return 0


def _labels(enumeration: Enumeration) -> str:
    return ", ".join(enumeration.labels)


PLATFORM_FORMS: Final = (codes.PLATFORM_EMPLOYEE, codes.PLATFORM_FLEXIBLE)
EMPLOYED_FORMS: Final = (codes.EMPLOYEE, codes.PLATFORM_EMPLOYEE)
