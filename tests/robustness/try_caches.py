"""Folders of compiled code that are damaged, half there, or no folders; a run gives the same answer all the same."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from simulate.engine.jit import CACHE_FOLDER
from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.terminal import Said, ended, misbehaviour, process

QUICK_TO_MAKE = 60_000  # bytes: code that is compiled again in a moment
TO_COMPILE = 600  # seconds, if all is compiled again
VERB = ("career", "rider_beijing", "-q", "--json")
Damage = Callable[[Path, random.Random], str]


def _files(folder: Path) -> list[Path]:
    """Files of the cache that are quick to make again, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size < QUICK_TO_MAKE)


def _emptied(folder: Path, chance: random.Random) -> str:
    for path in chance.sample(_files(folder), 5):
        path.write_bytes(b"")
    return "five files emptied"


def _cut(folder: Path, chance: random.Random) -> str:
    for path in chance.sample(_files(folder), 5):
        os.truncate(path, path.stat().st_size // 2)
    return "five files cut"


def _turned(folder: Path, chance: random.Random) -> str:
    for path in chance.sample(_files(folder), 5):
        path.write_bytes(bytes(chance.randrange(256) for _ in range(path.stat().st_size)))
    return "five files of random bytes"


def _lost(folder: Path, chance: random.Random) -> str:
    for path in chance.sample(_files(folder), 8):
        path.unlink()
    return "eight files lost"


def _folders(folder: Path, chance: random.Random) -> str:
    for path in chance.sample(_files(folder), 3):
        path.unlink()
        path.mkdir()
    return "three files that are folders"


def _strangers(folder: Path, chance: random.Random) -> str:
    for name in ("x.kernel", "y.nbc", ".z.writing", "kernels-0000000000000000"):
        (folder / name).write_bytes(b"x" * 100)
    return "strange files"


DAMAGES: tuple[Damage, ...] = (_emptied, _cut, _turned, _lost, _folders, _strangers)


def _said(home: Path, cache_home: Path, *words: str) -> Said:
    running = process(*words, cwd=home, env={"LINGBAO_CACHE": str(cache_home)}, stdin=subprocess.DEVNULL,
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    return ended(running, TO_COMPILE)


@cache
def _right_answer() -> str:
    return subprocess.run(
        [sys.executable, "run.py", *VERB],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def try_caches(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """A copy of this machine's cache, damaged; the same command twice gives the right answer twice."""
    if CACHE_FOLDER is None:
        yield from (Outcome(each, "skipped", "a cache", "nothing is kept on this machine") for each in attempts)
        return
    right = _right_answer()
    for attempt in attempts:
        chance = attempt.chance
        cache_home = folder / f"cache_{attempt.number}"
        copy = cache_home / "lingbao" / CACHE_FOLDER.name
        shutil.copytree(CACHE_FOLDER, copy)
        what = chance.choice(DAMAGES)(copy, chance)
        outcome = Outcome(attempt, "accepted", what)
        for turn in ("first", "second"):
            said = _said(folder, cache_home, *VERB)
            wrong = misbehaviour(said)
            if not wrong and said.out != right:
                wrong = "another answer from a damaged cache", said.first_line
            if wrong:
                outcome = Outcome(attempt, "mishandled", f"{what}, {turn} time", wrong[1], wrong[0])
                break
        yield outcome
        shutil.rmtree(cache_home, ignore_errors=True)
