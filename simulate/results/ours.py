"""Files made of results, known by a mark within: a file without it belongs to someone else and is never overwritten.

Light to import.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

from simulate.errors import Findings
from simulate.machine.files import check_folder

MARK: Final = "Lingbao"
CATEGORY: Final = "Lingbao results"  # property of a workbook
_NEAR: Final = 2000  # bytes from an end of a file in which the mark stands
_GENERATOR: Final = re.compile(rb'<meta name="generator" content="Lingbao')
_JSON: Final = re.compile(rb'\{\s*"made_by": "Lingbao')
_PDF: Final = b"\n% Lingbao\n"
_PNG: Final = b"Software\0Lingbao"
_PROPERTIES: Final = "docProps/core.xml"
_MOMENTS: Final = re.compile(rb"<dcterms:(created|modified)[^>]*>([^<]*)<")


def is_ours(path: Path) -> bool:
    """Whether a page, workbook, picture or JSON file was made here; a workbook saved by its reader since is theirs."""
    try:
        if path.is_symlink() or not path.is_file():
            return False
        kind = path.suffix.lower()
        if kind == ".xlsx":
            return _is_untouched(path)
        with path.open("rb") as file:
            start = file.read(_NEAR)
            file.seek(max(0, path.stat().st_size - _NEAR))
            end = file.read()
    except OSError:
        return False
    if kind in (".html", ".htm"):
        return bool(_GENERATOR.search(start))
    if kind == ".json":
        return bool(_JSON.match(start))
    return (kind == ".pdf" and end.endswith(_PDF)) or (kind == ".png" and _PNG in start)


def _is_untouched(path: Path) -> bool:
    """Whether a workbook has our mark and was not saved since: spreadsheets note when they do."""
    try:
        with zipfile.ZipFile(path) as archive:
            properties = archive.read(_PROPERTIES)
    except (KeyError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False
    moments = dict(_MOMENTS.findall(properties))
    return CATEGORY.encode() in properties and moments.get(b"created") == moments.get(b"modified")


def marked_pdf(content: bytes) -> bytes:
    """A PDF with the mark after its end, where a comment may stand."""
    return content.rstrip(b"\n") + b"\n" + _PDF.lstrip(b"\n") if content.endswith(b"\n") else content + _PDF


def marked_png(content: bytes) -> bytes:
    """A PNG with the mark as a text of its own, after the header."""
    chunk = b"tEXt" + _PNG
    end = 8 + 25  # signature and header
    return content[:end] + struct.pack(">I", len(_PNG)) + chunk + struct.pack(">I", zlib.crc32(chunk)) + content[end:]


def check_file(
    path: Path, option: str, endings: tuple[str, ...], faults: Findings, *, may_replace: bool = True
) -> None:
    """A file can be written to ``path`` without losing anything there but what was made here before.

    ``may_replace=False`` takes a new name only, for files that their reader goes on to write in.
    """
    place = (f"{option} {path}", 0, 0)
    if path.suffix.lower() not in endings:
        faults.add(place, f"the ending {path.suffix or 'nothing'!r}", f"a file ending in {' or '.join(endings)}")
    elif path.is_dir():
        faults.add(place, "a folder", "a file")
    elif path.is_symlink():
        faults.add(place, "a link to elsewhere", "a file of its own")
    elif not check_folder(option, path.parent, faults):
        return
    elif path.exists() and not may_replace:
        faults.add(place, "a file that is there already", "a new name", "files that are written in are not replaced")
    elif path.exists() and not is_ours(path):
        faults.add(place, "a file that was not made here", "a new name, or an earlier file of this kind to replace")
