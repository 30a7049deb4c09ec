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
    """The charts of charts.yaml by key."""
    import yaml

    found: dict[str, Any] = yaml.safe_load(_CHARTS.read_text(encoding="utf-8"))["charts"]
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
