"""Words of the page in English and Chinese: texts, labels of coordinates, units, and the charts' names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from simulate import codes
from simulate.results.words import LANGUAGES, Bilingual, Language

_FOLDER: Final = Path(__file__).parent


class Shown(NamedTuple):
    """How a kind of number is shown in one language."""

    scale: float
    decimals: int
    difference_decimals: int
    label: str
    difference: str  # unit of a difference
    sign: str  # unit right after a number


@cache
def read(name: str) -> dict[str, Any]:
    """One of the YAML files beside this module."""
    import yaml

    loaded: dict[str, Any] = yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def pair(entry: Mapping[str, str]) -> Bilingual:
    """``{en: ..., zh: ...}`` as a text."""
    return Bilingual(str(entry["en"]), str(entry["zh"]))


def text(key: str, **values: object) -> Bilingual:
    """A text of texts.yaml by its dotted key, filled in with values, which may be bilingual themselves."""
    entry: Any = read("texts.yaml")
    for part in key.split("."):
        entry = entry[part]
    return Bilingual(*(pair(entry).of(each).format(**_in(each, values)) for each in LANGUAGES))


def _in(language: Language, values: Mapping[str, object]) -> dict[str, object]:
    return {name: each.of(language) if isinstance(each, Bilingual) else each for name, each in values.items()}


@cache
def label(dim: str, name: str) -> Bilingual:
    """Name of a label of a coordinate; a label that is not listed speaks for itself."""
    labels = read("labels.yaml")
    if dim == "province":
        place = labels["provinces"].get(name)
        chinese = dict(zip(codes.PROVINCES.labels, codes.PROVINCES.chinese, strict=True)).get(name, name)
        return Bilingual(place[2] if place else name, chinese)
    dims = (dim, *labels["borrowed"].get(dim, ()))
    entry = next((labels["names"][each][name] for each in dims if name in labels["names"].get(each, {})), None)
    return pair(entry) if entry else Bilingual(name.replace("_", " "), name)


def listed(group: str, name: str) -> Bilingual:
    """Name of a room or of a lever's unit in labels.yaml."""
    entry = read("labels.yaml")[group].get(name)
    return pair(entry) if entry else Bilingual(name.replace("_", " "), name)


@cache
def shown(unit: str, language: Language) -> Shown:
    """How numbers of a unit are shown."""
    entry = read("labels.yaml")["units"][unit][language]
    return Shown(**{**entry, "scale": float(entry["scale"])})


def change_text(record: str) -> Bilingual:
    """A text of the record of changes, which is English, in both languages."""
    chinese = record
    for english, word in read("labels.yaml")["change_words"].items():
        chinese = re.sub(rf"(?<![\w.]){re.escape(english)}(?![\w.])", word, chinese)
    for name, word in zip(codes.PROVINCES.labels, codes.PROVINCES.chinese, strict=True):
        chinese = re.sub(rf"\b{name}\b", word, chinese)
    return Bilingual(record, chinese)
