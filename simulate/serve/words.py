"""The words of the page, of the one word list of results; ``{name}`` is filled in."""

from __future__ import annotations

from typing import Final

from simulate.results import words
from simulate.results.words import Language

__all__ = ["WORDS", "Language", "axis_name", "kind_name", "unit_name", "word"]
WORDS: Final = {key: words.pair(entry) for key, entry in words.read("serve").items()}


def word(key: str, language: str, **values: object) -> str:
    """A text in a language, filled in."""
    return WORDS[key].of(language).format(**values)


def unit_name(unit: str, language: str) -> str:
    """A unit, for people."""
    return words.unit(unit).of(language)


def axis_name(axis: str, language: str) -> str:
    """An axis, for people."""
    return words.dimension(axis).of(language)


def kind_name(kind: str, language: str) -> str:
    """What a value is: law, statistic, behaviour, assumption."""
    return words.listed("kinds", kind).of(language)
