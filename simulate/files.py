"""Files of a user's machine: written whole or not at all, and looked at before they are read."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Final

from simulate.errors import Findings, did_you_mean

SCENARIOS: Final = Path(__file__).resolve().parent.parent / "scenarios"  # what comes with the model


def write_whole(path: Path, text: str) -> None:
    """Write a text file; what stood there stays until the new one is complete."""
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        scratch.write_text(text, encoding="utf-8", newline="\n")
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def check_readable(path: Path, faults: Findings) -> None:
    """A file exists and may be read."""
    if not path.exists():
        beside = [str(each) for each in path.parent.glob("*.y*ml")]
        faults.add((str(path), 0, 0), "nothing there", "a scenario file", did_you_mean(str(path), beside))
    elif path.is_dir():
        faults.add((str(path), 0, 0), "a folder", "a scenario file")
    elif not os.access(path, os.R_OK):
        faults.add((str(path), 0, 0), "a file that may not be read", "a file you have the right to read")


def may_write(folder: Path) -> bool:
    """Whether a file can be made in a folder, by making one that vanishes; rights alone do not tell for root."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError as fault:
        return fault.errno in (errno.ENOSPC, errno.EDQUOT)  # a full disk is told as such
