"""A sweep's folder: finished cells, each a file named by its digest, written whole; what failed; how far a run is.

design.yaml     the design as run last
cells/DIGEST.npz     finished, and true for as long as the digest is that of a cell of the design
failed/NUMBER.txt     the traceback of a cell that failed last
progress/NAME.json     one for each process that runs a part of the design
"""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.machine import files
from simulate.machine.files import write_whole
from simulate.machine.processes import is_gone
from simulate.sweeps.numbers import Numbers, unpack

DESIGN: Final = "design.yaml"
CELLS: Final = "cells"
FAILED: Final = "failed"
PROGRESS: Final = "progress"
SUFFIX: Final = ".npz"
SWEEPS: Final = Path("outputs/sweeps")
LEAST_FREE_BYTES: Final = 20_000_000
FULL: Final = (errno.ENOSPC, errno.EDQUOT)
LAPSED: Final = 3600.0  # seconds after which a silent run on another machine is taken to have ended


@dataclass
class Progress:
    """How far a run is, and which process it is."""

    started: float = field(default_factory=time.time)  # seconds since the epoch
    said: float = field(default_factory=time.time)
    cells: int = 0  # it set out to run; none yet while it starts
    done: int = 0
    failed: int = 0
    seconds: float = 0.0  # of processes at work
    megabytes: float = 0.0  # held at most by one process
    is_over: bool = False
    node: str = field(default_factory=platform.node)
    process: int = field(default_factory=os.getpid)

    @property
    def has_ended(self) -> bool:
        """Whether it is over, or its process has ended without a word, killed."""
        if self.is_over or time.time() - self.said > LAPSED:
            return True
        return self.node == platform.node() and is_gone(self.process)

    @property
    def left(self) -> float:
        """Seconds still to go at the pace so far; infinite before the first cell."""
        finished = self.done + self.failed
        if self.is_over or finished >= self.cells:
            return 0.0
        return (self.cells - finished) * (self.said - self.started) / finished if finished else float("inf")


class Store:
    """The folder of one sweep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, text: str) -> None:
        """Make what is not there, and keep the design."""
        for name in (CELLS, FAILED, PROGRESS):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        if not (self.folder / DESIGN).exists() or (self.folder / DESIGN).read_text(encoding="utf-8") != text:
            write_whole(self.folder / DESIGN, text)

    def path(self, digest: str) -> Path:
        """Where a cell stands once it is finished."""
        return self.folder / CELLS / f"{digest}{SUFFIX}"

    def is_done(self, digest: str) -> bool:
        """Whether a cell stands there whole: its archive ends with its list of parts."""
        path = self.path(digest)
        return bool(digest) and path.is_file() and zipfile.is_zipfile(path)

    def count(self) -> int:
        """Finished cells in the folder, of whatever design and code."""
        return sum(1 for _ in (self.folder / CELLS).glob(f"*{SUFFIX}"))

    def keep(self, digest: str, content: bytes) -> None:
        """Write a finished cell, whole or not at all; raises OSError."""
        write_whole(self.path(digest), content)

    def read(self, digest: str) -> Numbers:
        """A finished cell; raises ValueError if it is not whole, OSError if it is not there."""
        found = unpack(self.path(digest).read_bytes())
        if found.about.get("digest") != digest:
            raise ValueError(f"the cell of another digest, {found.about.get('digest')}")
        return found

    def fail(self, number: int, text: str) -> None:
        """Keep the traceback of a cell; where the disk takes nothing, it has been reported all the same."""
        with suppress(OSError):
            write_whole(self._failed(number), text)

    def forget_failure(self, number: int) -> None:
        """The cell is tried again, or finished."""
        with suppress(OSError):
            self._failed(number).unlink(missing_ok=True)

    def failures(self) -> dict[int, str]:
        """The tracebacks kept, by the number of the cell."""
        found = {}
        for path in sorted((self.folder / FAILED).glob("*.txt")):
            with suppress(OSError, ValueError):
                found[int(path.stem)] = path.read_text(encoding="utf-8")
        return found

    def is_full(self) -> bool:
        """Whether the disk has no room for a pass."""
        return shutil.disk_usage(self.folder).free < LEAST_FREE_BYTES

    def say(self, name: str, progress: Progress) -> None:
        """Tell others how far a run is; one without a name has that of its process."""
        progress.said = time.time()
        stem = name or f"{progress.node}-{progress.process}"
        with suppress(OSError):
            write_whole(self.folder / PROGRESS / f"{stem}.json", json.dumps(asdict(progress)))

    def progress(self) -> Iterator[tuple[str, Progress]]:
        """What each run reported last; nothing for those that have ended."""
        for path in sorted((self.folder / PROGRESS).glob("*.json")):
            with suppress(OSError, ValueError, TypeError):
                said = Progress(**json.loads(path.read_text(encoding="utf-8")))
                if not said.has_ended:
                    yield path.stem, said

    def _failed(self, number: int) -> Path:
        return self.folder / FAILED / f"{number:06d}.txt"


def check_folder(folder: Path, faults: Findings) -> None:
    """A sweep can be written there: a new or empty folder, or that of a sweep."""
    if not files.check_folder("--out", folder, faults):
        return
    if folder.is_dir() and not (folder / DESIGN).is_file() and any(os.scandir(folder)):
        expected = "a new or empty folder, or that of a sweep"
        faults.add((f"--out {folder}", 0, 0), "a folder with other files", expected, "choose another")
