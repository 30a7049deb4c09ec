"""The text that a result keeps of a scenario: every file and option that made it, written here and read back here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from simulate.parameters import Change
from simulate.scenario.schema import Scenario

OVERRIDE, SCENARIO, OPTION = "override", "scenario", "--set"
_HEADING: Final = re.compile(rf"^# ({OVERRIDE}|{SCENARIO}|{OPTION}) (.+)$", re.MULTILINE)


class Piece(NamedTuple):
    """A file, or an option, whose text is empty."""

    kind: str
    name: str  # of an option all of it
    text: str


def keep(stack: Sequence[Scenario], sets: Sequence[str | Change]) -> str:
    """Every file and option that made the scenario, one after another."""
    parts = []
    for scenario in stack:
        parts += [f"# {OVERRIDE} {override.name}\n{override.text.rstrip()}\n" for override in scenario.overrides]
        parts.append(f"# {SCENARIO} {scenario.name}\n{scenario.text.rstrip()}\n")
    parts += [f"# {OPTION} {each if isinstance(each, str) else each.spec.name}\n" for each in sets]
    return "\n".join(parts)


def pieces_of(text: str) -> list[Piece]:
    """What ``keep`` wrote, in its order: the base's files before the reform's, options last."""
    marks = list(_HEADING.finditer(text))
    starts = [each.start() for each in marks] + [len(text)]
    return [
        Piece(mark[1], mark[2].strip(), text[mark.end() : end].strip() + "\n")
        for mark, end in zip(marks, starts[1:], strict=True)
    ]


def own_text(text: str) -> str:
    """The scenario's own file, which stands last; all of a text without headings."""
    files = [piece.text for piece in pieces_of(text) if piece.kind == SCENARIO]
    return files[-1] if files else text
