"""The one family of errors a user can cause: gathered while reading, raised once, each with its place and remedy."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_MINUS: Final = 0x2212  # as texts print it
_HALF_WIDTH: Final = {0x3000: " ", _MINUS: "-", **{full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}}


def half_width(text: str) -> str:
    """ASCII in place of full-width forms, 2027 for ２０２７, and of the minus of texts; other scripts are kept."""
    if text.isascii():
        return text
    plain = text.translate(_HALF_WIDTH)
    return plain if plain.isascii() else text


def ascii_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9, for a hint; the same text if it has only those."""
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in text.translate(_HALF_WIDTH))


def one_line(text: str) -> str:
    """The text with its line breaks spelled out: a name with one cannot look like a message of its own."""
    return text.replace("\r", "\\r").replace("\n", "\\n")


def a(noun: str) -> str:
    """``a province``, ``an occupation``."""
    return f"an {noun}" if noun[:1] in "aeio" else f"a {noun}"


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in what the user wrote: where, what was found, what was expected and how to fix it.

    ``line`` and ``column`` count from 1; 0 means that the place has no lines (an option, a whole file).
    """

    file: str
    line: int
    column: int
    found: str
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        tail = f"; {self.hint}" if self.hint else ""
        return one_line(f"{place}: found {self.found}; expected {self.expected}{tail}")


class ProblemsFound(Exception):
    """All faults of one reading; the command line prints one line for each and exits with code 2."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like a misspelt word, or None when none is close.

    A dotted name is also found by its last part alone (``hukou_rule`` finds ``enrolment.hukou_rule``).
    """
    names = list(candidates)
    folded = {_plain(name): name for name in names}
    wanted = _plain(word)
    if swapped := next((name for name in folded if len(wanted) > 1 and sorted(name) == sorted(wanted)), None):
        return folded[swapped]  # letters in another order, as ``form`` for ``from``
    close = difflib.get_close_matches(wanted, folded, n=1, cutoff=0.6)
    if close:
        return folded[close[0]]
    last_parts = {name.casefold().rpartition(".")[2]: name for name in names if "." in name}
    close = difflib.get_close_matches(wanted.rpartition(".")[2], last_parts, n=1, cutoff=0.75)
    return last_parts[close[0]] if close else None


def _plain(word: str) -> str:
    """A word without the width of its signs, dashes and quotation marks around it, and small letters."""
    return unicodedata.normalize("NFKC", word).casefold().strip("-—–\"'“”")


class _Searches:
    """Searches for nearest names since a reading began: some milliseconds each, too many for thousands of faults."""

    done = 0
    most: Final = 200


def begin_reading() -> None:
    """What is found from now on are the first faults of another reading."""
    _Searches.done = 0


def sought(word: str, candidates: Iterable[str]) -> str | None:
    """The nearest candidate, or None; None, too, beyond the first faults of a flood."""
    _Searches.done += 1
    return nearest(word, candidates) if _Searches.done <= _Searches.most else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """``did you mean X?`` for the candidate sought, or nothing."""
    name = sought(word, candidates)
    return f"did you mean {name}?" if name else ""


class Findings:
    """Gathers the problems of one reading, so that the user sees all faults at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        begin_reading()

    def add(self, place: tuple[str, int, int], found: str, expected: str, hint: str = "") -> None:
        """Record a fault at ``place`` (file, line, column)."""
        self.problems.append(Problem(*place, found, expected, hint))

    def raise_if_any(self) -> None:
        """Raise every gathered problem in one exception, in the order of the files."""
        if self.problems:
            raise ProblemsFound(sorted(set(self.problems)))
