"""The words of the page, of the one word list of results; ``{name}`` is filled in."""

from __future__ import annotations

from typing import Final

from simulate.indicators import outputs
from simulate.results import words
from simulate.results.words import Language

__all__ = ["WORDS", "Language", "axis_name", "described_output", "kind_name", "unit_name", "word"]
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


def described_output(key: str, language: str) -> str:
    """``contributors.employee_pension`` by its name: the output, then its labels."""
    if language == "en":
        return key
    name, *labels = key.split(".")
    form = next((each for each in outputs().values() if each.name == name or each.name.startswith(f"{name}_")), None)
    dims = form.dims if form is not None else ()
    stated = [words.label(dim, each).zh for each in labels for dim in dims if words.label(dim, each).zh != each]
    return (form.chinese if form is not None else name) + (f"（{'，'.join(stated)}）" if stated else "")
