"""Small readers of YAML fields, each naming the fault it meets and giving back something harmless."""

from __future__ import annotations

from datetime import date

from simulate.errors import Findings, did_you_mean
from simulate.parameters.strict_yaml import Mapping, Node, Scalar, Sequence


def check_keys(fields: Mapping, known: set[str], findings: Findings, what: str) -> None:
    """One problem for each key that is not known, with the nearest that is."""
    for key, place in fields.key_places.items():
        if key not in known:
            hint = did_you_mean(key, known) or "known keys: " + ", ".join(sorted(known))
            findings.add(place, f"the unknown key {key!r} in {what}", "a known key", hint)


def text_of(fields: Mapping, key: str, findings: Findings) -> str:
    """Text of a key, or nothing when it is absent."""
    node = fields.entries.get(key)
    if node is None:
        return ""
    if isinstance(node, Scalar) and node.text.strip():
        return " ".join(node.text.split())
    findings.add(node.place, "nothing" if isinstance(node, Scalar) else "a list or mapping", f"text for {key}")
    return ""


def one_of(fields: Mapping, key: str, known: tuple[str, ...], default: str, findings: Findings) -> str:
    """A key whose text must be one of a few words."""
    node = fields.entries.get(key)
    if node is None:
        return default
    text = text_of(fields, key, findings)
    if text in known:
        return text
    if text:
        findings.add(node.place, f"{text!r}", f"one of {', '.join(known)}", did_you_mean(text, known))
    return default


def flag_of(fields: Mapping, key: str, default: bool, findings: Findings) -> bool:
    """A key that is true or false."""
    return one_of(fields, key, ("true", "false"), "true" if default else "false", findings) == "true"


def day_of(fields: Mapping, key: str, findings: Findings) -> date | None:
    """A day written YYYY-MM-DD, or None when the key is absent."""
    node = fields.entries.get(key)
    if node is None:
        return None
    text = text_of(fields, key, findings)
    try:
        day = date.fromisoformat(text)
        if day.isoformat() == text:
            return day
    except ValueError:
        pass
    if text:
        findings.add(node.place, f"{text!r} for {key}", "a day, YYYY-MM-DD")
    return None


def words_of(node: Node | None, findings: Findings) -> tuple[str, ...]:
    """A list of words; one word counts as a list of one."""
    if node is None:
        return ()
    if isinstance(node, Scalar):
        return (node.text,)
    if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        return tuple(item.text for item in node.items if isinstance(item, Scalar))
    findings.add(node.place, "a mapping or nested list", "a list of words, [a, b]")
    return ()
