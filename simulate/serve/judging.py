"""A draft laid on its base by the same reader and composer as the command line: its faults, or what it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from simulate.errors import ProblemsFound
from simulate.language import speech
from simulate.parameters import AppliedChange, LawBook, ParameterSet
from simulate.scenario import compose, load_scenario


@dataclass(frozen=True)
class Judgement:
    """What can be said of a scenario without running it."""

    faults: tuple[str, ...]
    applied: tuple[AppliedChange, ...] = ()
    warnings: tuple[str, ...] = ()
    digest: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether it may be run."""
        return not self.faults


def judge(book: LawBook, base: str, path: Path, language: str = "en") -> Judgement:
    """Read the file, lay it on the base; places are named by the file's name alone."""
    try:
        composed = compose(book, load_scenario(base, book), load_scenario(path, book))
    except ProblemsFound as found:
        return Judgement(_lines(found, path, language))
    warnings = tuple(speech.spoken(each.replace(str(path), path.name), language) for each in composed.warnings)
    own = tuple(each for each in composed.applied if not each.origin.startswith(f"scenario {Path(base).stem}"))
    return Judgement((), own, warnings, composed.digest)


def law_of(book: LawBook, base: str) -> ParameterSet:
    """The parameters of a base; raises ProblemsFound."""
    return compose(book, load_scenario(base, book)).parameters


def _lines(found: ProblemsFound, path: Path, language: str) -> tuple[str, ...]:
    def short(file: str) -> str:
        return path.name if file == str(path) else file

    return tuple(speech.of_problem(replace(each, file=short(each.file)), language) for each in found.problems)
