"""Earlier runs as the page lists them: who, when, how large, and the headline; from manifest.yaml and headline.csv."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.parameters.strict_yaml import Mapping, Node, Scalar, Sequence, load
from simulate.results.headline import METRICS
from simulate.results.writer import MANIFEST
from simulate.scenario.kept import OPTION, SCENARIO, pieces_of

HEADLINE: Final = "headline.csv"


@dataclass(frozen=True)
class RanScenario:
    """One scenario of a run."""

    name: str
    title: str
    digest: str
    text: str  # of every file and option that made it


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


Row = tuple[str, str, str, str]  # indicator, in Chinese, unit, year


def runs(folder: Path) -> list[Run]:
    """All complete results in a folder, the newest first."""
    found = [_read(path, path.stat().st_mtime_ns) for path in folder.glob(f"[!.]*/{MANIFEST}")]
    return sorted((run for run in found if run is not None), key=lambda run: run.written, reverse=True)


@lru_cache(maxsize=500)
def _read(path: Path, _changed: int) -> Run | None:
    """A run by its manifest; None if that is none of ours."""
    manifest = load(path, path.name, Findings())
    if manifest is None:
        return None
    about = manifest.entries.get("run")
    listed = manifest.entries.get("scenarios")
    if not isinstance(listed, Sequence) or not isinstance(about, Mapping):
        return None
    scenarios = tuple(
        RanScenario(*(_text(each, key) for key in ("name", "title", "parameters_digest", "text")))
        for each in listed.items
    )
    return Run(path.parent, _text(manifest, "written"), _text(about, "workers"), _text(about, "seed"), scenarios)


def _text(node: Node, key: str) -> str:
    found = node.entries.get(key) if isinstance(node, Mapping) else None
    return found.text if isinstance(found, Scalar) else ""


def headline(run: Run) -> dict[Row, dict[str, Number]]:
    """Rows of the headline in their order; in each a number for every scenario."""
    rows: dict[Row, dict[str, Number]] = {}
    with (run.folder / HEADLINE).open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            row = (line["indicator"], line["indicator_zh"], line["unit"], line["year"])
            keys = ("value", "standard_error", "difference", "difference_standard_error")
            rows.setdefault(row, {})[line["scenario"]] = Number(*(_number(line[key]) for key in keys))
    return rows


def _number(text: str) -> float:
    return float(text) if text.strip() else math.nan


def shown(number: Number, row: Row, is_base: bool, never: str) -> str:
    """``value ±error (difference ±error)``, with the digits of the console; ``never`` for a date beyond the horizon."""
    decimals = next((each.decimals for each in METRICS if each.english == row[0]), 2)
    is_date = row[2] == "date"
    if math.isnan(number.value):
        text = never if is_date else "–"
    else:
        value = str(int(number.value)) if is_date else f"{number.value:.{decimals}f}"
        text = _with_error(value, number.error, decimals)
    if is_base:
        return text
    if math.isnan(number.difference):
        return f"{text} (–)"
    if number.difference == 0:
        return f"{text} (0)"
    if round(abs(number.difference) + number.difference_error, decimals) == 0:
        return f"{text} (≈0)"
    return f"{text} ({_with_error(f'{number.difference:+.{decimals}f}', number.difference_error, decimals)})"


def _with_error(text: str, error: float, decimals: int) -> str:
    return text if math.isnan(error) else f"{text} ±{error:.{decimals}f}"


def parts_of(scenario: RanScenario) -> tuple[dict[str, str], list[str]]:
    """The scenario files that made it, by name, and its ``--set`` options."""
    pieces = pieces_of(scenario.text)
    files = {piece.name: piece.text for piece in pieces if piece.kind == SCENARIO}
    return files, [piece.name for piece in pieces if piece.kind == OPTION]
