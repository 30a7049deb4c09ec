"""The command line run beside the page: one process a job, its progress read from standard error, stopped on demand."""

from __future__ import annotations

import codecs
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Final, Literal

from simulate.machine.processes import tied, with_sources
from simulate.parameters import ROOT

State = Literal["running", "done", "failed", "cancelled"]
PATIENCE: Final = 5.0  # seconds between asking a process to end and ending it
MEMORY: Final = 200  # lines kept of what a process says
_BAR: Final = re.compile(r"^(?:lives by birth cohort|按出生队列推演):\s*(\d+)%")
_BREAK: Final = re.compile(r"[\r\n]+")


def command_line(*arguments: str) -> list[str]:
    """``python run.py ARGUMENTS`` with this very Python; the installed package where there is no ``run.py``."""
    door = ROOT / "run.py"
    start = [str(door)] if door.is_file() else ["-m", "simulate"]
    return [sys.executable, *start, *arguments]


class Job:
    """One command in its own process; its fields may be read at any time."""

    def __init__(self, arguments: Sequence[str], out: Path | None = None) -> None:
        self.arguments = list(arguments)
        self.out = out  # folder or file that it makes
        self.state: State = "running"
        self.share = 0.0  # of the lives lived
        self.said: list[str] = []  # on standard error, without progress
        self.printed = ""
        changes = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "COLUMNS": "160", "NO_COLOR": "1"}
        is_module = self.arguments[:1] == ["-m"]
        around = with_sources() if is_module else dict(os.environ)
        start = [sys.executable, *self.arguments] if is_module else command_line(*self.arguments)
        self._process = subprocess.Popen(
            start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=tied(around | changes),
        )  # fmt: skip
        self._is_cancelled = False
        self._reader = threading.Thread(target=self._follow, daemon=True)
        self._reader.start()

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.state == "running"

    @property
    def answer(self) -> Any:
        """What it printed, as JSON; None if it is none."""
        try:
            return json.loads(self.printed)
        except ValueError:
            return None

    @property
    def latest(self) -> str:
        """The last line said."""
        return self.said[-1] if self.said else ""

    def say(self, text: str) -> bool:
        """Write to its standard input; whether it is still there to read it."""
        pipe = self._process.stdin
        if pipe is None or not self.is_running:
            return False
        try:
            pipe.write(text.encode())
            pipe.flush()
        except OSError:
            return False
        return True

    def cancel(self) -> None:
        """Ask the process to end; returns at once."""
        self._is_cancelled = self._is_cancelled or self.is_running
        if self._process.poll() is None:
            self._process.terminate()
            timer = threading.Timer(PATIENCE, self._kill)
            timer.daemon = True
            timer.start()

    def wait(self, seconds: float | None = None) -> State:
        """Wait until it has ended."""
        self._reader.join(seconds)
        return self.state

    def _kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()

    def _follow(self) -> None:
        """Read both streams to their end, then settle the state."""
        out, err = self._process.stdout, self._process.stderr
        if out is None or err is None:
            raise AssertionError("the process was opened with pipes")
        printing = threading.Thread(target=self._print, args=(out,), daemon=True)
        printing.start()
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        rest = ""
        while piece := err.read1(65536):  # type: ignore[attr-defined]  # a buffered reader has it
            *lines, rest = _BREAK.split(rest + decoder.decode(piece))
            for line in lines:
                self._hear(line)
        self._hear(rest)
        printing.join()
        code = self._process.wait()
        if self._is_cancelled and code != 0:
            self._sweep()
            self.state = "cancelled"
        else:
            self.share = 1.0 if code == 0 else self.share
            self.state = "done" if code == 0 else "failed"

    def _print(self, stream: IO[bytes]) -> None:
        self.printed = stream.read().decode("utf-8", "replace")

    def _hear(self, line: str) -> None:
        bar = _BAR.match(line)
        if bar:
            self.share = int(bar[1]) / 100
        elif line.strip():
            self.said = [*self.said[-MEMORY:], line.rstrip()]

    def _sweep(self) -> None:
        """Take away what a run that was ended while writing has left beside its folder."""
        if self.out is not None:
            for left in self.out.parent.glob(f".{self.out.name}.*.writing"):
                shutil.rmtree(left, ignore_errors=True)
