"""Runs ended from outside at a random moment: whole results or none, nothing left behind, no process either."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulate.serve.kept_drafts import KEPT
from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.samples import sample
from tests.robustness.terminal import Said, command, ended, left_of_session, misbehaviour, process

LONGEST = 2.5  # seconds after the start; a small run has ended by then
RUN = "RUN"  # stands for a folder of results
VERBS = (
    ("run", "--workers", "400"), ("compare", "baseline", "hukou_removal", "--workers", "400"),
    ("career", "rider_beijing", "--out", "out.json"), ("serve", "--port", "0", "--no-browser"),
    ("explain", "1987-m1", "--workers", "3000", "--as-career", "life.yaml"), ("report", RUN, "--out", "page.html"),
    ("workbook", RUN, "--out", "book.xlsx"),
)  # fmt: skip


def try_signals(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """A signal, or the same one twice, at a moment drawn within the run."""
    for attempt in attempts:
        if sys.platform == "win32":
            yield Outcome(attempt, "skipped", "a signal", "Windows ends processes without signals")
            continue
        chance = attempt.chance
        home = folder / f"{attempt.number}"
        home.mkdir()
        yield _ended(attempt, home, chance)


def _ended(attempt: Attempt, home: Path, chance: random.Random) -> Outcome:
    names = ("SIGINT", "SIGINT", "SIGTERM", "SIGTERM", "SIGHUP", "SIGKILL")
    number = getattr(signal, chance.choice(names))
    verb, delay = chance.choice(VERBS), chance.uniform(0.02, LONGEST)
    is_twice = chance.random() < 0.2
    words: list[object] = [sample() if word == RUN else word for word in verb]
    words += ["--out", "out", "--threads", "1"] if verb[0] in ("run", "compare") else []
    running = process(*words, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(delay)
    for _ in range(2 if is_twice else 1):
        if running.poll() is None:
            os.killpg(running.pid, number) if chance.random() < 0.5 else os.kill(running.pid, number)
    said = ended(running)
    what = f"{number.name}{' twice' if is_twice else ''} after {delay:.2f} s of {verb[0]}"
    wrong = _wrong(said, number, verb[0], home) or _left(running.pid, number, home, is_twice)
    if wrong:
        return Outcome(attempt, "mishandled", what, wrong[1], wrong[0])
    return Outcome(attempt, "accepted", what, f"exit code {said.code}")


def _wrong(said: Said, number: int, verb: str, home: Path) -> tuple[str, str] | None:
    """How it ended: by the signal itself, with 130, or as if nothing had happened."""
    by_signal = (-number, 128 + number, 0, 130)
    if said.code in by_signal and ("Traceback" not in said.err or said.is_before_our_code):
        pass
    elif wrong := misbehaviour(said):
        return f"{wrong[0]} in {verb}", wrong[1]
    out = home / "out"
    if out.exists():
        read = command("report", out)
        if read.code != 0:
            return "results that cannot be read", read.first_line
    return None


def _left(leader: int, number: int, home: Path, is_twice: bool) -> tuple[str, str] | None:
    """Files and processes that outlive the run.  What a kill leaves is swept by the next run."""
    processes = left_of_session(leader)
    if processes:
        for each in processes:
            os.kill(int(each.partition(":")[0]), signal.SIGKILL)
        return "a process left", f"{processes}"
    if number == signal.SIGKILL:
        said = command("run", "--workers", "300", "--threads", "1", "-q", "--out", home / "out")
        if wrong := misbehaviour(said):
            return f"after a kill: {wrong[0]}", wrong[1]
    # Killed, or asked twice and so ended at once: what a page leaves in its own folder is swept by the next page.
    page = KEPT if is_twice or number == signal.SIGKILL else ""
    stray = [
        each.name
        for each in home.rglob("*")
        if (each.name.startswith(".") or each.name.endswith((".writing", ".tmp"))) and page not in each.parts
    ]
    return ("stray files", f"{stray}") if stray else None
