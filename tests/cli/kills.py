"""Commands killed at a moment of chance, and everything they may not leave behind."""

from __future__ import annotations

import random
import signal
import subprocess
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commands import DOOR, environment

MARK = "LINGBAO_TEST_MARK"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
PATIENCE = 20.0  # seconds until everything has ended


@dataclass(frozen=True)
class Killed:
    """What happened to a command: its exit code, what it said last, the processes and the files that are left."""

    code: int
    said: str
    left: list[str]
    scratch: list[str]

    @property
    def is_early(self) -> bool:
        """Whether Python itself was still starting, and ended in its own way."""
        return "KeyboardInterrupt" in self.said and "simulate/" not in self.said


def kill_once(
    arguments: Sequence[str], folder: Path, number: int, seconds: float, program: Sequence[str] = DOOR, **changes: str
) -> Killed:
    """Start a command in ``folder``, send it the signal after some seconds, wait for it and all it has started."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background a shell lets it be ignored
        signal.signal(signal.SIGINT, signal.default_int_handler)
    mark = uuid.uuid4().hex
    scratch = folder / "tmp"
    scratch.mkdir(exist_ok=True)
    around = environment(**{MARK: mark, "TMPDIR": str(scratch)} | changes)
    around = {key: value for key, value in around.items() if not key.startswith(("PYTEST", "NICEGUI"))}
    process = subprocess.Popen(
        [*program, *arguments], cwd=folder, env=around, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    _, said = process.communicate(timeout=120)
    late = time.monotonic() + PATIENCE
    while (left := marked(mark)) and time.monotonic() < late:
        time.sleep(0.1)
    return Killed(process.returncode, said.strip(), left, sorted(each.name for each in scratch.iterdir()))


def marked(mark: str) -> list[str]:
    """Command lines of the processes that have inherited a mark (Linux)."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (place / "environ").read_bytes().split(b"\0"):
                found.append((place / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def moments(seed: int, longest: float) -> tuple[signal.Signals, float]:
    """A signal and a moment, by chance but the same ones each time."""
    chance = random.Random(seed)
    return chance.choice(SIGNALS), chance.uniform(0.0, longest)
