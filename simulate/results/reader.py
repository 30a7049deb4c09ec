"""Folders of results read back, and refused where they are not, byte for byte, what their manifest describes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulate.errors import Findings
from simulate.indicators import Output
from simulate.machine.files import without_links
from simulate.results.dataset import DATASET, read_netcdf
from simulate.results.estimates import Results
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
    resolved = [without_links(folder) for folder in folders]
    runs = []
    for position, folder in enumerate(folders):
        if resolved[position] in resolved[:position]:
            findings.add((str(folder), 0, 0), "the same folder twice", "each result once")
            continue
        name = resolved[position].name
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
    try:
        return read_netcdf(path, manifest)
    except (OSError, KeyError, IndexError, ValueError, TypeError, AttributeError, RuntimeError) as fault:
        findings.add((str(path), 0, 0), f"a file that is not a result ({fault})", "results.nc of a run", "run it again")
        return None


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
