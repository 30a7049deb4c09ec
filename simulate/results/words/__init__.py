"""The one word list of results in English and Chinese, that screen, page, workbook and local page use.

``labels.yaml`` names dimensions, labels, units and kinds for all of them; each report has a list of its own sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from simulate import codes, measures

Language = Literal["en", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
LISTS: Final = ("labels", "screen", "page", "workbook", "serve", "sweep")
_FOLDER: Final = Path(__file__).parent


class Bilingual(NamedTuple):
    """A text in both languages."""

    en: str
    zh: str

    def of(self, language: str) -> str:
        """The text in one language."""
        return self.zh if language == "zh" else self.en

    def __add__(self, other: object) -> Bilingual:
        """Texts one after the other."""
        if isinstance(other, Bilingual):
            return Bilingual(self.en + other.en, self.zh + other.zh)
        return Bilingual(self.en + str(other), self.zh + str(other))


@cache
def read(name: str) -> dict[str, Any]:
    """One of LISTS."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    return loaded


def pair(entry: Mapping[str, str]) -> Bilingual:
    """``{en: ..., zh: ...}`` as a text."""
    return Bilingual(str(entry["en"]), str(entry["zh"]))


def text(name: str, key: str, **values: object) -> Bilingual:
    """A text of a list by its dotted key, filled in with values, which may be bilingual themselves."""
    entry: Any = read(name)
    for part in key.split("."):
        entry = entry[part]
    return Bilingual(*(pair(entry).of(each).format(**_in(each, values)) for each in LANGUAGES))


def _in(language: Language, values: Mapping[str, object]) -> dict[str, object]:
    return {name: each.of(language) if isinstance(each, Bilingual) else each for name, each in values.items()}


@cache
def label(dim: str, name: str) -> Bilingual:
    """Name of a label of a coordinate; a label that is not listed is shown as it is."""
    labels = read("labels")
    if dim == "province":
        place = labels["provinces"].get(name)
        chinese = dict(zip(codes.PROVINCES.labels, codes.PROVINCES.chinese, strict=True)).get(name, name)
        return Bilingual(place[2] if place else name, chinese)
    dims = (dim, *labels["borrowed"].get(dim, ()))
    if "fund" in dims and name in measures.FUNDS.labels:
        row = measures.FUND_ROWS[measures.FUNDS.code(name)]
        return Bilingual(row.english, row.chinese)
    if dim == "membership" and name in _shown():
        return _shown()[name]
    entry = next((labels["names"][each][name] for each in dims if name in labels["names"].get(each, {})), None)
    return pair(entry) if entry else Bilingual(name.replace("_", " "), name)


@cache
def _shown() -> dict[str, Bilingual]:
    """Names of the sums that a scheme shows as its members or recipients."""
    return {row.name: Bilingual(*row.shown) for row in measures.MEASURES if row.shown is not None}


def listed(group: str, name: str) -> Bilingual:
    """A name of ``labels.yaml`` by its group (dimensions, unit_names, kinds, rooms); one not listed is itself."""
    entry = read("labels")[group].get(name)
    return pair(entry) if entry else Bilingual(name.replace("_", " "), name.replace("_", " "))


def dimension(name: str) -> Bilingual:
    """Name of a dimension."""
    return listed("dimensions", name)


def unit(name: str) -> Bilingual:
    """Name of a unit of an output, a parameter or the headline."""
    return listed("unit_names", name)
