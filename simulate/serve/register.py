"""The levers as the form shows them: found by a word in Chinese or English, with value now, unit, bounds and source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from simulate.codes import ENUMERATIONS
from simulate.parameters import LawBook, ParameterSet
from simulate.parameters.axes import Axis
from simulate.parameters.checks import LeverRow, lever_row
from simulate.parameters.spec import Spec

SHOWN: Final = 30  # levers listed at once


class Register:
    """Levers under the law of one base."""

    def __init__(self, book: LawBook, parameters: ParameterSet) -> None:
        self.specs = {name: book.specs[name] for name in book.levers}
        # Who reads a lever is not shown here: to find that out takes seconds.
        self.rows: dict[str, LeverRow] = {
            name: lever_row(parameters[name], spec) for name, spec in sorted(self.specs.items())
        }

    def find(self, words: str) -> list[LeverRow]:
        """Levers whose name, English, Chinese or source holds every word; names before sources."""
        wanted = words.casefold().split()
        named = [row for row in self.rows.values() if _holds(f"{row.lever} {row.english} {row.chinese}", wanted)]
        sourced = [row for row in self.rows.values() if row not in named and _holds(row.source, wanted)]
        return named + sourced

    def axes(self, lever: str) -> Sequence[Axis]:
        """The axes over which a lever may be changed apart."""
        spec = self.specs.get(lever)
        return spec.axes if spec else ()


def _holds(text: str, wanted: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in wanted)


def label_names(axis: Axis, language: str) -> dict[str, str]:
    """What to show for each label of an axis: Chinese where there is some."""
    known = next(
        (each for key, each in ENUMERATIONS.items() if axis.name == key or axis.name.endswith(f"_{key}")), None
    )
    if axis.name in ("origin", "destination"):
        known = ENUMERATIONS["province"]
    if known is None:
        return {label: label for label in axis.labels}
    pairs = zip(known.labels, known.chinese, strict=True)
    return {label: chinese if language == "zh" else label.replace("_", " ") for label, chinese in pairs}


def moves(spec: Spec) -> list[tuple[str, str]]:
    """What raising a lever (or setting it so) does to outputs: ``(output, direction)``."""
    return [(output, direction) for output, direction in spec.moves.items() if output != "set"]
