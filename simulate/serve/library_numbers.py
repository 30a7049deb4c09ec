"""What each shipped reform does, computed once for a version of the model and kept: ``python -m`` this module.

The page starts it as a process of its own and shows what is kept as it comes.  A reform whose name the page writes to
its standard input, since somebody waits for it, goes first; asked to rest, it leaves the machine to a run.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulate.machine import caches
from simulate.machine.files import SCENARIOS
from simulate.scenario.names import scenario_names
from simulate.serve.chart_sets import ChartSet

if TYPE_CHECKING:
    from simulate.parameters import LawBook
    from simulate.pipeline import Result

WORKERS: Final = 3_000
AT_ONCE: Final = 3  # reforms lived together: many cost less each, with few a waiting user is served sooner
GRACE: Final = 8.0  # seconds after the start in which the machine is left to users asking for a reform
POLITE: Final = 5  # the priority of what nobody waits for, as ``os.nice`` has it
FEW: Final = 300  # workers lived to load what lives them: the fewest there can be
LANGUAGES: Final = ("zh", "en")
_PACKAGE: Final = Path(__file__).resolve().parents[1]
REST, GO_ON = "-", "+"  # said on standard input; no reform has such a name
_BASES: Final = ("baseline", "law_2021")


@cache
def folder() -> Path | None:
    """Where the pictures of this very model are kept; None where nothing can be."""
    digest = hashlib.sha256()
    sources = [path for kind in ("*.py", "*.yaml", "*.csv") for path in sorted(_PACKAGE.rglob(kind))]
    for path in [*sources, *sorted(SCENARIOS.glob("**/*.yaml"))]:
        digest.update(path.read_bytes())
    return caches.folder("library", digest.hexdigest()[:16])


def picture(name: str, language: str) -> str | None:
    """The picture of a reform, if it has been drawn."""
    place = folder()
    kept = caches.read(place / f"{name}_{language}.svg") if place is not None else None
    return None if kept is None else kept.decode()


def charts(name: str) -> ChartSet | None:
    """The charts of a reform on the law it is meant for, if they have been made."""
    place = folder()
    made = ChartSet(place, name) if place is not None else None
    return made if made is not None and made.is_kept else None


def changes(name: str, compute: Callable[[], dict[str, list[str]]]) -> dict[str, list[str]]:
    """What a shipped reform changes, in words by language; computed and kept if it is not yet."""
    place = folder()
    kept = caches.read(place / f"{name}.changes") if place is not None else None
    if kept is not None:
        return dict(json.loads(kept))
    made = compute()
    if place is not None:
        caches.keep(place / f"{name}.changes", json.dumps(made, ensure_ascii=False).encode())
    return made


def missing() -> list[str]:
    """Reforms of which something is not kept yet."""
    return [name for name in scenario_names() if name not in _BASES and picture(name, LANGUAGES[-1]) is None]


def compute(names: Sequence[str], threads: int | None = 1, is_wanted: Callable[[], bool] = lambda: False) -> list[str]:
    """Live the reforms, each on the law it is meant for, and keep their charts and pictures; gives those done.

    Once ``is_wanted`` says that somebody waits for another reform, the rest is left for later.
    """
    from simulate import cohorts, pipeline

    book, done = _book(), list[str]()
    for base, reforms in _by_base(names, book).items():
        prepared = pipeline.prepare(base, reforms, book=book)
        ran = pipeline.execute(prepared, cohorts.RunOptions(workers=WORKERS, threads=threads))
        for position, name in enumerate(reforms, 1):
            _keep(ran, position, name)
            done.append(name)
            if is_wanted():
                return done
    return done


def load() -> None:
    """Load what every reform needs, and compile the model where it has not been."""
    from simulate import compiling, pipeline  # noqa: F401

    if not compiling.is_ready():
        compiling.compile_all(lambda _: None)
    _book()


def warm_up() -> None:
    """Load what lives and what draws while nobody waits for a reform: an early request is served by running it."""
    import altair  # noqa: F401

    from simulate import cohorts, pipeline
    from simulate.serve import chart_sets

    prepared = pipeline.prepare(_BASES[0], book=_book())
    pipeline.execute(prepared, cohorts.RunOptions(workers=FEW, threads=1))
    chart_sets.warm_up()


@cache
def _book() -> LawBook:
    """The law book of this version of the model."""
    from simulate.parameters import LawBook

    return LawBook.load()


def _by_base(names: Sequence[str], book: LawBook) -> dict[str, list[str]]:
    from simulate.scenario import load_scenario

    found: dict[str, list[str]] = {}
    for name in names:
        meant = [each for each in load_scenario(name, book).meant_for if each in _BASES]
        found.setdefault(meant[0] if meant else _BASES[0], []).append(name)
    return found


def _keep(ran: Result, position: int, name: str) -> None:
    """The charts first: the picture says that all is there."""
    from simulate.report.page.source import of_runs
    from simulate.results.manifest import typed
    from simulate.results.reader import Run
    from simulate.serve import pictures

    place = folder()
    if place is None:
        return
    alone = of_runs([Run(place, name, ran.results.of_scenarios((0, position)), typed(_made(ran, position), ""))])
    ChartSet(place, name).keep(alone)
    lines = json.loads(json.dumps(ran.headline))["headline"]
    for language in LANGUAGES:
        caches.keep(place / f"{name}_{language}.svg", pictures.of_reform(lines, name, language).encode())


def _made(ran: Result, position: int) -> dict[str, object]:
    made = ran.manifest["scenarios"]
    return {**ran.manifest, "scenarios": [made[0], made[position]]}


class _Asked:
    """Names that somebody waits for, and whether to rest, as they come in pieces of bytes."""

    def __init__(self) -> None:
        self._names: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._cut = b""
        self._rests = False

    def hear(self, said: bytes) -> None:
        """A piece of the lines, each a name, or that it is to rest or to go on."""
        *lines, self._cut = (self._cut + said).split(b"\n")
        for line in lines:
            text = line.decode("utf-8", "replace")
            if text in (REST, GO_ON):
                self._rests = text == REST
            self._names.put(text)

    @property
    def is_any(self) -> bool:
        """Whether something came that was not taken yet."""
        return not self._names.empty()

    def take(self, patience: float = 0.0) -> list[str]:
        """Names that came since, each once; waits ``patience`` seconds for the first, or while it is to rest."""
        found: list[str] = []
        while self.is_any or (not found and (self._rests or patience > 0)):
            try:
                name = self._names.get(timeout=None if self._rests else patience)
            except queue.Empty:
                break
            found += [name] if name in scenario_names() and name not in _BASES else []
        return list(dict.fromkeys(found))


def work(asked: _Asked, first: Sequence[str], grace: float = GRACE) -> None:
    """Compute ``first``, and what is missing, in small parts; a reform asked for in between goes before the rest.

    For a while after its start nothing is computed that nobody asked for.
    """
    tried = set[str]()  # what a full disk does not keep is not made again and again
    load()
    now = [*first, *asked.take()]
    if not now:
        warm_up()
        now = asked.take(grace)
    while left := [name for name in missing() if name not in tried]:
        some = [name for name in now if name in left]
        if some:
            tried.update(compute(some, None))
        else:
            _give_way()
            tried.update(compute(left[:AT_ONCE], 1, lambda: asked.is_any))
        now = asked.take()


def _give_way() -> None:
    """From now on a run that somebody waits for goes first."""
    if hasattr(os, "nice") and os.nice(0) < POLITE:
        os.nice(POLITE - os.nice(0))


if __name__ == "__main__":
    from simulate.machine.processes import follow_parent

    heard = _Asked()
    follow_parent(heard.hear)
    work(heard, sys.argv[1:])
