"""The command line as a user meets it, inside this process or as one of its own, and what may be said there."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from simulate.cli.app import app
from simulate.cli.leaving import FAULT

ROOT = Path(__file__).resolve().parents[2]
CODES = (0, 1, 2, 3, 130)  # done, moved or not passed, bad input, a fault of the model, interrupted
LIMIT = 40  # seconds of processor time an attempt may take
PATIENCE = 160  # seconds by the clock: other programs may have the machine
LEAVING = 20  # seconds by the clock until what a command has started is gone, too
PLAIN = {"COLUMNS": "200", "NO_COLOR": "1", "PYTHONUTF8": "1"}
# A terminal acts on control characters and on marks of direction: they are shown escaped or not at all.
_ACTIVE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

_LAST_LINE = re.compile(r"[A-Za-z_.]+(Error|Exception|Interrupt|Exit|Broken|Found|NotWritten)\b")  # of a traceback
_PROGRESS = re.compile(r"\r?(lives by birth cohort|按出生队列推演|cases|scenarios):[^\r\n]*\r?| *\r")


class TooLongError(BaseException):
    """An attempt went over its time."""


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said.  ``fault`` is a traceback, in one line: kind, place, words."""

    code: int | None  # None: it had to be ended
    out: str
    err: str
    fault: str = ""

    @property
    def is_before_our_code(self) -> bool:
        """Whether a signal met Python while it was still starting, before a line of the project was read."""
        is_of_python = "KeyboardInterrupt" in self.err and "simulate" not in self.err.replace(str(ROOT), "")
        return is_of_python and "Exception ignored" not in self.err

    @property
    def first_line(self) -> str:
        """The first line of what it said, the refusal if there is one."""
        return next((line for line in (self.err + "\n" + self.out).splitlines() if line.strip()), "")[:300]


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise TooLongError after some seconds of the processor, or four times as many by the clock.

    Nothing where the system has no alarm.
    """
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(*arguments: object) -> None:
        raise TooLongError

    before = {number: signal.signal(number, ring) for number in (signal.SIGALRM, signal.SIGPROF)}
    signal.alarm(4 * seconds)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        for number, handler in before.items():
            signal.signal(number, handler)


def command(*arguments: object, limit: int = LIMIT) -> Said:
    """Run a command line inside this process."""
    try:
        with time_limit(limit):
            result = CliRunner().invoke(app, [str(each) for each in arguments], env=PLAIN)
    except TooLongError:
        return Said(None, "", "")
    fault = result.exception
    is_fault = fault is not None and not isinstance(fault, SystemExit)
    return Said(result.exit_code, result.stdout, result.stderr, in_one_line(fault) if is_fault and fault else "")


def in_one_line(fault: BaseException) -> str:
    """A fault of the program: its kind, the last place in the project, its words."""
    frames = [each for each in traceback.extract_tb(fault.__traceback__) if "simulate" in each.filename]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "outside the project"
    return f"{type(fault).__name__} in {where}: {fault}"[:300]


def process(
    *arguments: object, cwd: Path, env: Mapping[str, str] | None = None, **named: Any
) -> subprocess.Popen[bytes]:
    """Start ``python run.py ARGUMENTS`` as leader of its own session, so that what it leaves behind is seen."""
    hear_signals()
    # Under pytest the library of the local page looks for its own test set-up; it is to start as it does for a user.
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "NICEGUI"))}
    environment = {**inherited, **PLAIN, **(env or {})}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "run.py"), *map(str, arguments)],
        cwd=cwd, env=environment, start_new_session=True, **named,
    )  # fmt: skip


def _heard_by_what_we_start(number: int, frame: object) -> None:
    """Interrupt us as ever; of a terminal that closes we were not to hear."""
    if number != getattr(signal, "SIGHUP", None):
        raise KeyboardInterrupt


def hear_signals() -> None:
    """What we start hears signals, though we may be in the background, where a shell or nohup lets them be ignored."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, _heard_by_what_we_start)  # a handler is not handed on to what is started


def ended(running: subprocess.Popen[bytes], seconds: int = PATIENCE) -> Said:
    """Wait for what ``process`` has started, and what it said; a process that does not end is killed with its own."""
    try:
        out, err = running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return Said(None, "", "")
    return Said(running.returncode, (out or b"").decode(errors="replace"), (err or b"").decode(errors="replace"))


def left_of_session(leader: int) -> list[str]:
    """Processes that stay in the session of a leader, after they had time to end."""
    late = time.monotonic() + LEAVING
    while (left := _of_session(leader)) and time.monotonic() < late:
        time.sleep(0.05)
    return left


def _of_session(leader: int) -> list[str]:
    """Processes in the session of a leader (only where the system shows them in /proc)."""
    left = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            head, _, tail = stat.read_text().rpartition(")")
        except OSError:
            continue
        fields = tail.split()
        if fields[0] != "Z" and int(fields[3]) == leader:
            left.append(head.replace(" (", ":"))
    return left


def misbehaviour(said: Said) -> tuple[str, str] | None:
    """What is wrong with how a command ended, whatever it was asked: its sort, and the words."""
    if said.code is None:
        return "hang", f"not ended after {LIMIT} s of the processor, or {PATIENCE} s"
    if said.fault:
        return "traceback " + said.fault.partition(":")[0] + said.fault.partition(":")[2].partition(":")[0], said.fault
    if "Traceback (most recent call last)" in said.err:
        lines = [line for line in said.err.splitlines() if _LAST_LINE.match(line)]
        return "traceback " + (lines[-1] if lines else "").partition(":")[0], (lines or said.err.splitlines())[-1]
    if said.code == FAULT:
        return "a fault of the model", said.first_line
    if said.code not in CODES:
        return f"exit code {said.code}", said.first_line
    if said.code == 2 and not (said.err + said.out).strip():
        return "refused without a word", ""
    active = _ACTIVE.search(said.out) or _ACTIVE.search(_PROGRESS.sub("", said.err))
    if active:
        return f"raw {active[0]!r} on the terminal", repr(said.first_line)
    return None
