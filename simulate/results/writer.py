"""Writing results: everything into a folder beside the target first, then moved into place, or nothing at all."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from simulate.results.estimates import Results, ScenarioResult

MANIFEST: Final = "manifest.yaml"
DATASET: Final = "results.nc"


class ResultsNotWritten(OSError):
    """Results could not be written; what stood in the folder before is untouched."""


def write_results(
    results: Results, scenarios: Sequence[ScenarioResult], manifest: dict[str, Any], folder: Path
) -> Path:
    """Write results.nc, the CSV tables and manifest.yaml to ``folder``, made if need be; returns it.

    ``manifest`` is of provenance.manifest.  The manifest is moved into place last, so that a folder whose manifest is
    new is complete.  Raises ResultsNotWritten.
    """
    from simulate.results import provenance, tables
    from simulate.results.dataset import write_netcdf

    with staged(folder) as temporary:
        write_netcdf(results, temporary / DATASET)
        tables.write_tables(results, scenarios, temporary)
        provenance.write_manifest(manifest, temporary / MANIFEST)
    return folder


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A temporary folder on the target's filesystem, whose files are moved into ``folder`` when the block succeeds."""
    temporary: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".writing", dir=folder.parent))
        yield temporary
        files = sorted(temporary.iterdir(), key=lambda path: path.name == MANIFEST)
        for path in files:
            _to_disk(path)
        _move(temporary, files, folder)
    except OSError as fault:
        raise _explained(fault, folder) from fault
    except RuntimeError as fault:  # HDF5 reports a full disk as text
        if "No space left" not in str(fault) and "errno = 28" not in str(fault):
            raise
        raise _explained(OSError(errno.ENOSPC, str(fault)), folder) from fault
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _move(temporary: Path, files: Sequence[Path], folder: Path) -> None:
    """A new folder is one rename; in an earlier one each file is replaced, the manifest last."""
    if not folder.exists():
        temporary.chmod(0o755)
        os.rename(temporary, folder)
    else:
        for path in files:
            os.replace(path, folder / path.name)
        _to_disk(folder)
    _to_disk(folder.parent)


def _to_disk(path: Path) -> None:
    """Ask the system to put a file's or folder's bytes on the disk (Windows has no such call for folders)."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explained(fault: OSError, folder: Path) -> ResultsNotWritten:
    number = fault.errno
    if number is None and ("No space left" in str(fault) or "errno = 28" in str(fault)):
        number = errno.ENOSPC
    reason = os.strerror(number) if number else str(fault)
    return ResultsNotWritten(number or errno.EIO, f"results not written ({reason}); nothing was changed", str(folder))
