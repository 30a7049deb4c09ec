"""Folders of results: where they stand, which name is free, and whether one may be written.  Light to import."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.machine.files import check_folder, is_there, nearest
from simulate.results import ours
from simulate.results.manifest import MANIFEST, changed_files, read_manifest

RUNS: Final = Path("outputs/runs")
LEAST_FREE_BYTES: Final = 20_000_000  # what the files of one comparison take, with room
LONGEST_NAME: Final = 200  # bytes; most file systems take 255
# What a run writes, besides its manifest.
FILES: Final = (
    "results.nc", "headline.csv", "coverage.csv", "adequacy.csv", "funds.csv", "paid_by.csv", "who_pays.csv",
    "winners_losers.csv", "provinces.csv", "applied_changes.csv",
)  # fmt: skip


def named_after(parent: Path, names: Sequence[str]) -> Path:
    """The folder under ``parent`` named after scenarios."""
    stems = [Path(name).stem for name in names]
    base = stems[0] if len(stems) == 1 else f"{stems[0]}_and_{stems[1]}"
    if len(stems) > 2:
        base += f"_and_{len(stems) - 2}_more"
    return parent / os.fsdecode(os.fsencode(base)[:LONGEST_NAME])


def run_named(run: Path) -> Path:
    """A result folder as given, or by its name in outputs/runs."""
    return RUNS / run if not is_there(run) and is_there(RUNS / run) else run


def next_folder(folder: Path) -> Iterator[Path]:
    """A folder, and the numbered names after it: ``a``, ``a_2``, ``a_3``."""
    yield folder
    number = 1
    while True:
        number += 1
        yield folder.with_name(f"{folder.name}_{number}")


def free_folder(parent: Path, names: Sequence[str]) -> Path:
    """A folder under ``parent``, named after the scenarios, that does not exist yet."""
    return next(path for path in next_folder(named_after(parent, names)) if not path.exists())


def check_target(path: Path, faults: Findings, option: str = "--out", *, holds_runs: bool = False) -> None:
    """Results can be written to ``path`` without losing anything there that is not an earlier result as written.

    ``holds_runs``: each run into a new folder of its own in it.
    """
    place = (f"{option} {path}", 0, 0)
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        faults.add(place, f"a name of {len(os.fsencode(path.name))} bytes", f"a name of at most {LONGEST_NAME} bytes")
        return
    if not check_folder(option, path, faults):
        return
    if not holds_runs and path.is_dir() and any(path.iterdir()):
        _check_earlier(path, place, faults)
    elif (free := shutil.disk_usage(nearest(path)).free) < LEAST_FREE_BYTES:
        faults.add(place, f"a full disk ({free // 1_000_000} MB free)", f"{LEAST_FREE_BYTES // 1_000_000} MB free")


def _check_earlier(folder: Path, place: tuple[str, int, int], faults: Findings) -> None:
    """Everything a run would replace in a folder is a run's, unchanged since."""
    expected = "a new or empty folder, or one of earlier results that nobody has changed since"
    own = Findings()
    manifest = read_manifest(folder, own)
    if manifest is None:
        why = f" ({own.problems[0].found})" if (folder / MANIFEST).exists() else ""
        faults.add(place, f"a folder with other files{why}", expected, "choose another name, or empty it yourself")
        return
    edited = [name for name, state in changed_files(folder, manifest).items() if state != "missing"]
    foreign = [name for name in FILES if name not in manifest.files and (folder / name).exists()]
    if edited or foreign:
        stated = ", ".join(
            [*(f"{name} (changed)" for name in edited), *(f"{name} (of someone else)" for name in foreign)]
        )
        faults.add(place, f"files that would be lost: {stated}", expected, "move them away, or choose another name")


def remove_stale(folder: Path, written: Collection[str]) -> None:
    """Remove what stood beside an earlier result and would contradict the new one.

    These are files the earlier run wrote and the new one does not, and pages, workbooks and pictures made of it.
    """
    manifest = read_manifest(folder, Findings())
    if manifest is None:
        return
    of_run = {name for name in manifest.files if name not in written}
    for name in of_run.difference(changed_files(folder, manifest)):
        (folder / name).unlink()
    for path in folder.iterdir():
        if path.name not in manifest.files and path.name != MANIFEST and ours.is_ours(path):
            path.unlink()
