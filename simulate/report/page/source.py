"""Result folders as the page reads them: arrays by name from results.nc, scenarios and settings from manifest.yaml."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

from simulate.contracts import Reals
from simulate.errors import Findings
from simulate.report.page.texts import Bilingual, pair
from simulate.results.estimates import DIFFERENCE, DIFFERENCE_ERROR, ERROR
from simulate.results.writer import DATASET, MANIFEST
from simulate.scenario.kept import own_text

Label = str | int | float
SUFFIXES: Final = ("", ERROR, DIFFERENCE, DIFFERENCE_ERROR)


class Reading(NamedTuple):
    """One number of one scenario in the dataset's unit; NaN where there is none."""

    value: float
    error: float
    difference: float
    difference_error: float


class Variable(NamedTuple):
    """One output of a run: its dimensions after ``scenario``, and its arrays, each (scenario, *dims), as SUFFIXES."""

    dims: tuple[str, ...]
    arrays: tuple[Reals | None, ...]


@dataclass(frozen=True)
class Run:
    """One result folder."""

    folder: Path
    manifest: dict[str, Any]
    coords: dict[str, tuple[Label, ...]]
    outputs: frozenset[str]
    _read: dict[str, Variable] = field(default_factory=dict, repr=False, compare=False)

    def variable(self, name: str) -> Variable:
        """An output with its errors and differences, read once."""
        if name not in self._read:
            import h5py  # type: ignore[import-untyped,unused-ignore]

            with h5py.File(self.folder / DATASET) as file:
                scales = file[name].attrs["DIMENSION_LIST"]
                dims = tuple(str(file[each[0]].name).lstrip("/") for each in scales)
                arrays = tuple(file[name + each][()] if name + each in file else None for each in SUFFIXES)
            self._read[name] = Variable(dims[1:], arrays)
        return self._read[name]

    @cached_property
    def places(self) -> dict[str, dict[Label, int]]:
        """Position of each label of each dimension."""
        return {dim: {label: i for i, label in enumerate(labels)} for dim, labels in self.coords.items()}


@dataclass(frozen=True)
class Scenario:
    """One scenario of the page.  ``key`` is unique on the page, ``name`` in its run."""

    key: str
    name: str
    title: Bilingual
    run: Run
    number: int  # of the run
    position: int  # in the run; the first is the base of its differences
    record: Mapping[str, Any]  # of the manifest
    header: Mapping[str, Any]  # of the scenario as written: title, reference, describes

    @property
    def is_base(self) -> bool:
        """Whether the differences of its run are taken to it."""
        return self.position == 0

    def read(self, output: str, labels: Mapping[str, Label]) -> Reading:
        """The number of an output at labels of all its dimensions."""
        variable = self.run.variable(output)
        places = self.run.places
        cell = (self.position, *(places[dim][labels[dim]] for dim in variable.dims))
        return Reading(*(math.nan if array is None else float(array[cell]) for array in variable.arrays))


@dataclass(frozen=True)
class Source:
    """All scenarios of the runs of a page, and what they have in common."""

    runs: tuple[Run, ...]
    scenarios: tuple[Scenario, ...]

    def has(self, output: str) -> bool:
        """Whether every run holds an output."""
        return all(output in run.outputs for run in self.runs)

    def labels(self, dim: str) -> tuple[Label, ...]:
        """Labels of a dimension that every run has, in the order of the first."""
        first, *others = self.runs
        known = [run.places.get(dim, {}) for run in others]
        return tuple(each for each in first.coords.get(dim, ()) if all(each in places for places in known))

    @property
    def has_reforms(self) -> bool:
        """Whether there is any difference to show."""
        return any(not each.is_base for each in self.scenarios)

    @property
    def reforms(self) -> tuple[Scenario, ...]:
        """Scenarios that are compared with a base."""
        return tuple(each for each in self.scenarios if not each.is_base)


def open_runs(folders: Sequence[Path]) -> Source:
    """Read result folders; a scenario that another folder gave already, number for number, is shown once.

    Raises ProblemsFound for a folder that holds no result.
    """
    findings = Findings()
    for folder in folders:
        for name in (DATASET, MANIFEST):
            if not (folder / name).is_file():
                findings.add((str(folder), 0, 0), f"no {name}", "a folder written by `run` or `compare`")
    findings.raise_if_any()
    runs = tuple(_open(folder) for folder in folders)
    scenarios: dict[str, Scenario] = {}
    origins: set[tuple[str, ...]] = set()
    for number, run in enumerate(runs):
        for position, name in enumerate(str(each) for each in run.coords["scenario"]):
            record = run.manifest["scenarios"][position]
            origin = (str(record["parameters_digest"]), str(run.manifest["run"]["seed"]),
                      str(run.manifest["run"]["workers"]), str(run.manifest["versions"]))  # fmt: skip
            if origin in origins and origin[0] and name in scenarios:
                continue
            origins.add(origin)
            key = name if name not in scenarios else f"{name} ({run.folder.name}, {number + 1})"
            header = _header(str(record["text"]))
            title = _title(header, str(record["title"]))
            scenarios[key] = Scenario(key, name, title, run, number, position, record, header)
    return Source(runs, tuple(scenarios.values()))


def _open(folder: Path) -> Run:
    import h5py
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    manifest = yaml.load((folder / MANIFEST).read_text(encoding="utf-8"), Loader=loader)
    coords: dict[str, tuple[Label, ...]] = {}
    outputs = set()
    with h5py.File(folder / DATASET) as file:
        for name, item in file.items():
            if item.is_scale:
                coords[name] = tuple(_plain(each) for each in item[()].tolist())
            elif not name.endswith(SUFFIXES[1:]):
                outputs.add(name)
    return Run(folder, manifest, coords, frozenset(outputs))


def _plain(label: Any) -> Label:
    plain: Label = label.decode() if isinstance(label, bytes) else label
    return plain


def _header(text: str) -> dict[str, Any]:
    """Keys of the scenario's own file within the text that the manifest keeps; nothing if it cannot be read."""
    import yaml

    try:
        loaded = yaml.safe_load(own_text(text))
    except yaml.YAMLError:
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _title(header: Mapping[str, Any], recorded: str) -> Bilingual:
    """Title in both languages, from the file as written; else as recorded."""
    title = header.get("title")
    if isinstance(title, dict) and {"en", "zh"} <= set(title):
        return pair(title)
    return Bilingual(recorded, recorded)
