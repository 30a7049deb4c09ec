"""What each shipped reform does, computed once for a version of the model and kept: ``python -m`` this module.

The page starts it as a process of its own and shows each picture as it comes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Final

from simulate import caches
from simulate.files import SCENARIOS
from simulate.scenario.names import scenario_names

WORKERS: Final = 3_000
AT_ONCE: Final = 5  # reforms lived together
LANGUAGES: Final = ("zh", "en")
_PACKAGE: Final = Path(__file__).resolve().parents[1]
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


def missing() -> list[str]:
    """Reforms without a picture."""
    return [name for name in scenario_names() if name not in _BASES and picture(name, LANGUAGES[-1]) is None]


def compute(names: list[str]) -> None:
    """Live the reforms, each on the law it is meant for, and keep their pictures."""
    from simulate import pipeline
    from simulate.parameters import LawBook
    from simulate.scenario import load_scenario
    from simulate.serve import pictures

    place, book = folder(), LawBook.load()
    if place is None:
        return
    by_base: dict[str, list[str]] = {}
    for name in names:
        meant = [each for each in load_scenario(name, book).meant_for if each in _BASES]
        by_base.setdefault(meant[0] if meant else _BASES[0], []).append(name)
    for base, reforms in by_base.items():
        for start in range(0, len(reforms), AT_ONCE):
            some = reforms[start : start + AT_ONCE]
            prepared = pipeline.prepare(base, some)
            ran = pipeline.execute(prepared, pipeline.RunOptions(workers=WORKERS, threads=1))
            lines = json.loads(json.dumps(ran.headline))["headline"]
            for name in some:
                for language in LANGUAGES:
                    svg = pictures.of_reform(lines, name, language)
                    caches.keep(place / f"{name}_{language}.svg", svg.encode())


if __name__ == "__main__":
    from simulate.processes import follow_parent

    follow_parent()
    if hasattr(os, "nice"):
        os.nice(10)  # a run that somebody waits for goes first
    compute(sys.argv[1:] or missing())
