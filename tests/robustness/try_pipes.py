"""Readers of the output that leave, never read, read slowly, or were never there; and a disk that is full."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.samples import sample
from tests.robustness.terminal import PATIENCE, Said, command, left_of_session, misbehaviour, process

WRITES = ("run", "--workers", "300", "--threads", "1", "--out", "out")
RUN = "RUN"  # stands for a folder of results
PAGE = ("--out", "page.html")
MADE = {"run": "out/manifest.yaml", "compare": "out/manifest.yaml", "report": "page.html", "workbook": "book.xlsx"}
VERBS: tuple[tuple[str, ...], ...] = (
    WRITES, (*WRITES, "--json"), WRITES, ("levers",), ("levers", "--json"), ("check",), ("career", "rider_beijing"),
    ("explain", "1987-m1", "--workers", "3000"), ("case", str(Path(__file__).parents[1] / "cases")),
    ("check", "nothing.yaml"), ("compare", "baseline", "hukou_removal", *WRITES[1:]), ("report", RUN, *PAGE),
    ("workbook", RUN, "--out", "book.xlsx"), ("career", "rider_beijing", "--json", "--out", "life.json"), ("--help",),
)  # fmt: skip
Ends = dict[str, int]  # stdout and stderr as file descriptors


class _Reader:
    """The other end of what a command writes."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.opened: list[int] = []
        self.threads: list[threading.Thread] = []

    def leaves(self) -> int:
        """Gone before anything is written."""
        read, write = os.pipe()
        os.close(read)
        return self._mine(write)

    def leaves_after_a_line(self) -> int:
        """As ``head -1``."""
        read, write = os.pipe()
        self._start(self._head, read)
        return self._mine(write)

    def stays_and_reads_nothing(self) -> int:
        """A pager that is not looked at; the pipe holds little."""
        read, write = os.pipe()
        self._mine(read)
        return self._mine(write)

    def reads_slowly(self) -> int:
        """A few bytes at a time."""
        read, write = os.pipe()
        self._start(self._slow, read)
        return self._mine(write)

    def full_disk(self) -> int:
        """A file that takes nothing."""
        return self._mine(os.open("/dev/full", os.O_WRONLY))

    def nothing(self) -> int:
        """Somewhere it is thrown away."""
        return self._mine(os.open(os.devnull, os.O_WRONLY))

    def _mine(self, number: int) -> int:
        self.opened.append(number)
        return number

    def _start(self, read: Callable[[int], None], number: int) -> None:
        self.threads.append(threading.Thread(target=read, args=(number,), daemon=True))
        self.threads[-1].start()

    def _head(self, number: int) -> None:
        while (piece := os.read(number, 1)) and piece != b"\n":
            pass
        os.close(number)

    def _slow(self, number: int) -> None:
        while os.read(number, 2000):
            time.sleep(0.005)
        os.close(number)

    def close(self) -> None:
        """Let go of all ends."""
        for each in self.opened:
            os.close(each)
        self.opened = []


def try_pipes(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """A command whose output goes somewhere difficult."""
    for attempt in attempts:
        if sys.platform == "win32":
            yield Outcome(attempt, "skipped", "a pipe", "pipes of Windows are others")
            continue
        home = folder / f"{attempt.number}"
        home.mkdir()
        yield _written(attempt, home)


def _written(attempt: Attempt, home: Path) -> Outcome:
    chance, reader = attempt.chance, _Reader(attempt.chance)
    ways = {"leaves": reader.leaves, "leaves after a line": reader.leaves_after_a_line, "full disk": reader.full_disk,
            "reads slowly": reader.reads_slowly, "reads nothing": reader.stays_and_reads_nothing,
            "fine": reader.nothing}  # fmt: skip
    verb, where = chance.choice(VERBS), chance.choice(("stdout", "stderr", "both in one", "both, each its own"))
    way = chance.choice([each for each in ways if each != "fine" and (each != "reads nothing" or where == "stderr")])
    end = ways[way]()
    out = ways[way]() if where == "both, each its own" else end if where != "stderr" else ways["fine"]()
    err_file = home / "err.txt"
    with err_file.open("wb") as kept:
        words: list[object] = [sample() if word == RUN else word for word in verb]
        running = process(
            *words, cwd=home, stdin=subprocess.DEVNULL, stdout=out, stderr=kept if where == "stdout" else end
        )
    if way != "reads nothing":
        reader.close()
    code: int | None
    try:
        code = running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        code = None
    reader.close()
    said = Said(code, "", err_file.read_text(encoding="utf-8", errors="replace"))
    err_file.unlink()
    what = f"{' '.join(map(str, verb[:2]))}{' --json' if '--json' in verb else ''}: {where}: {way}"
    wrong = _wrong(said, verb, where, way, home)
    left = left_of_session(running.pid)
    if left:
        wrong = "a process left", f"{left}"
    if wrong:
        return Outcome(attempt, "mishandled", what, wrong[1], wrong[0])
    return Outcome(attempt, "refused" if code == 2 else "accepted", what, f"exit code {code}; {said.first_line}")


def _wrong(said: Said, verb: tuple[str, ...], where: str, way: str, home: Path) -> tuple[str, str] | None:
    """Results are written whatever happens to the messages; an end of the output is no success that is silent."""
    if said.code is None or said.code not in (0, 1, 2, 3, 130, 141, -signal.SIGPIPE):
        return f"exit code {said.code} ({where}: {way})", said.first_line
    if "Traceback" in said.err or "Exception ignored" in said.err:
        return f"traceback ({where}: {way})", said.err.strip().splitlines()[-1]
    if verb[0] not in MADE:
        return None
    is_there = (home / MADE[verb[0]]).exists()
    if is_there and "nothing was written" in said.err:
        return "written, and said that nothing was", said.first_line
    if where == "stderr" and not (is_there and said.code == 0):
        return f"no results, since stderr {way}", f"exit code {said.code}, results {is_there}"
    if said.code == 0 and not is_there:
        return f"exit code 0 without results ({where}: {way})", said.first_line
    if MADE[verb[0]].startswith("out") and is_there and (wrong := misbehaviour(command("report", home / "out"))):
        return f"results that cannot be read: {wrong[0]}", wrong[1]
    return None
