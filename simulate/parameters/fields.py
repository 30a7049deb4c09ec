"""Small readers of YAML fields, each naming the fault it meets and giving back something harmless."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from simulate.errors import Findings, did_you_mean, sought
from simulate.parameters.strict_yaml import Mapping, Node, Scalar, Sequence

Parsed = TypeVar("Parsed")
OTHER_WORDS: Final = {  # that are written for a key, in Chinese and in English
    "标题": "title", "名称": "title", "作者": "author", "依据": "reference", "来源": "reference", "说明": "describes",
    "预期": "expects", "调整": "changes", "修改": "changes", "变更": "changes", "参数": "lever", "政策参数": "lever",
    "取值": "value", "数值": "value", "值": "value", "起始": "from", "自": "from", "起": "from", "截止": "to",
    "止": "to", "省份": "provinces", "地区": "provinces", "适用": "meant_for",
    "start": "from", "since": "from", "begin": "from", "end": "to", "until": "to", "regions": "provinces",
    "amount": "value",
}  # fmt: skip
PAIR: Final = 2  # known keys, as those of a title: one that is unknown means the one that is missing


def check_keys(fields: Mapping, known: set[str], findings: Findings, what: str) -> None:
    """One problem for each key that is not known, with the nearest that is.

    A key that is missing and was meant by a misspelt one is read from there: it is not reported again as missing.
    """
    read_as: dict[str, str] = {}
    for key, place in fields.key_places.items():
        if key in known:
            continue
        meant, hint = _meant(key, known, fields)
        hint = hint or "known keys: " + ", ".join(f"`{each}`" for each in sorted(known))
        findings.add(place, f"the unknown key {key!r} in {what}", "a known key", hint)
        if meant is not None and meant not in fields.entries:
            read_as.setdefault(meant, key)
    for meant, key in read_as.items():
        fields.entries[meant], fields.key_places[meant] = fields.entries[key], fields.key_places[key]


def _meant(key: str, known: set[str], fields: Mapping) -> tuple[str | None, str]:
    """The known key that an unknown one stands for, if one is near enough, and the hint that says so."""
    word = OTHER_WORDS.get(key.strip())
    if word in known:
        return word, f"write `{word}`"
    missing = known.difference(fields.entries)
    if len(known) <= PAIR and len(missing) == 1:  # the other of two, however it is spelt
        (other,) = missing
        return other, f"did you mean `{other}`?"
    near = sought(key, known)
    return near, f"did you mean `{near}`?" if near else ""


def text_of(fields: Mapping, key: str, findings: Findings) -> str:
    """Text of a key, or nothing when it is absent."""
    node = fields.entries.get(key)
    if node is None:
        return ""
    if isinstance(node, Scalar) and node.text.strip():
        return " ".join(node.text.split())
    findings.add(node.place, "nothing" if isinstance(node, Scalar) else "a list or mapping", f"text for {key}")
    return ""


def bilingual_of(fields: Mapping, key: str, findings: Findings) -> tuple[str, str]:
    """English and Chinese of a key that holds both, or nothing; an absent key is not a fault here."""
    node = fields.entries.get(key)
    if not isinstance(node, Mapping):
        if node is not None:
            findings.add(node.place, f"a {key} in one language", "{en: ..., zh: ...}", f"give both {key}s")
        return "", ""
    check_keys(node, {"en", "zh"}, findings, key)
    for language in ("en", "zh"):
        if language not in node.entries:
            findings.add(node.place, f"a {key} without {language}", "{en: ..., zh: ...}", f"give both {key}s")
    return text_of(node, "en", findings), text_of(node, "zh", findings)


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
    return parsed_of(fields, key, _day, "a day, YYYY-MM-DD", "", findings)


def _day(text: str) -> date:
    """A day in the one form accepted; raises ValueError for any other."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise ValueError(text)
    return day


def parsed_of(
    fields: Mapping, key: str, parse: Callable[[str], Parsed], expected: str, hint: str, findings: Findings
) -> Parsed | None:
    """What ``parse`` makes of the text of a key; None when it is absent, or wrong, as a ValueError says."""
    node = fields.entries.get(key)
    if node is None:
        return None
    text = text_of(fields, key, findings)
    try:
        return parse(text)
    except ValueError:
        if text:
            findings.add(node.place, f"{text!r} for {key}", expected, hint)
        return None


def words_of(node: Node | None, findings: Findings) -> tuple[str, ...]:
    """A list of words; one word counts as a list of one, and what holds nothing is a fault."""
    if node is None:
        return ()
    if isinstance(node, Scalar):
        if node.text:
            return (node.text,)
        findings.add(node.place, "nothing", "a list of words, [a, b]", "leave the key out to name none")
        return ()
    if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        return tuple(item.text for item in node.items if isinstance(item, Scalar))
    findings.add(node.place, "a mapping or nested list", "a list of words, [a, b]")
    return ()
