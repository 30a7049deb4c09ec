"""Results of a run: gathered from its scenarios, written to a folder, read back; and every word reports say them in.

``read`` and ``write`` are for everybody.  Light to import: numpy, xarray and yaml are imported when called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulate.results.estimates import Results, ScenarioResult
    from simulate.results.reader import Run

__all__ = ["read", "read_runs", "write"]


def read(folder: Path) -> Results:
    """The results of a folder, checked against its manifest; raises ProblemsFound where they are not as written."""
    return read_runs([folder])[0].results


def read_runs(folders: Sequence[Path]) -> list[Run]:
    """Folders of results with their manifests, checked; raises ProblemsFound with a line for each that is not."""
    from simulate.results import reader

    return reader.read_runs(folders)


def write(
    results: Results, scenarios: Sequence[ScenarioResult], manifest: Mapping[str, Any], folder: Path, *,
    or_next: bool = False,
) -> Path:  # fmt: skip
    """Write dataset, tables and manifest to a folder, all or nothing, and return it; raises ResultsNotWritten.

    ``manifest`` is of provenance.manifest.  With ``or_next`` a folder that another run has taken meanwhile is left to
    it, and the next free number is.
    """
    from simulate.results import writer

    return writer.write_results(results, scenarios, manifest, folder, or_next=or_next)
