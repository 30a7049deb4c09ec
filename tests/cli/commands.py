"""Whole commands in processes of their own, and what they leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOOR = [sys.executable, str(ROOT / "run.py")]
SMALL = ("--workers", "300", "--threads", "1")


def environment(**changes: str) -> dict[str, str]:
    """The environment, with changes, wide enough to keep lines whole."""
    return os.environ | {"COLUMNS": "300", "NO_COLOR": "1"} | changes


def shell(line: str, folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """A line of the shell in a folder, in which ``lingbao`` is the command line."""
    door = " ".join(map(str, DOOR))
    return subprocess.run(
        ["bash", "-c", f'lingbao() {{ {door} "$@"; }}; set -o pipefail; {line}'], cwd=folder, capture_output=True,
        text=True, errors="replace", env=environment(**changes), timeout=300,
    )  # fmt: skip
