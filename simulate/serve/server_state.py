"""What all windows share: the law book, the folders, the registers by base, the queue of runs, every process."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from simulate.errors import ProblemsFound
from simulate.machine.files import SCENARIOS, without_links, write_whole
from simulate.parameters import LawBook
from simulate.results.folders import free_folder
from simulate.results.words import LANGUAGES
from simulate.scenario import compose, load_scenario
from simulate.scenario.telling import described_change
from simulate.serve import library_numbers
from simulate.serve.jobs import Job
from simulate.serve.judging import law_of
from simulate.serve.kept_drafts import KEPT, KeptDrafts
from simulate.serve.register import Register
from simulate.serve.run_names import RunNames
from simulate.serve.run_queue import RunQueue
from simulate.serve.scenario_store import BASES, ScenarioStore


class ServerState:
    """One for the server; safe to use from several windows."""

    def __init__(self, results: Path, store: ScenarioStore, scratch: Path, workers: int) -> None:
        self.book = LawBook.load()
        self.results = without_links(results)
        self.store = store
        self.scratch = scratch  # drafts and downloads; vanishes with the server
        self.workers = workers  # offered for a run
        self.jobs: list[Job] = []
        self.kept = self.results / KEPT  # what outlives the server
        self.names = RunNames(self.kept / "names.json")
        self.drafts = KeptDrafts(self.kept / "drafts")
        self.queue = RunQueue(self.kept / "queue.json", self.start)
        self._bases: dict[str, str] = {}
        self._registers: dict[tuple[str, int], Register] = {}
        self._taken: set[Path] = {each.out for each in self.queue.tickets if each.is_running}
        self._lock = threading.Lock()
        self._n_windows = 0
        self._rests = False  # whether that process was asked to leave the machine to a run
        self._is_warm = False  # whether what draws charts is being loaded
        self._library: Job | None = None  # computes what the library shows

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

    def keep_scenario(self, name: str, text: str) -> Path:
        """A scenario as a file that outlives the server and no edit touches; the same text, the same file."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        path = self.kept / "scenarios" / digest / f"{name}.yaml"
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
        return path

    def base_of(self, name: str) -> str:
        """The law a reform is meant for: of the two that are shipped, else the baseline."""
        if name not in self._bases:
            try:
                meant = load_scenario(name, self.book).meant_for
            except ProblemsFound:
                meant = ()
            self._bases[name] = next((each for each in meant if each in BASES), BASES[0])
        return self._bases[name]

    def changes_of(self, name: str, language: str) -> list[str] | None:
        """What a reform changes of the law it is meant for, in words; None for one with faults."""
        try:
            if name.endswith(".yaml"):
                return self._changes(name)[language]
            return library_numbers.changes(name, lambda: self._changes(name))[language]
        except ProblemsFound:
            return None

    def _changes(self, name: str) -> dict[str, list[str]]:
        base = load_scenario(self.base_of(name), self.book)
        composed = compose(self.book, base, load_scenario(name, self.book))
        own = [each for each in composed.applied if each.origin != f"scenario {base.name}" and each.binds]
        return {
            language: list(dict.fromkeys(described_change(each, self.book.specs, language) for each in own))
            for language in LANGUAGES
        }

    def warm_up(self, load: Callable[[], None]) -> None:
        """Have ``load`` called in a thread of its own, once for all windows."""
        with self._lock:
            is_first, self._is_warm = not self._is_warm, True
        if is_first:
            threading.Thread(target=load, daemon=True).start()

    def draw_library(self) -> None:
        """Begin to compute the pictures of the library that are not kept yet."""
        if library_numbers.missing():
            self._library = self.start(["-m", "simulate.serve.library_numbers"])

    def tick(self) -> None:
        """Some times a second: what has ended, what is next, and that the library rests while a run is lived."""
        self.queue.tick()
        is_busy = any(each.is_running for each in self.queue.tickets)
        if self._library is not None and is_busy != self._rests:
            self._rests = is_busy
            self._library.say(f"{library_numbers.REST if is_busy else library_numbers.GO_ON}\n")

    def ask_library(self, name: str) -> None:
        """Have the numbers of a reform computed before the others."""
        if self._library is None or not self._library.say(f"{name}\n"):
            self._library = self.start(["-m", "simulate.serve.library_numbers", name])

    @property
    def library_failed(self) -> bool:
        """Whether what computes the library has ended without doing it."""
        return self._library is not None and self._library.state == "failed"

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
