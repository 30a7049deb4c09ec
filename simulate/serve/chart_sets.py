"""The charts of some results as the page shows them: specifications kept once, each drawn as SVG when it is asked for.

A set is a file of specifications with the words of both languages, and beside it the pictures drawn so far.  Whoever
looks sees the first picture while the next is drawn; drawn pictures are kept.  Call from a thread of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulate.machine import caches
from simulate.results.manifest import MANIFEST
from simulate.results.words import LANGUAGES
from simulate.serve import pictures

if TYPE_CHECKING:
    from simulate.report.page.source import Source

SHOWN: Final = (
    "participants", "flexible", "adequacy_wage", "adequacy_poverty", "fund_balance", "cost_rate", "winners_who",
    "payers_change",
)  # fmt: skip


class ChartSet(NamedTuple):
    """A set by its place: a folder, and the stem of its files there."""

    folder: Path
    stem: str

    @property
    def is_kept(self) -> bool:
        """Whether its specifications are there."""
        return self._file.is_file()

    @property
    def _file(self) -> Path:
        return self.folder / f"{self.stem}.charts"

    def keep(self, source: Source) -> None:
        """Make and keep the specifications of the charts shown that the results can fill."""
        self.folder.mkdir(parents=True, exist_ok=True)
        caches.keep(self._file, json.dumps(_specifications(source), ensure_ascii=False).encode())

    def charts(self) -> list[dict[str, Any]]:
        """Each chart as ``title`` by language, ``toggles``, and what ``draw`` takes; nothing if none are kept."""
        kept = caches.read(self._file)
        return [] if kept is None else list(json.loads(kept))

    def svg(self, chart: Mapping[str, Any], language: str, mode: str) -> str:
        """A chart of ``charts`` as a picture, of the ``level`` or the ``difference`` to the base."""
        place = self.folder / f"{self.stem}_{chart['key']}_{language}_{mode}.svg"
        kept = caches.read(place)
        if kept is not None:
            return kept.decode()
        drawn = _draw(chart, language, mode)
        caches.keep(place, drawn.encode())
        return drawn


def of_results(folders: Sequence[Path], kept: Path) -> ChartSet:
    """The charts of results, made if they are not kept; raises ProblemsFound for results that are not as written."""
    from simulate.report.page.source import open_runs

    digest = hashlib.sha256(b"".join((each / MANIFEST).read_bytes() for each in folders)).hexdigest()[:16]
    made = ChartSet(kept, digest)
    if not made.is_kept:
        made.keep(open_runs(folders))
    return made


def _specifications(source: Source) -> list[dict[str, Any]]:
    from simulate.report.page import charts
    from simulate.report.page.chart_list import plans
    from simulate.report.page.texts import shown

    by_key = {plan.key: plan for plan in plans(source)}
    return [
        {"key": key, "title": by_key[key].title._asdict(), "toggles": by_key[key].toggles and source.has_reforms,
         "units": {each: shown(by_key[key].unit, each)[3:5] for each in LANGUAGES},
         "is_difference": by_key[key].is_difference,
         "chart": charts.build(by_key[key], source)}
        for key in SHOWN
        if key in by_key
    ]  # fmt: skip


def _draw(chart: Mapping[str, Any], language: str, mode: str) -> str:
    from simulate.report.page import charts

    spoken = next(each for each in LANGUAGES if each == language)
    spec = charts.complete(chart["chart"], spoken)
    spec["config"] = {**spec["config"], "font": pictures.FONT}
    if chart["toggles"]:
        spec["params"] = [{**each, "value": mode} if each["name"] == "mode" else each for each in spec["params"]]
    return pictures.svg(spec)


def warm_up() -> None:
    """Load what draws, before the first picture is asked for."""
    pictures.svg({"data": {"values": [{}]}, "mark": "point"})
