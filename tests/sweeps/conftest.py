"""Small designs, and commands in processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOOR = [sys.executable, str(ROOT / "run.py")]
HEAD = "title: {en: Floors, zh: 缴费基数下限}\nauthor: Test\nreference: none\n"
BROKEN = 0.35  # of the floors below: above the ceiling that the design sets beside it


def design_text(n_cells: int, workers: int = 300) -> str:
    """A grid of so many floors, one of which stands above its ceiling, which no law may have."""
    floors = [0.4 + 0.2 * i / n_cells for i in range(n_cells - 1)]
    listed = ", ".join(f"{floor:.6f}" for floor in [*floors, 0.9])
    return (
        f"{HEAD}workers: {workers}\nlevers:\n"
        f"  - {{lever: employee_pension.flexible_base_floor_ratio, name: floor, value: [{listed}]}}\n"
        "  - {lever: employee_pension.base_ceiling_ratio, name: ceiling, value: [0.8]}\n"
    )


@pytest.fixture(scope="session")
def n_cells(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--sweep-cells"))


def command(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """``run.py`` with some words in a folder."""
    return subprocess.run(
        [*DOOR, *words], cwd=folder, capture_output=True, text=True, env=os.environ | environment, timeout=1200
    )


def cells_in(folder: Path) -> dict[str, bytes]:
    """The finished cells of a sweep, by file."""
    return {path.name: path.read_bytes() for path in (folder / "cells").glob("*.npz")}


@contextmanager
def started(folder: Path, *words: str, is_heard: bool = True, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A process that ends with the block; one that is not heard may say as much as it likes, where no pipe fills."""
    heard = subprocess.PIPE if is_heard else subprocess.DEVNULL
    process = subprocess.Popen(
        list(words), cwd=folder, stdout=heard, stderr=heard, text=True, env=os.environ | environment,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for(is_so: Callable[[], bool], seconds: float = 300.0) -> None:
    """Wait until something is so; fails if it never is."""
    late = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < late, "waited in vain"
        time.sleep(0.05)
