"""What a result keeps of a scenario: every file and option that made it, each as written, in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from simulate.parameters import Change
from simulate.scenario.schema import Scenario

OVERRIDE, SCENARIO, OPTION = "override", "scenario", "--set"
KINDS: Final = (OVERRIDE, SCENARIO, OPTION)


class Piece(NamedTuple):
    """A file by its name, with its text; or an option, whose name is all of it."""

    kind: str  # of KINDS
    name: str
    text: str


def keep(stack: Sequence[Scenario], sets: Sequence[str | Change]) -> tuple[Piece, ...]:
    """Every file and option that made the scenario: the base's files before the reform's, options last."""
    pieces: list[Piece] = []
    for scenario in stack:
        pieces += [Piece(OVERRIDE, override.name, override.text) for override in scenario.overrides]
        pieces.append(Piece(SCENARIO, scenario.name, scenario.text))
    pieces += [Piece(OPTION, each if isinstance(each, str) else each.spec.name, "") for each in sets]
    return tuple(pieces)


def own_text(pieces: Sequence[Piece]) -> str:
    """The text of the scenario's own file, the last of the files; nothing where there is none."""
    return next((piece.text for piece in reversed(pieces) if piece.kind == SCENARIO), "")
