"""A table of texts for the screen, and the words on it in the language spoken."""

from __future__ import annotations

from dataclasses import dataclass

from simulate.language import speech
from simulate.results import words


@dataclass(frozen=True)
class Printed:
    """A table of texts: columns of labels on the left, then one for each scenario; what to say above and below it."""

    title: str
    header: list[str]
    body: list[list[str]]
    legend: str
    n_labels: int


def said(key: str, **values: str) -> str:
    """A text of the screen, in the language spoken."""
    return words.text("screen", key, **values).of(speech.language())
