"""Writing results: everything into a folder beside the target first, then moved into place, or nothing at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulate.machine.files import grant_usual, scratch_folder, to_disk
from simulate.results import tables
from simulate.results.dataset import DATASET, write_netcdf
from simulate.results.estimates import Results, ScenarioResult
from simulate.results.folders import next_folder, remove_stale
from simulate.results.manifest import MANIFEST, write_manifest


class ResultsNotWritten(OSError):
    """Results could not be written; what stood in the folder before is untouched."""


def write_results(
    results: Results, scenarios: Sequence[ScenarioResult], manifest: Mapping[str, Any], folder: Path, *,
    or_next: bool = False,
) -> Path:  # fmt: skip
    """Write results.nc, the CSV tables and manifest.yaml to ``folder``, made if need be; returns where they stand.

    ``manifest`` is of provenance.manifest.  What stands in ``folder`` must be new or an earlier result
    (``folders.check_target``); with ``or_next`` it must be new, and where another run was faster the next free name is
    taken.  Raises ResultsNotWritten.
    """
    placed = [folder]
    with staged(folder, placed if or_next else None) as temporary:
        write_netcdf(results, temporary / DATASET)
        tables.write_tables(results, scenarios, temporary)
        write_manifest(manifest, temporary)
    return placed[0]


@contextmanager
def staged(folder: Path, placed: list[Path] | None = None) -> Iterator[Path]:
    """A temporary folder on the target's filesystem, whose files are moved into ``folder`` when the block succeeds.

    With ``placed`` they are moved to the first free name from ``folder`` on, which is put there.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(folder) as temporary:
            yield temporary
            for path in temporary.iterdir():
                to_disk(path)
            if placed is None:
                _move(temporary, folder)
            else:
                placed[0] = _move_to_free(temporary, folder)
            to_disk(folder.parent)
    except OSError as fault:
        raise _explained(fault, folder) from fault


def _move_to_free(temporary: Path, folder: Path) -> Path:
    """One rename to a name nobody has; a name that another run takes meanwhile is left to it."""
    for candidate in next_folder(folder):
        try:
            if not candidate.exists():
                grant_usual(temporary)
                os.rename(temporary, candidate)
                return candidate
        except OSError as fault:
            if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
    raise AssertionError("names do not end")


def _move(temporary: Path, folder: Path) -> None:
    """A new folder is one rename; in an earlier one each file is replaced, the manifest last.

    Until then the manifest is the earlier one, which the new files are not those of: no reader takes the mixture.
    """
    if not folder.exists():
        grant_usual(temporary)
        os.rename(temporary, folder)
        return
    files = sorted(temporary.iterdir(), key=lambda path: path.name == MANIFEST)
    remove_stale(folder, {path.name for path in files})
    for path in files:
        os.replace(path, folder / path.name)
    to_disk(folder)


def _explained(fault: OSError, folder: Path) -> ResultsNotWritten:
    reason = os.strerror(fault.errno) if fault.errno else str(fault)
    return ResultsNotWritten(
        fault.errno or errno.EIO, f"results not written ({reason}); nothing was changed", str(folder)
    )
