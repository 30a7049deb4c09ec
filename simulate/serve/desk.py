"""What all windows share: the law book, the folders, the registers by base, and every process that was started."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from simulate.files import SCENARIOS
from simulate.parameters import LawBook
from simulate.results.folders import free_folder
from simulate.serve.jobs import Job
from simulate.serve.judging import law_of
from simulate.serve.register import Register
from simulate.serve.shelf import Shelf


class Desk:
    """One for the server; safe to use from several windows."""

    def __init__(self, results: Path, shelf: Shelf, scratch: Path, workers: int) -> None:
        self.book = LawBook.load()
        self.results = results.resolve()
        self.shelf = shelf
        self.scratch = scratch  # drafts and downloads; vanishes with the server
        self.workers = workers  # offered for a run
        self.jobs: list[Job] = []
        self._registers: dict[tuple[str, int], Register] = {}
        self._taken: set[Path] = set()
        self._lock = threading.Lock()
        self._n_windows = 0

    @property
    def pieces(self) -> list[str]:
        """Names of the overrides that come with the model."""
        return sorted(path.stem for path in (SCENARIOS / "overrides").glob("*.yaml"))

    def register(self, base: str) -> Register:
        """The levers under a base; raises ProblemsFound for a base with faults."""
        path = Path(base)
        key = (base, path.stat().st_mtime_ns if path.suffix == ".yaml" and path.exists() else 0)
        if key not in self._registers:
            self._registers[key] = Register(self.book, law_of(self.book, base))
        return self._registers[key]

    def window_folder(self) -> Path:
        """A new folder for the files of one window."""
        with self._lock:
            self._n_windows += 1
            folder = self.scratch / f"window_{self._n_windows}"
        folder.mkdir(parents=True)
        return folder

    def results_folder(self, names: Sequence[str]) -> Path:
        """A folder for a run, that no other window of this server has been given."""
        with self._lock:
            path, number = free_folder(self.results, names), 1
            first = path
            while path in self._taken or path.exists():
                number += 1
                path = first.with_name(f"{first.name}_{number}")
            self._taken.add(path)
            return path

    def start(self, arguments: Sequence[str], out: Path | None = None) -> Job:
        """Run a verb in a process of its own."""
        job = Job(arguments, out)
        self.jobs = [each for each in self.jobs if each.is_running] + [job]
        return job

    def close(self) -> None:
        """End every process; the page is going away."""
        for job in self.jobs:
            job.cancel()
        for job in self.jobs:
            job.wait(10.0)
