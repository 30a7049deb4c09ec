"""Scenarios, careers and cases, each a shipped one mutated."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from simulate.errors import ProblemsFound
from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.living import TooLarge, laid, live
from tests.robustness.mutate import mutated
from tests.robustness.terminal import ROOT, Said, command, in_one_line, misbehaviour

SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
CAREERS = sorted((ROOT / "scenarios" / "careers").glob("*.yaml"))
CASES = sorted((ROOT / "tests" / "cases").rglob("*.yaml"))
MEASURED = ("yuan", "months", "years")  # endings of what cannot be below zero


def _given(attempt: Attempt, shipped: Sequence[Path], folder: Path) -> tuple[Path, str]:
    """A mutated file in the folder, and what was done to it."""
    chance = attempt.chance
    raw, what = mutated(chance.choice(shipped), chance)
    path = folder / f"{attempt.kind}_{attempt.number}.yaml"
    path.write_bytes(raw)
    return path, what


def _outcome(
    attempt: Attempt, path: Path, what: str, said: Said, also: Callable[[Said], tuple[str, str] | None]
) -> Outcome:
    """The outcome of a file: ``also`` looks at what was accepted."""
    wrong = misbehaviour(said) or (_unplaced(said, path) if said.code == 2 else also(said))
    if wrong:
        return Outcome(attempt, "mishandled", what, wrong[1], wrong[0], {path.name: path.read_bytes()})
    return Outcome(attempt, "refused" if said.code == 2 else "accepted", what, said.first_line)


def _unplaced(said: Said, path: Path) -> tuple[str, str] | None:
    """A refusal that does not name the file."""
    if path.name in said.err or f" {path.stem}" in said.err:
        return None
    return "refused without the file's name", said.first_line


def try_scenarios(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """Mutated scenarios, checked; what is accepted is lived."""
    accepted: list[tuple[Attempt, Path, str, Any]] = []
    for attempt in attempts:
        path, what = _given(attempt, SCENARIOS, folder)
        outcome = _outcome(attempt, path, what, command("check", path), lambda said: None)
        if outcome.verdict != "accepted":
            yield outcome
            continue
        try:
            accepted.append((attempt, path, what, laid(path)))
        except ProblemsFound as found:
            yield _mishandled(attempt, path, what, "accepted by check, refused by run", str(found))
        except Exception as fault:
            yield _mishandled(attempt, path, what, "accepted by check, a fault in run", in_one_line(fault))
    for (attempt, path, what, _), wrong in zip(accepted, live([each for *_, each in accepted]), strict=True):
        if isinstance(wrong, TooLarge):
            yield Outcome(attempt, "refused", what, wrong.words)
        elif wrong:
            yield _mishandled(attempt, path, what, wrong.sort, wrong.words)
        else:
            yield Outcome(attempt, "accepted", what)


def _mishandled(attempt: Attempt, path: Path, what: str, sort: str, words: str) -> Outcome:
    return Outcome(attempt, "mishandled", what, words, sort, {path.name: path.read_bytes()})


def try_careers(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """Mutated careers, lived; their values are plain JSON and none is below zero."""
    for attempt in attempts:
        path, what = _given(attempt, CAREERS, folder)
        yield _outcome(attempt, path, what, command("career", path, "-q", "--json"), _wrong_values)


def try_cases(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """Mutated policy cases, which may fail or be not run, and say so."""
    for attempt in attempts:
        path, what = _given(attempt, CASES, folder)
        yield _outcome(attempt, path, what, command("case", path, "-q", "--json"), _unread)


def _unread(said: Said) -> tuple[str, str] | None:
    """An answer that is no JSON."""
    try:
        json.loads(said.out, parse_constant=_refuse)
    except ValueError as fault:
        return "an answer that is no JSON", f"{fault}: {said.out[:100]}"
    return None


def _wrong_values(said: Said) -> tuple[str, str] | None:
    """No JSON, or an amount below zero."""
    if wrong := _unread(said):
        return wrong
    for name, value in _numbers(json.loads(said.out), ""):
        if value < 0 and any(part.rpartition("_")[2] in MEASURED for part in name.split(".")):
            return f"{name.rpartition('.')[2]} below zero", f"{name} {value}"
        if not math.isfinite(value):
            return f"{name.rpartition('.')[2]} without end", name
    return None


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


def _numbers(value: Any, name: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _numbers(each, f"{name}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from _numbers(each, name)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield name, float(value)
