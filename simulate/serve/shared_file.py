"""A result as one file to hand on, and such a file taken back in: a zip of exactly what a run wrote."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from simulate.errors import Findings
from simulate.machine.files import scratch_folder
from simulate.results.folders import FILES, next_folder
from simulate.results.manifest import MANIFEST, check_files, read_manifest
from simulate.serve.scenario_store import RESERVED

MOST_BYTES: Final = 500_000_000  # unpacked; what a run writes is far below
LONGEST: Final = 60  # characters of a folder's name, four bytes each at most
_NAMES: Final = (MANIFEST, *FILES)
_NOT_PLAIN: Final = re.compile(r"[^\w.-]")
# Whatever a file says that is cut, changed, locked with a password or packed in a way that nobody here knows.
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)


class NoResult(ValueError):
    """The file is not a zip of a result."""


def pack(folder: Path) -> bytes:
    """A zip of what a run wrote in a folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in _NAMES:
            if (folder / name).is_file():
                packed.write(folder / name, f"{folder.name}/{name}")
    return content.getvalue()


def unpack(content: bytes, results: Path) -> Path:
    """The folder, new in ``results``, of a zip made by :func:`pack`; raises NoResult, or OSError of the disk.

    Nothing but the files of a run is taken, each by its bare name, and only if they are what the manifest describes.
    """
    name, files = _content(content)
    results.mkdir(parents=True, exist_ok=True)
    target = results / name
    with scratch_folder(target) as scratch:
        made = scratch / "whole"
        made.mkdir()
        for each, its_bytes in files.items():
            (made / each).write_bytes(its_bytes)
        manifest = read_manifest(made, Findings())
        if manifest is None or not check_files(made, manifest, Findings()):
            raise NoResult
        target = next(path for path in next_folder(target) if not path.exists())
        made.rename(target)
    return target


def _content(content: bytes) -> tuple[str, dict[str, bytes]]:
    """The name of the folder that was packed, and the files of a run in it; raises NoResult."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            known = [each for each in packed.infolist() if PurePosixPath(each.filename).name in _NAMES]
            folders = {PurePosixPath(each.filename).parent for each in known}
            if len(folders) != 1 or sum(each.file_size for each in known) > MOST_BYTES:
                raise NoResult
            return _plain(folders.pop().name), {PurePosixPath(each.filename).name: packed.read(each) for each in known}
    except _BROKEN:
        raise NoResult from None


def _plain(name: str) -> str:
    """A folder's name that every system takes and no terminal obeys: letters of any script, digits, ``.``, ``-``."""
    plain = _NOT_PLAIN.sub("_", name)[:LONGEST].strip(".")
    return "shared" if not plain.strip("_") or RESERVED.fullmatch(plain.partition(".")[0]) else plain
