"""Folders of results: where they stand, which name is free, and whether one may be written.  Light to import."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.files import may_write

RUNS: Final = Path("outputs/runs")
LEAST_FREE_BYTES: Final = 20_000_000  # what the files of one comparison take, with room


def free_folder(parent: Path, names: Sequence[str]) -> Path:
    """A folder under ``parent``, named after the scenarios, that does not exist yet."""
    stems = [Path(name).stem for name in names]
    base = stems[0] if len(stems) == 1 else f"{stems[0]}_and_{stems[1]}"
    if len(stems) > 2:
        base += f"_and_{len(stems) - 2}_more"
    path, number = parent / base, 1
    while path.exists():
        number += 1
        path = parent / f"{base}_{number}"
    return path


def check_target(path: Path, faults: Findings) -> None:
    """Results can be written to ``path`` without losing anything there that is not an earlier result."""
    place = (f"--out {path}", 0, 0)
    parent = path.resolve()
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir():
        faults.add(place, f"the file {parent}", "a folder")
    elif not may_write(parent):
        faults.add(place, f"{parent}, which may not be written", "a folder you have the right to write")
    elif path.is_dir() and any(path.iterdir()) and not (path / "manifest.yaml").exists():
        faults.add(place, "a folder with other files", "a new or empty folder, or one of earlier results")
    elif (free := shutil.disk_usage(parent).free) < LEAST_FREE_BYTES:
        faults.add(place, f"a full disk ({free // 1_000_000} MB free)", f"{LEAST_FREE_BYTES // 1_000_000} MB free")
