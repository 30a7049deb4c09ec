"""A Chinese font for the page: found on this machine, cut down to the characters in use, written into the page."""

from __future__ import annotations

import base64
import io
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

# In order of preference: the name of the file begins so; the face inside a collection has this name.
WANTED: Final = (
    ("NotoSansCJKsc-Regular", "Noto Sans CJK SC"),
    ("NotoSansCJK-Regular", "Noto Sans CJK SC"),
    ("NotoSansSC", "Noto Sans SC"),
    ("SourceHanSansSC-Regular", "Source Han Sans SC"),
    ("SourceHanSans-Regular", "Source Han Sans SC"),
    ("wqy-microhei", "WenQuanYi Micro Hei"),
    ("wqy-zenhei", "WenQuanYi Zen Hei"),
    ("DroidSansFallback", "Droid Sans Fallback"),
)
_SUFFIXES: Final = (".ttc", ".otf", ".ttf")
_LAYOUT: Final = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "kern", "FFTM", "DSIG")
_CJK: Final = (0x2E80, 0xFFEF)


class Font(NamedTuple):
    """A font file and the family within it."""

    path: Path
    family: str


def folders() -> list[Path]:
    """Where the system keeps fonts that may be embedded freely."""
    home = Path.home()
    found = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts",
             Path("/Library/Fonts"), home / "Library/Fonts"]  # fmt: skip
    if sys.platform == "win32":
        found += [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
                  home / "AppData/Local/Microsoft/Windows/Fonts"]  # fmt: skip
    return [each for each in found if each.is_dir()]


def find(places: Iterable[Path] | None = None) -> Font | None:
    """The first wanted font on this machine."""
    files = sorted(
        path for folder in (folders() if places is None else places) for path in folder.rglob("*")
        if path.suffix.lower() in _SUFFIXES
    )  # fmt: skip
    for start, family in WANTED:
        for path in files:
            if path.name.startswith(start):
                return Font(path, family)
    return None


def subset(font: Font, text: str) -> bytes:
    """The Chinese characters of a text from a font, as WOFF."""
    from fontTools import subset as cut  # type: ignore[import-untyped,unused-ignore]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped,unused-ignore]

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    written = io.BytesIO()
    with TTFont(font.path, fontNumber=_face(font), lazy=True) as opened:
        for table in _LAYOUT:
            if table in opened:
                del opened[table]
        options = cut.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True, name_IDs=[1])
        cutter = cut.Subsetter(options)
        cutter.populate(text="".join(sorted(each for each in set(text) if _CJK[0] <= ord(each) <= _CJK[1])))
        cutter.subset(opened)
        opened.flavor = "woff"
        opened.save(written)
    return written.getvalue()


def _face(font: Font) -> int:
    """Number of the family within a collection."""
    from fontTools.ttLib import TTCollection

    if font.path.suffix.lower() != ".ttc":
        return -1
    with TTCollection(font.path, lazy=True) as faces:
        return next((i for i, face in enumerate(faces) if face["name"].getDebugName(1) == font.family), 0)


def data_url(font: Font | None, text: str) -> str:
    """The subset as a URL that holds it; nothing without a font."""
    if font is None:
        return ""
    return "data:font/woff;base64," + base64.b64encode(subset(font, text)).decode()
