"""Words of the page: its sentences, how its numbers are shown, the record of changes in Chinese."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from simulate import codes
from simulate.results import words
from simulate.results.words import Bilingual, Language

_CHARTS: Final = Path(__file__).with_name("charts.yaml")


class Shown(NamedTuple):
    """How a kind of number is shown in one language."""

    scale: float
    decimals: int
    difference_decimals: int
    label: str
    difference: str  # unit of a difference
    sign: str  # unit right after a number


@cache
def charts() -> dict[str, Any]:
    """The charts of charts.yaml by key; what bears the name of a line of the headline, with that name."""
    import yaml

    found: dict[str, Any] = yaml.safe_load(_CHARTS.read_text(encoding="utf-8"))["charts"]
    names = words.read("labels")["headline"]
    for entry in found.values():
        if "headline" in entry:
            entry["title"] = names[entry["headline"]]
        for panel in entry["panels"]:
            if "headline" in panel:
                panel["label"] = names[panel["headline"]]
    return found


def text(key: str, **values: object) -> Bilingual:
    """A text of the page's list by its dotted key, filled in with values, which may be bilingual themselves."""
    return words.text("page", key, **values)


@cache
def shown(unit: str, language: Language) -> Shown:
    """How numbers of a unit are shown."""
    entry = words.read("labels")["shown"][unit][language]
    return Shown(**{**entry, "scale": float(entry["scale"])})


def change_text(record: str) -> Bilingual:
    """A text of the record of changes, which is English, in both languages."""
    chinese = record
    for english, word in words.read("labels")["change_words"].items():
        chinese = re.sub(rf"(?<![\w.]){re.escape(english)}(?![\w.])", word, chinese)
    for name, word in zip(codes.PROVINCES.labels, codes.PROVINCES.chinese, strict=True):
        chinese = re.sub(rf"\b{name}\b", word, chinese)
    return Bilingual(record, chinese)


# What stands in sources and reasons, which are written in English with the Chinese names of documents.
_PUBLISHED: Final = (
    (r"\bILO (\d{4}), (?:sections?) ([\d.]+)", r"国际劳工组织\1年报告第\2节"),
    (r"\bILO (\d{4}), chapter (\d+)", r"国际劳工组织\1年报告第\2章"),
    (r"\bILO (\d{4})", r"国际劳工组织\1年报告"), (r"\bOECD\b", "经合组织"), (r"\bMeituan\b", "美团"),
    (r"\bSocial Insurance Law\b", "《社会保险法》"), (r"\b[Dd]ecision of 2024-09-13", "2024年9月13日决定"),
    (r"\bLaw on the protection of the rights of the elderly\b", "《老年人权益保障法》"),
    (r"\bConvention (\d+)", r"第\1号公约"), (r"\barts?\. ?(\d+)-(\d+)", r"第\1条至第\2条"),
    (r"\barts?\. ?(\d+)", r"第\1条"), (r"\bannex (\d+)", r"附件\1"),
)  # fmt: skip
_CHINESE: Final = re.compile(
    r"[\u3400-\u9fff〔〕《》（）\d.、第条节章号—-]*[\u3400-\u9fff][\u3400-\u9fff〔〕《》（）\d.、—-]*"
)


def cited(english: str) -> Bilingual:
    """A source or reason: as written, and in Chinese the documents it names; the rest is left to the English page."""
    known = english
    for pattern, chinese in _PUBLISHED:
        known = re.sub(pattern, chinese, known)
    if re.search("[A-Za-z]", known) is None:
        return Bilingual(english, re.sub(r"(?<=[\u3400-\u9fff》]) (?=第)", "", known))
    return Bilingual(english, "、".join(_documents(known)) or text("in_english").zh)


def _documents(known: str) -> list[str]:
    """Chinese documents named in a text, each with its articles; an article of none of them says nothing."""
    named: list[str] = []
    for each in (found.strip("、.（—-") for found in _CHINESE.findall(known)):
        if not each.startswith(("第", "附件")):
            named.append(each)
        elif named:
            named[-1] += ("、" if named[-1].endswith("条") else "") + each
    return list(dict.fromkeys(named))
