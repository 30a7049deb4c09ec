"""Folders of results read back: the estimates of results.nc, and the manifest.

The file is read without xarray, as it is written without it: hundreds of variables take it seconds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulate.contracts import Reals
from simulate.errors import Findings
from simulate.indicators import Output, outputs
from simulate.indicators.registry import Labels
from simulate.results.estimates import DIFFERENCE, DIFFERENCE_ERROR, ERROR, Estimate, Results
from simulate.results.writer import DATASET, MANIFEST

_REQUIRED: Final = ("scenarios", "run", "versions")  # keys of a manifest
_HINT: Final = "name a folder written by `run` or `compare`, such as outputs/runs/baseline"


@dataclass(frozen=True)
class Run:
    """One folder of results: its name, the digest of its numbers, the numbers and what made them."""

    name: str
    digest: str  # sha256 of results.nc
    results: Results
    manifest: Mapping[str, Any]

    def made(self, scenario: int) -> Mapping[str, Any]:
        """What the manifest says of a scenario; empty when it says nothing."""
        name = self.results.scenarios[scenario]
        return next((each for each in self.manifest["scenarios"] if each.get("name") == name), {})


def read_runs(folders: Sequence[Path]) -> list[Run]:
    """Every folder as a run; raises ProblemsFound with every folder that is not a result."""
    findings = Findings()
    resolved = [folder.resolve() for folder in folders]
    runs = []
    for position, folder in enumerate(folders):
        if resolved[position] in resolved[:position]:
            findings.add((str(folder), 0, 0), "the same folder twice", "each result once")
            continue
        name = folder.resolve().name
        unique = sum(each.name == name for each in resolved) == 1
        run = _read(folder, name if unique else str(folder), findings)
        if run is not None:
            runs.append(run)
    findings.raise_if_any()
    _check_alike(runs, findings)
    findings.raise_if_any()
    return runs


def _read(folder: Path, name: str, findings: Findings) -> Run | None:
    place = (str(folder), 0, 0)
    if not folder.is_dir():
        findings.add(place, "a file" if folder.exists() else "nothing there", "a folder of results", _HINT)
        return None
    missing = [each for each in (DATASET, MANIFEST) if not (folder / each).is_file()]
    if missing:
        findings.add(place, f"a folder without {' and '.join(missing)}", "a folder of results", _HINT)
        return None
    manifest = _read_manifest(folder / MANIFEST, findings)
    results = _read_results(folder / DATASET, findings)
    if manifest is None or results is None:
        return None
    return Run(name, hashlib.sha256((folder / DATASET).read_bytes()).hexdigest(), results, manifest)


def _read_manifest(path: Path, findings: Findings) -> Mapping[str, Any] | None:
    """The manifest as plain values; None after a fault."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        findings.add((str(path), 0, 0), " ".join(str(fault).split()), "YAML as written by a run", "run it again")
        return None
    lacking = [key for key in _REQUIRED if not isinstance(content, dict) or key not in content]
    if lacking:
        findings.add((str(path), 0, 0), f"no {', '.join(lacking)}", "the manifest of a run", "run it again")
        return None
    return dict(content)


def _read_results(path: Path, findings: Findings) -> Results | None:
    """All estimates with their labels; None after a fault."""
    import h5py  # type: ignore[import-untyped,unused-ignore]

    try:
        with h5py.File(path, "r") as file:
            return _results(file)
    except (OSError, KeyError, IndexError, ValueError, AttributeError, RuntimeError) as fault:
        findings.add((str(path), 0, 0), f"a file that is no result ({fault})", "results.nc of a run", "run it again")
        return None


def _results(file: Any) -> Results:
    """Estimates of an open file, in the order of the registry."""
    sizes = {name: item for name, item in file.items() if item.is_scale}
    coords: dict[str, Labels] = {name: _labels(item[...]) for name, item in sizes.items()}
    scenarios = tuple(str(each) for each in coords.pop("scenario"))
    named = [name for name, item in file.items() if "kind" in item.attrs]
    order = {name: position for position, name in enumerate(outputs())}
    named.sort(key=lambda name: (order.get(name, len(order)), name))
    estimates = {name: _estimate(file, name) for name in named}
    titles = str(file.attrs.get("scenario_titles", "")).split("; ")
    return Results(
        scenarios=scenarios,
        titles=tuple(titles) if len(titles) == len(scenarios) else scenarios,
        estimates=estimates,
        coords=coords,
        attributes={key: value for key, value in file.attrs.items() if isinstance(value, str | int | float)},
    )


def _labels(values: Any) -> Labels:
    plain = [each.decode() if isinstance(each, bytes) else each for each in values.tolist()]
    return tuple(plain)


def _estimate(file: Any, name: str) -> Estimate:
    item = file[name]
    words = {key: str(item.attrs[key]) for key in ("long_name", "long_name_zh", "units", "kind", "meaning")}
    dims = tuple(scale[0].name.strip("/") for scale in item.dims)
    if dims[:1] != ("scenario",):
        raise ValueError(f"{name} is not given by scenario")
    output = Output(
        name, words["long_name"], words["long_name_zh"], dims[1:], words["units"], words["kind"], words["meaning"]
    )
    parts: list[Reals | None] = [
        np.asarray(file[name + suffix][...], dtype=np.float64) if name + suffix in file else None
        for suffix in (ERROR, DIFFERENCE, DIFFERENCE_ERROR)
    ]
    return Estimate(output, np.asarray(item[...], dtype=np.float64), *parts)


def _check_alike(runs: Sequence[Run], findings: Findings) -> None:
    """Outputs of one name have the same dimensions and unit in all runs."""
    known: dict[str, Output] = {}
    for run in runs:
        for name, estimate in run.results.estimates.items():
            first, other = known.setdefault(name, estimate.output), estimate.output
            if (first.dims, first.unit) != (other.dims, other.unit):
                found = f"{name} over {', '.join(other.dims)} in {other.unit}"
                expected = f"over {', '.join(first.dims)} in {first.unit}, as in {runs[0].name}"
                findings.add((run.name, 0, 0), found, expected, "results of one version: run the older again")
