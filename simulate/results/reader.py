"""Folders of results read back, and refused where they are not, byte for byte, what their manifest describes.

The file is read without xarray, as it is written without it: hundreds of variables take it seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from simulate.contracts import Reals
from simulate.errors import Findings
from simulate.indicators import Output, outputs
from simulate.indicators.registry import Labels
from simulate.results.dataset import DATASET
from simulate.results.estimates import DIFFERENCE, DIFFERENCE_ERROR, ERROR, Estimate, Results
from simulate.results.manifest import Made, Manifest, check_files, read_manifest


@dataclass(frozen=True)
class Run:
    """One folder of results: its name, the numbers, and what made them."""

    folder: Path
    name: str
    results: Results
    manifest: Manifest

    @property
    def digest(self) -> str:
        """sha256 of results.nc."""
        return self.manifest.files[DATASET]

    def made(self, scenario: int) -> Made:
        """What made a scenario, by its position."""
        return self.manifest.scenarios[scenario]


def read_runs(folders: Sequence[Path]) -> list[Run]:
    """Every folder as a run; raises ProblemsFound with every folder that is not a result, one line each."""
    findings = Findings()
    resolved = [folder.resolve() for folder in folders]
    runs = []
    for position, folder in enumerate(folders):
        if resolved[position] in resolved[:position]:
            findings.add((str(folder), 0, 0), "the same folder twice", "each result once")
            continue
        name = folder.resolve().name
        is_unique = sum(each.name == name for each in resolved) == 1
        run = _read(folder, name if is_unique else str(folder), findings)
        if run is not None:
            runs.append(run)
    findings.raise_if_any()
    _check_alike(runs, findings)
    findings.raise_if_any()
    return runs


def _read(folder: Path, name: str, findings: Findings) -> Run | None:
    manifest = read_manifest(folder, findings)
    if manifest is None or not check_files(folder, manifest, findings):
        return None
    results = _read_results(folder / DATASET, manifest, findings)
    return None if results is None else Run(folder, name, results, manifest)


def _read_results(path: Path, manifest: Manifest, findings: Findings) -> Results | None:
    """All estimates with their labels; None after a fault."""
    import h5py  # type: ignore[import-untyped,unused-ignore]

    try:
        with h5py.File(path, "r") as file:
            return _results(file, manifest)
    except (OSError, KeyError, IndexError, ValueError, TypeError, AttributeError, RuntimeError) as fault:
        findings.add((str(path), 0, 0), f"a file that is no result ({fault})", "results.nc of a run", "run it again")
        return None


def _results(file: Any, manifest: Manifest) -> Results:
    """Estimates of an open file, in the order of the registry."""
    sizes = {name: item for name, item in file.items() if item.is_scale}
    coords: dict[str, Labels] = {name: _labels(item[...]) for name, item in sizes.items()}
    scenarios = tuple(str(each) for each in coords.pop("scenario"))
    if scenarios != tuple(each.name for each in manifest.scenarios):
        raise ValueError("scenarios other than those of the manifest")
    named = [name for name, item in file.items() if "kind" in item.attrs]
    order = {name: position for position, name in enumerate(outputs())}
    named.sort(key=lambda name: (order.get(name, len(order)), name))
    return Results(
        scenarios=scenarios,
        titles=tuple(each.title for each in manifest.scenarios),
        estimates={name: _estimate(file, name) for name in named},
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
