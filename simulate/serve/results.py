"""Earlier runs as the page lists them: who, when, how large, and the headline; read as every report reads them."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from simulate.errors import Findings
from simulate.indicators import outputs
from simulate.results import plain_text, read
from simulate.results.certainty import is_share
from simulate.results.headline import METRICS, DateWords, stated_cell
from simulate.results.headline import headline as lines_of
from simulate.results.manifest import MANIFEST, Made, read_manifest
from simulate.results.words import Bilingual
from simulate.scenario.kept import OPTION, SCENARIO, Piece


@dataclass(frozen=True)
class RanScenario:
    """One scenario of a run."""

    name: str
    title: Bilingual
    digest: str
    pieces: tuple[Piece, ...]  # every file and option that made it


@dataclass(frozen=True)
class Run:
    """One folder of results."""

    folder: Path
    written: str
    workers: str
    seed: str
    scenarios: tuple[RanScenario, ...]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def lives(self) -> tuple[str, str]:
        """Runs with the same workers and seed were lived by the same people."""
        return self.workers, self.seed


@dataclass(frozen=True)
class Number:
    """One cell of a headline: value and error, difference to the run's first scenario and its error."""

    value: float
    error: float
    difference: float
    difference_error: float

    def scaled(self, factor: float) -> Number:
        """The same in a smaller unit."""
        return Number(*(factor * each for each in astuple(self)))


Row = tuple[str, str, str, str]  # indicator, in Chinese, unit, year


def runs(folder: Path) -> list[Run]:
    """All results in a folder whose manifest is whole, the newest first; their files are checked when they are read."""
    found = [_read(path.parent, path.stat().st_mtime_ns) for path in folder.glob(f"[!.]*/{MANIFEST}")]
    return sorted((run for run in found if run is not None), key=lambda run: run.written, reverse=True)


@lru_cache(maxsize=500)
def _read(folder: Path, _changed: int) -> Run | None:
    """A run by its manifest; None if that is none of ours, or is not as it was written."""
    manifest = read_manifest(folder, Findings())
    if manifest is None:
        return None
    scenarios = tuple(map(_scenario, manifest.scenarios))
    return Run(folder, manifest.written, str(manifest.run["workers"]), str(manifest.run["seed"]), scenarios)


def _scenario(made: Made) -> RanScenario:
    return RanScenario(made.name, Bilingual(*map(plain_text.line, made.title)), made.parameters_digest, made.pieces)


def headline(run: Run) -> dict[Row, dict[str, Number]]:
    """Rows of the headline in their order; in each a number for every scenario.

    Raises ProblemsFound where the files are not those of the manifest.
    """
    return _headline(run.folder, (run.folder / MANIFEST).stat().st_mtime_ns)


@lru_cache(maxsize=50)
def _headline(folder: Path, _changed: int) -> dict[Row, dict[str, Number]]:
    results = read(folder)
    return {
        (line.metric.english, line.metric.chinese, line.metric.unit, str(line.year or "")): {
            name: Number(*numbers) for name, numbers in zip(results.scenarios, line.values, strict=True)
        }
        for line in lines_of(results)
    }


def shown(number: Number, row: Row, is_base: bool, words: DateWords) -> str:
    """``value ±error (difference ±error)``, as the console tells it; of dates that no number tells, the words."""
    metric = next((each for each in METRICS if each.english == row[0]), METRICS[0])
    share = is_share(outputs()[metric.output])
    return stated_cell(astuple(number), metric, share, is_base, words)


def parts_of(scenario: RanScenario) -> tuple[dict[str, str], list[str]]:
    """The scenario files that made it, by name, and its ``--set`` options."""
    files = {piece.name: piece.text for piece in scenario.pieces if piece.kind == SCENARIO}
    return files, [piece.name for piece in scenario.pieces if piece.kind == OPTION]
