"""What each shipped reform does, computed once for a version of the model and kept: ``python -m`` this module.

The page starts it as a process of its own and shows what is kept as it comes.  A reform whose name the page writes to
its standard input, since somebody waits for it, goes first; told to rest, it leaves the machine to a run.
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

from simulate import caches
from simulate.files import SCENARIOS
from simulate.scenario.names import scenario_names
from simulate.serve.chart_sets import ChartSet

if TYPE_CHECKING:
    from simulate.parameters import LawBook
    from simulate.pipeline import Result

WORKERS: Final = 3_000
AT_ONCE: Final = 3  # reforms lived together: many cost less each, few let who waits go first sooner
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


def compute(names: Sequence[str], threads: int | None = 1) -> None:
    """Live the reforms, each on the law it is meant for, and keep their charts and pictures."""
    from simulate import cohorts, pipeline
    from simulate.parameters import LawBook

    book = LawBook.load()
    for base, reforms in _by_base(names, book).items():
        prepared = pipeline.prepare(base, reforms)
        ran = pipeline.execute(prepared, cohorts.RunOptions(workers=WORKERS, threads=threads))
        for position, name in enumerate(reforms, 1):
            _keep(ran, position, name)


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

    def take(self) -> list[str]:
        """Names that came since, each once; waits for the first while it is to rest."""
        found: list[str] = []
        while (self._rests and not found) or not self._names.empty():
            found += [name for name in [self._names.get()] if name in scenario_names() and name not in _BASES]
        return list(dict.fromkeys(found))


def work(asked: _Asked, first: Sequence[str]) -> None:
    """Compute ``first``, and what is missing, in small parts; who is asked for in between goes before the rest."""
    waited_for, tried = list(first), set[str]()
    while left := [name for name in missing() if name not in tried]:
        now = [name for name in (*waited_for, *asked.take()) if name in left]
        waited_for = []
        some = now or left[:AT_ONCE]
        tried.update(some)  # what a full disk does not keep is not made again and again
        compute(some, None if now else 1)


if __name__ == "__main__":
    from simulate.processes import follow_parent

    heard = _Asked()
    follow_parent(heard.hear)
    if hasattr(os, "nice"):
        os.nice(5)  # a run that somebody waits for goes first
    work(heard, sys.argv[1:])
