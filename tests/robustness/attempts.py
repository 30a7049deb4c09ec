"""One attempt to break the model, and its outcome."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Verdict = Literal["refused", "accepted", "mishandled", "skipped"]
VERDICTS: tuple[Verdict, ...] = ("refused", "accepted", "mishandled", "skipped")


@dataclass(frozen=True)
class Attempt:
    """The ``number``-th attempt of a kind under a seed: the same three words always give the same attempt."""

    kind: str
    seed: int
    number: int

    @property
    def chance(self) -> random.Random:
        """The source of everything that is drawn for this attempt."""
        return random.Random(f"{self.kind} {self.seed} {self.number}")

    @property
    def command(self) -> str:
        """The command that makes this attempt again."""
        return f"python -m tests.robustness --kind {self.kind} --seed {self.seed} --only {self.number}"


@dataclass(frozen=True)
class Outcome:
    """The outcome of an attempt.  ``inputs`` are the files that were given, by name."""

    attempt: Attempt
    verdict: Verdict
    tried: str  # in a few words
    said: str = ""  # the first words of the refusal, what went wrong, or why it was skipped
    sort: str = ""  # of a mishandled one: those of the same sort have one cause
    inputs: Mapping[str, bytes] = field(default_factory=dict, repr=False)


Trial = Callable[[Sequence[Attempt], Path], Iterable[Outcome]]


@dataclass(frozen=True)
class Kind:
    """A kind of attempts: its share of all, and the function that makes them in an empty folder."""

    name: str
    weight: int
    trial: Trial
    chunk: int = 16  # attempts that are made together


def shares(kinds: Sequence[Kind], attempts: int) -> dict[str, int]:
    """How many attempts each kind gets of all: by weight, one at least."""
    total = sum(kind.weight for kind in kinds)
    return {kind.name: max(1, round(attempts * kind.weight / total)) for kind in kinds}


def plan(kinds: Sequence[Kind], attempts: int, seed: int) -> list[tuple[Kind, list[Attempt]]]:
    """The attempts in chunks, each of one kind, the dearest kinds first."""
    counts = shares(kinds, attempts)
    return [
        (kind, [Attempt(kind.name, seed, i) for i in range(start, min(start + kind.chunk, counts[kind.name]))])
        for kind in kinds
        for start in range(0, counts[kind.name], kind.chunk)
    ]
