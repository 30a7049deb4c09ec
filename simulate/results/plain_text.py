"""Texts of a user, and of whoever sent the file, as text and nothing else: what would act is spelled out instead.

A title, an author, a file name or a comment may hold anything.  Control characters would steer a terminal, marks of
direction would turn the text beside them round, lone surrogates cannot be written at all; they are shown as ``\\x1b``
or ``\\u202e``.  What is syntax where the text goes (markup, formulas) is escaped there, by the library that writes it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_LINE: Final = 300  # characters of a name or title
_ACTS: Final = {"Cc", "Cs", "Cn", "Co", "Zl", "Zp"}  # controls, surrogates, unassigned, private, line separators
# Marks of direction (Cf): embeddings, overrides, isolates and their ends; a joiner in an emoji or a script stays.
_DIRECTIONS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?(\.\.[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?)?")


def line(text: object, longest: int = LONGEST_LINE) -> str:
    """A text on one line: runs of blanks and line breaks as one blank, what acts spelled out, the end cut if long."""
    whole = "".join(_spelled(each) for each in " ".join(str(text).split()))
    return whole if len(whole) <= longest else f"{whole[: longest - 1]}…"


def lines(text: object) -> str:
    """A text of several lines: line breaks and tabs stay, all else that acts is spelled out."""
    return "".join(each if each in "\n\t" else _spelled(each) for each in str(text).replace("\r\n", "\n"))


def cell(text: object) -> str:
    """A text in a table that a spreadsheet opens: an apostrophe before what it would take for a formula."""
    whole = line(text, 32_000)
    return f"'{whole}" if _FORMULA.match(whole) and not _NUMBER.fullmatch(whole) else whole


def _spelled(character: str) -> str:
    if character not in _DIRECTIONS and unicodedata.category(character) not in _ACTS:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
