"""A result as one file to hand on, and such a file taken back in: a zip of exactly what a run wrote."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.files import scratch_folder
from simulate.results.folders import FILES, next_folder
from simulate.results.manifest import MANIFEST, read_manifest

MOST_BYTES: Final = 500_000_000  # unpacked; what a run writes is far below
_NAMES: Final = (MANIFEST, *FILES)


class NoResult(ValueError):
    """The file is no zip of a result."""


def pack(folder: Path) -> bytes:
    """A zip of what a run wrote in a folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in _NAMES:
            if (folder / name).is_file():
                packed.write(folder / name, f"{folder.name}/{name}")
    return content.getvalue()


def unpack(content: bytes, results: Path) -> Path:
    """The folder, new in ``results``, of a zip made by :func:`pack`; raises NoResult.

    Nothing but the files of a run is taken, each by its bare name; the reader checks them against their seal.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise NoResult from None
    with packed:
        members = {Path(each.filename).name: each for each in packed.infolist() if not each.is_dir()}
        known = {name: each for name, each in members.items() if name in _NAMES}
        folders = {Path(each.filename).parts[0] for each in known.values()}
        is_whole = MANIFEST in known and len(folders) == 1
        if not is_whole or sum(each.file_size for each in known.values()) > MOST_BYTES:
            raise NoResult
        results.mkdir(parents=True, exist_ok=True)
        target = results / (Path(folders.pop()).name.lstrip(".") or "shared")
        with scratch_folder(target) as scratch:
            for name, each in known.items():
                (scratch / name).write_bytes(packed.read(each))
            if read_manifest(scratch, Findings()) is None:
                raise NoResult
            target = next(path for path in next_folder(target) if not path.exists())
            made = scratch / "whole"
            made.mkdir()
            for name in known:
                (scratch / name).rename(made / name)
            made.rename(target)
    return target
