"""Texts of a user, and of the sender of a file, as text and nothing else: what would act is spelled out instead.

A title, an author, a file name or a comment may hold anything.  Control characters would steer a terminal, marks of
direction would turn the text beside them round, lone surrogates cannot be written at all; they are shown as ``\\x1b``
or ``\\u202e``.  What is syntax where the text goes (markup, formulas) is escaped there, by the library that writes it.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

LONGEST_LINE: Final = 300  # characters of a name or title
_ACTS: Final = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}  # controls, surrogates, unassigned, private, line separators
# Marks of direction (Cf): embeddings, overrides, isolates and their ends; a joiner in an emoji or a script stays.
_DIRECTIONS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_BYTES: Final = re.compile("[\udc80-\udcff]+")  # bytes that were not text in the locale
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?(\.\.[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?)?")


def line(text: object, longest: int = LONGEST_LINE) -> str:
    """A text on one line: runs of blanks and line breaks as one blank, what acts spelled out, the end cut if long."""
    whole = "".join(_spelled(each) for each in " ".join(_as_meant(str(text)).split()))
    return whole if len(whole) <= longest else f"{whole[: longest - 1]}…"


def lines(text: object) -> str:
    """A text of several lines: line breaks and tabs stay, all else that acts is spelled out."""
    return "\n".join(
        each if each.isprintable() else _line(each) for each in _as_meant(str(text)).replace("\r\n", "\n").split("\n")
    )


def cell(text: object) -> str:
    """A text in a table that a spreadsheet opens: an apostrophe before what it would take for a formula."""
    whole = line(text, 32_000)
    return f"'{whole}" if _FORMULA.match(whole) and not _NUMBER.fullmatch(whole) else whole


def json_of(value: Any, *, is_ascii: bool = False) -> str:
    """A value as JSON, which has no NaN and no infinity: those are null."""
    return json.dumps(finite(value), ensure_ascii=is_ascii, indent=2, default=str, allow_nan=False)


def finite(value: Any) -> Any:
    """A value with None for each NaN or infinity, tuples as lists."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: finite(each) for key, each in value.items()}
    return [finite(each) for each in value] if isinstance(value, list | tuple) else value


def escaped(text: str) -> str:
    """JSON with the same values, in which what acts is escaped as JSON does it: it occurs only in strings."""
    return "\n".join(
        each if each.isprintable() else "".join(_in_json(one) if _acts(one) else one for one in each)
        for each in text.split("\n")
    )


def _as_meant(text: str) -> str:
    """Names and arguments that Python took byte by byte, in a locale of ASCII, as the UTF-8 that they are."""
    if text.isascii() or not _BYTES.search(text):
        return text
    return _BYTES.sub(
        lambda found: found[0].encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape"), text
    )


def _line(text: str) -> str:
    return "".join(each if each == "\t" else _spelled(each) for each in text)


def _in_json(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))


def _acts(character: str) -> bool:
    return character in _DIRECTIONS or unicodedata.category(character) in _ACTS


def _spelled(character: str) -> str:
    if not _acts(character):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
