"""Makes attempts on the processors there are, and adds up their outcomes."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path

from tests.robustness import samples
from tests.robustness.attempts import VERDICTS, Attempt, Kind, Outcome
from tests.robustness.terminal import command

CHUNK_LIMIT = 1800  # seconds after which a chunk that does not answer is ended from outside


@cache
def warm() -> None:
    """Compile what is not compiled yet, so that no attempt waits for it."""
    for words in (("explain", "1987-m1", "--workers", "3000", "-q"), ("career", "rider_beijing", "-q")):
        assert command(*words, limit=CHUNK_LIMIT).code == 0
    samples.sample()


def made(kind: Kind, attempts: Sequence[Attempt]) -> list[Outcome]:
    """Make a chunk of attempts in an empty folder, which is the working folder meanwhile."""
    warm()
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="robustness_", ignore_cleanup_errors=True) as name:
        os.chdir(name)
        try:
            outcomes = list(kind.trial(attempts, Path(name)))
        finally:
            os.chdir(before)
    missing = set(attempts) - {each.attempt for each in outcomes}
    assert not missing, f"{kind.name}: nothing is known of {sorted(each.number for each in missing)}"
    return outcomes


def _made_apart(name: str, attempts: Sequence[Attempt]) -> list[Outcome]:
    """As ``made``, in a process of its own; a chunk that hangs in compiled code ends the process."""
    from tests.robustness.kinds import KINDS

    faulthandler.dump_traceback_later(CHUNK_LIMIT, exit=True)
    try:
        return made(next(kind for kind in KINDS if kind.name == name), attempts)
    finally:
        faulthandler.cancel_dump_traceback_later()


def made_in_parallel(chunks: Sequence[tuple[Kind, Sequence[Attempt]]], processes: int) -> Iterator[list[Outcome]]:
    """Outcomes chunk by chunk, as they come in order; a process that dies is replaced, its chunk mishandled."""
    context = multiprocessing.get_context("spawn")
    waiting = list(chunks)
    while waiting:
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            futures = [pool.submit(_made_apart, kind.name, attempts) for kind, attempts in waiting]
            done = 0
            try:
                for future in futures:
                    yield future.result()
                    done += 1
            except BrokenProcessPool:
                _, attempts = waiting[done]
                yield [Outcome(each, "mishandled", "one of a chunk", "its process died", "died") for each in attempts]
                done += 1
        waiting = waiting[done:]


def figures(outcomes: Sequence[Outcome]) -> list[str]:
    """A table: for each kind how many were tried, refused, accepted, mishandled, skipped."""
    counts = Counter((each.attempt.kind, each.verdict) for each in outcomes)
    kinds = dict.fromkeys(each.attempt.kind for each in outcomes)
    rows = [("kind", "tried", *VERDICTS)]
    for kind in kinds:
        each = [counts[kind, verdict] for verdict in VERDICTS]
        rows.append((kind, f"{sum(each)}", *map(str, each)))
    whole = [sum(counts[kind, verdict] for kind in kinds) for verdict in VERDICTS]
    rows.append(("all", f"{sum(whole)}", *map(str, whole)))
    return ["".join(f"{cell:<12}" if i == 0 else f"{cell:>12}" for i, cell in enumerate(row)) for row in rows]


def sorts(outcomes: Sequence[Outcome]) -> dict[tuple[str, str], list[Outcome]]:
    """What was mishandled, by kind and sort, the most frequent first."""
    found: dict[tuple[str, str], list[Outcome]] = {}
    for each in outcomes:
        if each.verdict == "mishandled":
            found.setdefault((each.attempt.kind, each.sort), []).append(each)
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def keep(outcomes: Sequence[Outcome], folder: Path) -> None:
    """The input files of what was mishandled, a folder an attempt."""
    for each in outcomes:
        if each.verdict == "mishandled":
            home = folder / f"{each.attempt.kind}_{each.attempt.seed}_{each.attempt.number}"
            home.mkdir(parents=True, exist_ok=True)
            words = f"{each.tried}\n{each.sort}\n{each.said}\n{each.attempt.command}\n"
            (home / "what.txt").write_text(words, encoding="utf-8", errors="backslashreplace")
            for name, raw in each.inputs.items():
                (home / name).write_bytes(raw)
